"""Several workers at once, in threads with connections of their own."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction

from accounts.models import User
from core import clock, jobs
from core.models import Job
from tests.support import slow_jobs
from tests.support.processes import publishing_to

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 6
GATES = {}


@jobs.job_kind("test.gated", lease=30)
def gated(run):
    with run.effects():
        slow_jobs.effect(run)
        GATES["inside"].set()
        assert GATES["leave"].wait(10)


def in_threads(action, count=WORKERS):
    """The answers of several threads that start together; their connections are closed."""
    barrier = threading.Barrier(count)

    def one(_):
        barrier.wait()
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.fixture
def actor(monkeypatch):
    monkeypatch.setattr(jobs, "wake", lambda pk: True)
    return User.objects.system()


def test_only_one_of_many_workers_gets_a_job(actor):
    job = jobs.job_enqueue(slow_jobs.SLOW, actor=actor)
    assert sorted(in_threads(lambda: jobs.job_run(job.pk))) == [False] * (WORKERS - 1) + [True]
    assert slow_jobs.effects_of(job.pk) == 1


def test_one_key_enqueued_by_many_is_one_job(actor):
    made = in_threads(lambda: jobs.job_enqueue(slow_jobs.SLOW, key="score:2025", actor=actor).pk)
    assert len(set(made)) == 1
    assert Job.objects.count() == 1


@pytest.mark.postgres
def test_a_long_transaction_is_not_taken_over_when_its_lease_runs_out(actor):
    GATES.update(inside=threading.Event(), leave=threading.Event())
    job = jobs.job_enqueue("test.gated", actor=actor)

    def first():
        try:
            return jobs.job_run(job.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(first)
        assert GATES["inside"].wait(10)
        started = time.monotonic()
        later = clock.now() + timedelta(minutes=5)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "now", lambda: later)
            assert not jobs.job_run(job.pk)
        assert time.monotonic() - started < 2, "it passes by instead of waiting for the lock"
        GATES["leave"].set()
        assert running.result(10)
    assert slow_jobs.effects_of(job.pk) == 1


def test_a_broker_that_is_away_costs_a_page_little_time(settings, tmp_path):
    actor = User.objects.system()
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, redis_url="")
    with publishing_to(f"unix://{tmp_path}/nobody.sock"):
        started = time.monotonic()
        with transaction.atomic():
            job = jobs.job_enqueue(slow_jobs.SLOW, actor=actor)
        assert time.monotonic() - started < 2
    assert Job.objects.get() == job
