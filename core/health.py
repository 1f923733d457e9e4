"""Whether this process can do its work now: what it needs is asked briefly, and answered with yes or no."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any
from uuid import uuid4

import structlog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q

from . import clock
from .broker import client_url
from .models import Job
from .models.jobs import JobState

log = structlog.get_logger(__name__)
SECONDS = 3.0  # for all checks together
PART = 1.0  # for one question to database or broker
FREE_PERCENT = 10
OLDEST_JOB = timedelta(minutes=10)


class NotReady(Exception):
    """Why a check fails, for the log only."""


@dataclass(frozen=True)
class Health:
    """What is asked → whether it holds; in the order in which it is told."""

    checks: dict[str, bool]

    @property
    def ready(self) -> bool:
        return all(self.checks.values())


def health() -> Health:
    """Asks everything at once and waits `SECONDS` in all; what has not answered by then does not hold.

    The reasons go to the log, never into the answer.
    """
    end = time.monotonic() + SECONDS
    # Not waited for when it closes: a server that hangs would hold the answer up.
    pool = ThreadPoolExecutor(max_workers=len(CHECKS))
    asked = {name: pool.submit(check) for name, check in CHECKS.items()}
    wait(asked.values(), timeout=max(0.0, end - time.monotonic()))
    pool.shutdown(wait=False, cancel_futures=True)
    checks = {name: _holds(name, answer) for name, answer in asked.items()}
    return Health(checks)


def _holds(name: str, answer: Future[None]) -> bool:
    if not answer.done():
        log.warning("not ready", check=name, reason=f"no answer within {SECONDS} s")
        return False
    error = answer.exception()
    if error is not None:
        reason = str(error) if isinstance(error, NotReady) else type(error).__name__
        log.warning("not ready", check=name, reason=reason)
    return error is None


def _with_own_connection(ask: Callable[[], None]) -> Callable[[], None]:
    """In a thread of its own Django opens a connection of its own, which somebody has to close."""

    def asked() -> None:
        try:
            with connection.cursor() as cursor:
                milliseconds = int(PART * 1000)
                if connection.vendor == "sqlite":
                    cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
                else:
                    cursor.execute(f"SET statement_timeout = {milliseconds}")
            ask()
        finally:
            connection.close()

    return asked


@_with_own_connection
def database_writes() -> None:
    """A row goes in, and out again with the transaction."""
    with transaction.atomic():
        Session.objects.create(session_key=f"readyz{uuid4().hex}"[:40], expire_date=clock.now())
        transaction.set_rollback(True)


def broker_answers() -> None:
    """Takes a value: a broker that is full, or cannot write to its disk, refuses that."""
    import redis  # noqa: PLC0415 - a tenth of a process's start, and most processes never ask

    url = client_url(settings.ENVIRONMENT.redis_url)
    with redis.Redis.from_url(url, socket_timeout=PART, socket_connect_timeout=PART) as client:
        client.set("cadre_mgmt.readyz", 1, ex=10)


@_with_own_connection
def migrations_applied() -> None:
    """Every migration that this version knows stands in the database."""
    missing = known_migrations() - set(MigrationRecorder(connection).applied_migrations())
    if missing:
        raise NotReady(f"{len(missing)} migrations are not applied")


def disk_has_room() -> None:
    """Of the disk that uploads and logs go to."""
    usage = shutil.disk_usage(settings.VAR_DIR)
    if usage.free * 100 < usage.total * FREE_PERCENT:
        raise NotReady(f"{usage.free * 100 // usage.total} % of the disk is free")


def a_job_is_late() -> bool:
    """Whether one has been due, or left by a dead worker, for longer than `OLDEST_JOB`."""
    before = clock.now() - OLDEST_JOB
    late = Q(state=JobState.WAITING, due_at__lt=before) | Q(state=JobState.RUNNING, lease_until__lt=before)
    return Job.objects.filter(late).exists()


@_with_own_connection
def jobs_are_taken() -> None:
    """No job is late."""
    if a_job_is_late():
        raise NotReady(f"a job has been due for more than {OLDEST_JOB}")


CHECKS: dict[str, Callable[[], Any]] = {
    "database": database_writes,
    "broker": broker_answers,
    "migrations": migrations_applied,
    "disk": disk_has_room,
    "jobs": jobs_are_taken,
}


def check_register(name: str, ask: Callable[[], None]) -> None:
    """What a room above needs to work, asked with the rest; `ask` reads the database and raises NotReady."""
    CHECKS[name] = _with_own_connection(ask)


@lru_cache(maxsize=1)
def known_migrations() -> frozenset[tuple[str, str]]:
    """Every migration that this version of the product brings or has replaced, as (app, name)."""
    brought = MigrationLoader(None).disk_migrations
    return frozenset(brought).union(*(migration.replaces for migration in brought.values()))
