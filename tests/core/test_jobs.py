"""Jobs in one process: enqueue, claim, lease, exactly one effect, retry, sweep, purge."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
import structlog
from django.db import IntegrityError, connection, transaction

from core import clock, jobs
from core.models import Job
from tests.support import slow_jobs

pytestmark = pytest.mark.django_db
BEHAVIOUR = {}


@jobs.job_kind("test.scripted", lease=30, max_attempts=3)
def scripted(run):
    """Does what the test says."""
    BEHAVIOUR["do"](run)


@pytest.fixture
def woken(monkeypatch):
    """The keys that workers were told to look at."""
    told = []
    monkeypatch.setattr(jobs, "wake", lambda pk: told.append(pk) or True)
    return told


@pytest.fixture
def enqueue(system, woken):
    def make(do=lambda run: None, kind="test.scripted", **options):
        BEHAVIOUR["do"] = do
        return jobs.job_enqueue(kind, actor=system, **options)

    return make


def expire(job):
    """As if the worker had been silent for longer than its lease."""
    Job.objects.filter(pk=job.pk).update(lease_until=clock.now() - timedelta(seconds=1))


def test_a_worker_is_woken_only_after_the_commit(enqueue, woken, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue()
        assert woken == []
    assert woken == [job.pk]


def test_whatever_fails_in_waking_the_job_stands(enqueue, monkeypatch, django_capture_on_commit_callbacks):
    def broken(pk):
        raise RuntimeError("no such task")

    monkeypatch.setattr(jobs, "wake", broken)
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue()
    assert Job.objects.get(pk=job.pk).state == "waiting"


def test_the_same_open_key_is_the_same_job(enqueue):
    first = enqueue(key="score:2025")
    assert enqueue(key="score:2025") == first
    assert enqueue(key="score:2026") != first
    assert enqueue() != enqueue()
    assert jobs.job_run(first.pk)
    assert enqueue(key="score:2025") != first, "a finished job stands in nobody's way"


def test_the_database_keeps_open_keys_apart(enqueue, system):
    enqueue(key="k")
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="test.scripted", key="k", created_by=system)


@pytest.mark.parametrize("arguments", [{"row": {"name": "张三"}}, {"text": "x" * 65}, {"marks": [1.5]}])
def test_arguments_are_keys_only(enqueue, arguments):
    with pytest.raises(TypeError, match="primary keys"):
        enqueue(arguments=arguments)


def test_an_unknown_kind_is_refused(enqueue):
    with pytest.raises(jobs.UnknownKind):
        enqueue(kind="test.nonsense")


def test_a_kind_is_registered_once():
    with pytest.raises(ValueError, match="twice"):
        jobs.job_kind("test.scripted")(lambda run: None)


def test_a_job_runs_once_with_its_arguments_actor_and_result(enqueue, system):
    seen = []

    def do(run):
        run.progress(1, 2, "读入")
        seen.append((run.arguments, run.actor))
        with run.effects():
            slow_jobs.effect(run)
            run.progress(2, 2, "写入")
            run.result = {"rows": 2}

    job = enqueue(do, arguments={"pks": [1, 2]})
    assert jobs.job_run(job.pk)
    assert not jobs.job_run(job.pk)
    job.refresh_from_db()
    assert seen == [({"pks": [1, 2]}, system)]
    assert (job.state, job.result, job.attempts) == (Job.State.DONE, {"rows": 2}, 1)
    assert (job.progress_done, job.progress_total, job.progress_note) == (2, 2, "写入")
    assert job.started_at <= job.finished_at
    assert slow_jobs.effects_of(job.pk) == 1


def test_a_job_goes_on_under_the_number_of_the_request_that_asked_for_it(enqueue):
    """Also in a worker that a sweep has woken: the number stands in the row, not in the message."""
    seen = []

    def do(run):
        seen.append(structlog.contextvars.get_contextvars().get("request_id"))

    with structlog.contextvars.bound_contextvars(request_id="5eed" * 8):
        asked = enqueue(do)
    alone = enqueue(do)
    assert jobs.job_run(asked.pk)
    assert jobs.job_run(alone.pk)
    assert seen == ["5eed" * 8, None]
    assert "request_id" not in structlog.contextvars.get_contextvars()


def test_a_job_that_is_gone_or_not_due_is_left_alone(enqueue):
    job = enqueue()
    Job.objects.filter(pk=job.pk).update(due_at=clock.now() + timedelta(minutes=1))
    assert not jobs.job_run(job.pk)
    assert not jobs.job_run(job.pk + 1000)


def test_a_failed_attempt_undoes_its_effects_and_waits_longer_each_time(enqueue):
    def do(run):
        with run.effects():
            slow_jobs.effect(run)
            raise OSError("磁盘 110101199003078515")

    job, waits = enqueue(do), []
    for _ in range(2):
        Job.objects.filter(pk=job.pk).update(due_at=clock.now())
        assert jobs.job_run(job.pk)
        job.refresh_from_db()
        assert job.state == Job.State.WAITING
        waits.append(round((job.due_at - clock.now()).total_seconds()))
    assert waits == [jobs.BACKOFF, 2 * jobs.BACKOFF]
    Job.objects.filter(pk=job.pk).update(due_at=clock.now())
    assert jobs.job_run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.FAILED, 3)
    assert job.last_error.startswith("OSError: 磁盘")
    assert "110101199003078515" not in job.last_error
    assert slow_jobs.effects_of(job.pk) == 0


def test_a_failure_in_the_database_tells_which_constraint_and_no_row(enqueue, system, caplog):
    """A second open job of one key: what PostgreSQL adds to its message is the row."""

    def do(run):
        with run.effects():
            Job.objects.create(kind=run.job.kind, key=run.job.key, max_attempts=1, created_by=system)

    job = enqueue(do, key="陈静")
    jobs.job_run(job.pk)
    job.refresh_from_db()
    assert job.last_error.startswith("IntegrityError: ")
    assert "DETAIL" not in job.last_error
    assert "陈静" not in job.last_error
    if connection.vendor == "postgresql":
        assert "SQLSTATE 23505 " in job.last_error
    (record,) = [record for record in caplog.records if record.getMessage() == "job failed"]
    assert (record.job, record.attempt, record.kind) == (job.pk, 1, "test.scripted")


def test_a_refused_job_is_not_tried_again(enqueue):
    def do(run):
        raise jobs.JobRefused("文件不是表格")

    job = enqueue(do)
    jobs.job_run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.last_error) == (Job.State.FAILED, 1, "文件不是表格")


def test_an_error_after_the_effects_does_not_bring_them_twice(enqueue):
    def do(run):
        with run.effects():
            slow_jobs.effect(run)
        raise OSError("mail")

    job = enqueue(do)
    jobs.job_run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert slow_jobs.effects_of(job.pk) == 1


def takeover(effect_of):
    """A handler whose first run is silent for too long: a second worker does the job meanwhile."""
    runs = []

    def do(run):
        runs.append(run)
        if len(runs) == 1:
            expire(run.job)
            assert jobs.job_run(run.job.pk), "the second worker takes over"
        effect_of(run)

    return do


def guarded(run):
    with run.effects():
        slow_jobs.effect(run)


def test_after_a_takeover_the_effect_is_there_once(enqueue):
    job = enqueue(takeover(guarded))
    jobs.job_run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.DONE, 2)
    assert slow_jobs.effects_of(job.pk) == 1


def test_without_the_guard_the_effect_is_there_twice(enqueue):
    """The control: the same takeover with effects that do not look at the lease."""
    job = enqueue(takeover(slow_jobs.effect))
    jobs.job_run(job.pk)
    assert slow_jobs.effects_of(job.pk) == 2


def test_a_lease_lost_inside_the_effects_rolls_them_back(enqueue):
    """SQLite and a lost row lock: the last statement is the one that decides."""

    def do(run):
        with run.effects():
            slow_jobs.effect(run)
            Job.objects.filter(pk=run.job.pk).update(lease_token=uuid4())

    job = enqueue(do)
    jobs.job_run(job.pk)
    assert slow_jobs.effects_of(job.pk) == 0


def test_progress_renews_the_lease_and_notices_its_loss(enqueue):
    moments = []

    def do(run):
        expire(run.job)
        run.progress(1, 3, "第一步")
        moments.append(Job.objects.get(pk=run.job.pk))
        Job.objects.filter(pk=run.job.pk).update(lease_token=uuid4())
        with pytest.raises(jobs.LeaseLost):
            run.progress(2, 3, "第二步")
        raise jobs.LeaseLost

    job = enqueue(do)
    jobs.job_run(job.pk)
    (seen,) = moments
    assert seen.lease_until > clock.now() + timedelta(seconds=20)
    assert (seen.progress_done, seen.progress_total, seen.progress_note) == (1, 3, "第一步")
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING, "the row belongs to the other worker"


def test_progress_for_every_row_costs_few_queries(enqueue, django_assert_max_num_queries):
    heard = []

    def do(run):
        started = time.monotonic()
        with django_assert_max_num_queries(30):
            for row in range(20_000):
                run.progress(row, 20_000, "读入")
        assert time.monotonic() - started < 10

    job = enqueue(do)
    jobs.job_run(job.pk, listener=lambda run: heard.append(run.done))
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.last_error
    assert len(heard) == 20_000


def test_the_sweep_wakes_what_is_due_and_only_that(enqueue, woken, system):
    waiting, later, running, expired, done = (enqueue() for _ in range(5))
    jobs.job_run(done.pk)
    moment = clock.now()
    Job.objects.filter(pk=later.pk).update(due_at=moment + timedelta(minutes=1))
    for job, lease in ((running, 60), (expired, -1)):
        Job.objects.filter(pk=job.pk).update(
            state=Job.State.RUNNING,
            lease_token=uuid4(),
            lease_until=moment + timedelta(seconds=lease),
            attempts=1,
        )
    assert jobs.jobs_sweep() == 2
    assert sorted(woken) == [waiting.pk, expired.pk]
    assert not jobs.job_run(running.pk)
    assert jobs.job_run(expired.pk)


def test_a_job_that_kills_its_workers_is_given_up(enqueue):
    job = enqueue()
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.RUNNING,
        lease_token=uuid4(),
        lease_until=clock.now() - timedelta(seconds=1),
        attempts=3,
    )
    assert not jobs.job_run(job.pk)
    assert jobs.jobs_sweep() == 0
    job.refresh_from_db()
    assert (job.state, job.last_error) == (Job.State.FAILED, jobs.INTERRUPTED)


def test_a_sweep_without_a_broker_stops_at_the_first_failure(enqueue, monkeypatch):
    for _ in range(3):
        enqueue()
    calls = []
    monkeypatch.setattr(jobs, "wake", calls.append)
    assert jobs.jobs_sweep() == 0
    assert len(calls) == 1


def test_old_finished_jobs_are_purged_and_open_ones_never(enqueue):
    old, fresh, waiting = (enqueue() for _ in range(3))
    for job in (old, fresh):
        jobs.job_run(job.pk)
    long_ago = clock.now() - timedelta(days=31)
    Job.objects.filter(pk=old.pk).update(finished_at=long_ago)
    Job.objects.filter(pk=waiting.pk).update(created_at=long_ago)
    assert jobs.jobs_purge(days=30) == 1
    assert set(Job.objects.all()) == {fresh, waiting}
