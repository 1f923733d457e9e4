"""PostgreSQL's own programs, found on the machine and told where the database is by their environment."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from django.db import connection

from .errors import BackupError

DEBIAN = Path("/usr/lib/postgresql")
# libpq's variables for what Django hands to the driver; nothing of it stands in a command line.
VARIABLES = {
    "dbname": "PGDATABASE",
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "options": "PGOPTIONS",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}


def program(name: str) -> str:
    """pg_dump or pg_restore, of the server's version or a newer one. Raises BackupError where none is."""
    wanted = _server_major()
    found = [(_major_of(path), path) for path in _candidates(name)]
    fitting = sorted((major, path) for major, path in found if major >= wanted)
    if not fitting:
        older = f"（只找到较旧的 {max(found)[0]} 版）" if found else ""
        raise BackupError(
            f"找不到适用于 PostgreSQL {wanted} 的 {name}{older}。"
            f"请在本机安装 Debian 软件包 postgresql-client-{wanted}。"
        )
    return fitting[0][1]


def surroundings() -> dict[str, str]:
    """The environment in which these programs reach the database of this process."""
    parameters = connection.get_connection_params()
    libpq = {VARIABLES[key]: str(value) for key, value in parameters.items() if key in VARIABLES and value}
    return os.environ | libpq | {"LC_ALL": "C"}


def _server_major() -> int:
    connection.ensure_connection()
    return int(connection.connection.info.server_version) // 10000


def _candidates(name: str) -> list[str]:
    paths = [str(path) for path in DEBIAN.glob(f"*/bin/{name}")]
    on_path = shutil.which(name)
    return [*paths, *([on_path] if on_path else [])]


def _major_of(path: str) -> int:
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    version = re.search(r"\) (\d+)", answer)
    return int(version[1]) if version else 0
