"""Real workers on a real broker, killed in the middle: nothing lost, nothing done twice."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
import redis

from accounts.models import User
from core import jobs
from core.documents import documents_zip_request
from core.documents.bundles import JOB as BUNDLE
from core.models import DocumentBundle, Job, StoredFile
from tests.support.processes import (
    PROJECT,
    Crew,
    answers,
    broker_for_tests,
    flush,
    publishing_to,
    wait_until,
)
from tests.support.slow_jobs import SLOW, SLOW_DOCUMENTS

pytestmark = pytest.mark.django_db(transaction=True)
JOBS = 20
DEADLINE = 120


@pytest.fixture
def broker():
    with broker_for_tests() as url, publishing_to(url):
        yield url


@pytest.fixture
def crew_for(tmp_path):
    """Makes the crew of this test; every process of it ends with the test."""
    crews = []

    def make(url):
        crews.append(Crew(url, tmp_path))
        return crews[-1]

    yield make
    for crew in crews:
        crew.dismiss()


def enqueue(count, *, steps=3):
    actor = User.objects.system()
    return [
        jobs.job_enqueue(SLOW, key=f"slow:{n}", arguments={"steps": steps}, actor=actor).pk
        for n in range(count)
    ]


def count(**wanted):
    """Of the jobs that these tests ask for: by its hour beat may ask for others."""
    return Job.objects.filter(kind__in=(SLOW, BUNDLE), **wanted).count()


def effects():
    """How often each job had its effect, by shown name."""
    names = list(StoredFile.objects.values_list("name", flat=True))
    return {name: names.count(name) for name in names}


def test_killed_workers_lose_nothing_and_do_nothing_twice(broker, crew_for):
    crew, started = crew_for(broker), time.monotonic()
    keys = enqueue(JOBS)
    crew.beat()
    for finished in (0, 3, 8):
        worker = crew.worker()
        wait_until(
            lambda enough=finished: count(state="done") >= enough and count(state="running") > 0,
            seconds=40,
            what=f"{finished} jobs done and one running",
        )
        crew.kill(worker)
        assert count(state="done") < JOBS, "killed too late to prove anything"
    crew.worker()
    wait_until(lambda: count(state="done") == JOBS, seconds=60, what=f"all jobs done\n{crew.log()}")
    assert time.monotonic() - started < DEADLINE
    assert effects() == {f"effect-{pk}": 1 for pk in keys}
    assert count(attempts__gt=1) > 0, "no kill hit a running job"


def test_a_killed_maker_of_documents_starts_again_and_makes_one_bundle(broker, crew_for):
    actor = User.objects.system()
    bundle = documents_zip_request(kind=SLOW_DOCUMENTS, arguments={"count": 30}, actor=actor)
    crew = crew_for(broker)
    crew.beat()
    worker = crew.worker()
    wait_until(lambda: count(progress_done__gte=5) == 1, seconds=40, what=f"five documents\n{crew.log()}")
    crew.kill(worker)
    assert count(state="running") == 1, "killed too late to prove anything"
    crew.worker()
    wait_until(lambda: count(state="done") == 1, seconds=60, what=f"the bundle\n{crew.log()}")
    bundle.refresh_from_db()
    assert (bundle.documents, bundle.job.attempts) == (30, 2)
    assert (DocumentBundle.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_a_flushed_queue_loses_nothing(broker, crew_for):
    keys = enqueue(5, steps=1)
    flush(broker)
    crew = crew_for(broker)
    crew.worker(beat=True)
    wait_until(lambda: count(state="done") == 5, seconds=40, what=f"all jobs done\n{crew.log()}")
    assert effects() == {f"effect-{pk}": 1 for pk in keys}


def test_without_the_sweep_a_flushed_queue_loses_its_jobs(broker, crew_for):
    """The control: the same with a worker but nobody who looks again."""
    lost = enqueue(5, steps=1)
    flush(broker)
    actor = User.objects.system()
    later = jobs.job_enqueue(SLOW, key="later", actor=actor).pk
    crew = crew_for(broker)
    crew.worker()
    wait_until(lambda: count(pk=later, state="done") == 1, seconds=40, what=f"the later job\n{crew.log()}")
    time.sleep(2)
    assert count(pk__in=lost, state="waiting") == 5
    assert effects() == {f"effect-{later}": 1}


def test_the_embedded_broker_starts_by_its_module_and_keeps_its_queue():
    home = Path(tempfile.mkdtemp(prefix="cadre-test-"))
    command = [sys.executable, "-m", "core.broker", str(home / "data")]
    told = subprocess.run(
        [sys.executable, "-c", "from core import broker; print(broker.embedded_socket_path())"],
        cwd=PROJECT,
        env=os.environ | {"TMPDIR": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    socket = Path(told.stdout.strip())
    try:
        for expected in (None, b"kept"):
            process = subprocess.Popen(
                command, cwd=PROJECT, env=os.environ | {"TMPDIR": str(home)}, stdout=subprocess.DEVNULL
            )
            wait_until(lambda: answers(f"unix://{socket}"), seconds=10, what="the broker")
            assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
            with redis.Redis.from_url(f"unix://{socket}") as client:
                assert client.get("queue") == expected
                client.set("queue", "kept")
                client.config_set("appendfsync", "always")
                client.set("written", "1")
            process.kill()
            process.wait()
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(home)
