"""Real processes for tests: an embedded broker, Celery workers and beat that share the test database."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import redis
from django.conf import settings
from django.db import connection

from cadre_mgmt import celery_app
from core import broker

PROJECT = Path(__file__).resolve().parents[2]

REDIS_URL = os.environ.get("REDIS_URL", "")
REDIS_DATABASES = 16  # as Redis is set up by default
SESSIONS = "cadre-test-process"  # what PostgreSQL calls the sessions of processes that a test started


def wait_until(done: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Poll; raises AssertionError naming what did not come about in time.

    seconds: of a machine with nothing else to do. A busy one is slow, not wrong: it gets three times as long.
    """
    end = time.monotonic() + 3 * seconds
    while not done():
        assert time.monotonic() < end, f"after {seconds} s still waiting: {what}"
        time.sleep(0.1)


def database_url() -> str:
    """The address of the database that this test uses, for another process."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{Path(str(values['NAME'])).resolve()}"
    user = quote(values["USER"]) + (f":{quote(values['PASSWORD'])}" if values["PASSWORD"] else "")
    return f"postgres://{user}@{values['HOST']}:{values['PORT'] or 5432}/{values['NAME']}"


def environment(redis_url: str, folder: Path) -> dict[str, str]:
    """What a worker of this test needs to know."""
    return os.environ | {
        "MODE": "test",
        "DATABASE_URL": database_url(),
        "REDIS_URL": redis_url,
        "KEY_FILE": settings.ENVIRONMENT.key_file,
        "VAR_DIR": str(folder),
        "SWEEP_SECONDS": "1",
        "PGAPPNAME": SESSIONS,
        "CELERY_SKIP_CHECKS": "1",
    }


@contextmanager
def embedded_broker() -> Iterator[str]:
    """A broker on a socket of its own, as `./run` starts it; gives its REDIS_URL."""
    home = Path(tempfile.mkdtemp(prefix="cadre-test-"))
    socket, folder = home / "broker.sock", home / "data"
    broker.prepare(socket, folder)
    process = subprocess.Popen(broker.embedded_command(socket, folder), stdout=subprocess.DEVNULL)
    try:
        url = f"unix://{socket}"
        wait_until(lambda: answers(url), seconds=60, what="the embedded broker")
        yield url
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(home)


def broker_for_tests() -> AbstractContextManager[str]:
    """The Redis of REDIS_URL where there is one, as an office runs it, else the embedded broker."""
    return redis_broker() if REDIS_URL else embedded_broker()


@contextmanager
def redis_broker() -> Iterator[str]:
    """A database of this test process's own on the Redis of REDIS_URL, emptied before and after."""
    parts = urlsplit(REDIS_URL)
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    number = REDIS_DATABASES - 1 - worker % (REDIS_DATABASES - 1)
    if parts.scheme == "unix":
        url = parts._replace(query=f"db={number}").geturl()
    else:
        url = parts._replace(path=f"/{number}").geturl()
    flush(url)
    yield url
    flush(url)


def answers(url: str) -> bool:
    with contextlib.suppress(redis.ConnectionError), redis.Redis.from_url(url) as client:
        return bool(client.ping())
    return False


def flush(url: str) -> None:
    """Forget every message, as a broker without its disk would."""
    with redis.Redis.from_url(url) as client:
        client.flushdb()


@contextmanager
def publishing_to(url: str) -> Iterator[None]:
    """This process enqueues to that broker."""
    before = celery_app.conf.broker_url
    _point_celery_to(broker.broker_url(url))
    try:
        yield
    finally:
        _point_celery_to(before)


def _point_celery_to(address: str) -> None:
    celery_app.loader.import_default_modules()  # a closed application takes no more tasks
    celery_app.close()
    celery_app.amqp.__dict__.pop("_producer_pool", None)
    celery_app.conf.update(broker_url=address, broker_read_url=address, broker_write_url=address)


class Crew:
    """Worker and beat processes of one test, all ended with it."""

    include = "tests.support.slow_jobs"

    def __init__(self, redis_url: str, folder: Path) -> None:
        self._environment = environment(redis_url, folder)
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []

    def worker(self, *, beat: bool = False) -> subprocess.Popen[bytes]:
        """beat: with the clock inside: one process fewer to start, where nobody kills one alone."""
        clock = ("--beat", "--schedule", str(self._folder / "inner")) if beat else ()
        # To ask other workers who they are takes each a second.
        quick = ("--without-mingle", "--without-gossip", "--concurrency", "2")
        return self._start("worker", "--include", self.include, *quick, *clock)

    def beat(self) -> subprocess.Popen[bytes]:
        return self._start("beat", "--schedule", str(self._folder / "schedule"), "--pidfile=")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """kill -9 of the whole process group: the parent and its pool at once, with no farewell."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self._running.remove(process)

    def dismiss(self) -> None:
        for process in list(self._running):
            with contextlib.suppress(ProcessLookupError):
                self.kill(process)
        _wait_for_lost_sessions()

    def log(self) -> str:
        return (self._folder / "celery.log").read_text(errors="replace")

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        with (self._folder / "celery.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "cadre_mgmt", *arguments, "--loglevel", "WARNING"],
                cwd=PROJECT,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._running.append(process)
        return process


def _wait_for_lost_sessions() -> None:
    """PostgreSQL takes a moment to notice that a killed client is gone, and keeps its locks until then."""
    if connection.vendor != "postgresql":
        return

    def alone() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND application_name = %s",
                [SESSIONS],  # threads of this process may keep theirs: they hold no locks
            )
            return cursor.fetchone()[0] == 0

    wait_until(alone, seconds=60, what="sessions of killed workers to end")
