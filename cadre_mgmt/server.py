"""Settings of gunicorn, for `gunicorn -c python:cadre_mgmt.server cadre_mgmt.wsgi`: its lines are JSON too.

The address stands on the command line (`--bind`). No control socket: nothing of the web server is
administered from outside its process.
"""

from __future__ import annotations

import os
from typing import Any

from core import logs

control_socket_disable = True
workers = 2
threads = 4
# A page may wait for SQLite or PostgreSQL, an upload for its sealing; longer work is a job.
timeout = 60
graceful_timeout = 30
keepalive = 5
# Each request's line is Django's own: without query string, with the request's number.
accesslog = None
# Heartbeat files; a slow disk would look like a dead worker.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
logconfig_dict: dict[str, Any] = logs.configure("INFO")
# Its own handler would say everything a second time, not as JSON.
logconfig_dict["loggers"] |= {"gunicorn.error": {"handlers": [], "propagate": True, "level": "INFO"}}
