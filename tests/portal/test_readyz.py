"""/readyz says of each part whether it works, quickly, and nothing else."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from accounts.models import Role, User
from core import clock, health
from core.models import Job
from notices.models import Delivery, Digest
from notices.selectors_deliveries import OLDEST_DUE
from tests.support.people import user_with
from tests.support.processes import embedded_broker

pytestmark = pytest.mark.django_db(transaction=True)
ALL = ("database", "broker", "migrations", "disk", "jobs", "deliveries")


@pytest.fixture(scope="module")
def broker() -> Iterator[str]:
    with embedded_broker() as url:
        yield url


@pytest.fixture(autouse=True)
def machine(broker: str, settings, monkeypatch) -> None:
    """A machine on which all is well, and that has read its migrations before."""
    health.known_migrations()
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, redis_url=broker)
    monkeypatch.setattr(health.shutil, "disk_usage", lambda path: SimpleNamespace(total=100, free=10))


def answered() -> tuple[int, str]:
    """Status and words of the answer to somebody who is not signed in; it comes in time and is not kept."""
    started = time.monotonic()
    response = Client().get("/readyz")
    assert time.monotonic() - started < health.SECONDS + 1
    assert response["Cache-Control"] == "no-store"
    return response.status_code, response.content.decode()


def all_but(failing: str) -> tuple[int, str]:
    """The answer when this check alone fails; '' for none."""
    lines = [f"{name} {'fail' if name == failing else 'ok'}\n" for name in ALL]
    return 503 if failing else 200, "".join(lines)


def test_all_is_well() -> None:
    assert answered() == all_but("")
    assert not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,), "what was written to try is gone"


def test_a_database_that_takes_no_writes() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("LOCK TABLE django_session IN EXCLUSIVE MODE")
        assert answered() == all_but("database")
    assert answered() == all_but("")


def test_a_broker_that_is_away(settings, tmp_path) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, redis_url=f"unix://{tmp_path}/none.sock")
    assert answered() == all_but("broker")


def test_a_broker_that_hangs(settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        settings.ENVIRONMENT = replace(settings.ENVIRONMENT, redis_url=url)
        assert answered() == all_but("broker")


def test_a_check_that_never_ends_is_not_waited_for(monkeypatch) -> None:
    monkeypatch.setattr(health, "SECONDS", 0.3)
    monkeypatch.setitem(health.CHECKS, "jobs", lambda: time.sleep(2))
    assert answered() == all_but("jobs")


def test_a_migration_that_is_not_applied() -> None:
    rows = MigrationRecorder(connection).migration_qs.filter(app="core", name="0001_tables")
    (row,) = rows.values()
    rows.delete()
    try:
        assert answered() == all_but("migrations")
    finally:
        MigrationRecorder.Migration.objects.create(**row)


def test_a_disk_nearly_full(monkeypatch) -> None:
    monkeypatch.setattr(health.shutil, "disk_usage", lambda path: SimpleNamespace(total=100, free=9))
    assert answered() == all_but("disk")


@pytest.mark.parametrize("state", ["waiting", "running"])
def test_a_job_that_nobody_takes(state: str, client: Client) -> None:
    """The page of jobs says it in words."""
    client.force_login(user_with(Role.SYSTEM_OFFICER))
    past = clock.now() - health.OLDEST_JOB - timedelta(minutes=1)
    lease = {"lease_token": "8" * 32, "lease_until": past} if state == "running" else {}
    job = Job.objects.create(kind="x", state=state, due_at=past, created_by=User.objects.system(), **lease)
    assert answered() == all_but("jobs")
    assert "有任务到时十分钟以上没有执行" in client.get("/jobs/").content.decode()
    Job.objects.filter(pk=job.pk).update(
        due_at=clock.now(), **({"lease_until": clock.now()} if lease else {})
    )
    assert answered() == all_but("")


@pytest.mark.parametrize("state", ["waiting", "sending"])
def test_a_delivery_that_nobody_sends(state: str, client: Client) -> None:
    """The page of jobs says it in words."""
    client.force_login(user_with(Role.SYSTEM_OFFICER))
    past = clock.now() - OLDEST_DUE - timedelta(minutes=1)
    digest = Digest.objects.create(user=User.objects.system(), starts_on=clock.today())
    claim = {"claimed_by": "8" * 32} if state == "sending" else {}
    row = Delivery.objects.create(digest=digest, channel="mail", state=state, due_at=past, **claim)
    assert answered() == all_but("deliveries")
    assert "有消息到时一小时以上没有发出" in client.get("/jobs/").content.decode()
    Delivery.objects.filter(pk=row.pk).update(due_at=clock.now(), give_up_from=past)
    assert answered() == all_but(""), "tried again and again, while the server is away"
    assert "没有发出" not in client.get("/jobs/").content.decode()


def test_the_reason_stands_in_the_log_only(settings, tmp_path, caplog) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, redis_url=f"unix://{tmp_path}/none.sock")
    with caplog.at_level("WARNING", logger="core.health"):
        answer = Client().get("/readyz").content.decode()
    (record,) = (record for record in caplog.records if record.name == "core.health")
    assert (record.msg["check"], record.msg["reason"]) == ("broker", "ConnectionError")
    assert str(os.fspath(tmp_path)) not in answer
