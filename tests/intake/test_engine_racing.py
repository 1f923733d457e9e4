"""Two people, two clicks, a killed worker: what goes in goes in once and whole."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from accounts.models import SecurityEvent
from cadres.models import Appointment, Cadre
from core import clock, jobs
from core.imports import staging_models, staging_sweep
from core.models import ImportBatch, Job
from core.pages import StaleState
from intake import selectors
from intake.models import Intake, UndoRow
from intake.services import confirming, intake_confirm, intake_map, intake_undo, intakes_sweep
from tests.support import intakes as i
from tests.support.processes import PROJECT, environment, wait_until
from tests.support.rulebook import rulebook_restore

pytestmark = pytest.mark.django_db(transaction=True)
S = Intake.State


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker is woken; the rulebook is there after a flush."""
    monkeypatch.setattr(jobs, "wake", lambda pk: True)
    rulebook_restore()
    i.officer()


def in_threads(*actions: Callable[[], Any]) -> list[Any]:
    """What each did: its answer, or the rule that stopped it. They start together."""
    barrier = threading.Barrier(len(actions))

    def one(action: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return action()
        except StaleState as stale:
            return stale
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(one, actions))


def test_two_clicks_at_once_confirm_once(tmp_path: Path) -> None:
    intake = i.staged(i.tiny_file(tmp_path, "roster"), "roster")

    def click() -> Any:
        return intake_confirm(actor=i.officer(), pk=intake.pk, version=intake.version)

    answers = in_threads(*[click] * 4)
    assert sum(isinstance(answer, StaleState) for answer in answers) == 3
    assert Job.objects.filter(kind="intake.apply").count() == 1
    assert i.done(i.again(intake)).state == S.APPLIED


def two_files(folder: Path) -> list[Intake]:
    """Two people have confirmed different rosters, seen against the same register."""
    i.applied(i.tiny_file(folder, "roster"), "roster")
    found = []
    for word in ("回族", "满族"):
        intake = i.staged(i.tiny_file(folder, "roster", {(2, "民族"): word}), "roster")
        intake_confirm(actor=i.officer(), pk=intake.pk, version=intake.version)
        found.append(i.again(intake))
    return found


def test_of_two_people_s_files_one_goes_in_and_the_other_is_shown_again(tmp_path: Path) -> None:
    files = two_files(tmp_path)
    in_threads(*[lambda intake=intake: jobs.job_run(intake.job_id) for intake in files])
    first, second = sorted(map(i.again, files), key=lambda intake: intake.state)
    assert (first.state, second.state) == (S.APPLIED, S.STAGED)
    assert "预览后有 1 行被改动" in second.failure
    word = Cadre.objects.get(staff_no="1001").ethnicity
    assert word == selectors.changes(first, "changed")[0].values[0]["new"]
    (moved,) = selectors.changes(second, moved=True)
    assert moved.values[0]["old"] == word


@pytest.mark.postgres
def test_without_the_lane_both_go_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: neither sees the other, and the later one silently wins."""
    files = two_files(tmp_path)
    both = threading.Barrier(2)
    looked = confirming._look_again

    def looked_together(*args: Any) -> Any:
        answer = looked(*args)
        both.wait(10)
        return answer

    monkeypatch.setattr(confirming, "lane_lock", lambda: None)
    monkeypatch.setattr(confirming, "_look_again", looked_together)
    in_threads(*[lambda intake=intake: jobs.job_run(intake.job_id) for intake in files])
    assert {i.again(intake).state for intake in files} != {S.APPLIED, S.STAGED}


def killed_at(place: str, job: int, folder: Path) -> None:
    """Runs the job in a process of its own and kills it where it stands."""
    marker = folder / f"reached-{place}"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.slow_intake", str(job)],
        cwd=PROJECT,
        env=environment("unix:///nowhere.sock", Path(settings.VAR_DIR))
        | {"PAUSE_AT": place, "PAUSE_FILE": str(marker)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    wait_until(lambda: marker.exists() or process.poll() is not None, seconds=60, what=f"stop at {place}")
    assert process.poll() is None, process.communicate()[0]
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout
    process.stdout.close()
    Job.objects.filter(pk=job).update(lease_until=clock.now() - timedelta(seconds=1))


def leftovers() -> int:
    return sum(model._default_manager.count() for model in staging_models())


def test_killed_at_every_step_and_taken_up_again(tmp_path: Path) -> None:
    i.applied(i.tiny_file(tmp_path, "roster"), "roster")
    intake = i.uploaded(i.tiny_file(tmp_path, "roster", {(2, "民族"): "回族"}), "roster")
    columns = selectors.own_file(intake).suggested
    intake = i.again(intake_map(actor=i.officer(), pk=intake.pk, version=1, columns=columns))
    for place in ("staged", "kept"):
        killed_at(place, intake.job_id or 0, tmp_path)
        assert i.again(intake).state == S.MAPPED and not selectors.changes(intake).exists()
    intake = i.done(intake)
    assert intake.state == S.STAGED and i.counts(intake) == (0, 1, 0, 5, 0)

    intake_confirm(actor=i.officer(), pk=intake.pk, version=intake.version)
    intake = i.again(intake)
    for place in ("applied", "logged"):
        killed_at(place, intake.job_id or 0, tmp_path)
        assert i.again(intake).state == S.APPLYING
        assert Cadre.objects.get(staff_no="1001").ethnicity == "汉族"
        assert not UndoRow.objects.filter(intake=intake).exists()
    intake = i.done(intake)
    assert intake.state == S.APPLIED and Cadre.objects.get(staff_no="1001").ethnicity == "回族"
    assert SecurityEvent.objects.filter(kind=SecurityEvent.Kind.IMPORT).count() == 2, "one for each file"

    intake = i.again(intake_undo(actor=i.officer(), pk=intake.pk, version=intake.version))
    killed_at("undone", intake.job_id or 0, tmp_path)
    assert i.again(intake).state == S.APPLIED and Cadre.objects.get(staff_no="1001").ethnicity == "回族"
    intake = i.done(intake)
    assert intake.state == S.UNDONE and Cadre.objects.get(staff_no="1001").ethnicity == "汉族"
    assert Appointment.objects.count() == 6

    assert leftovers() > 0, "what the killed readings left"
    staging_sweep(hours=-1)
    assert leftovers() == 0
    assert set(ImportBatch.objects.values_list("state", flat=True)) == {ImportBatch.State.APPLIED}


def test_work_that_gives_up_leaves_a_case_somebody_can_go_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = i.staged(i.tiny_file(tmp_path, "roster"), "roster")
    intake_confirm(actor=i.officer(), pk=intake.pk, version=intake.version)

    def broken(*args: Any) -> None:
        raise OSError("disk")

    with monkeypatch.context() as patched:
        patched.setattr(confirming, "_look_again", broken)
        Job.objects.filter(kind="intake.apply").update(attempts=3)
        i.done(i.again(intake))
        assert i.again(intake).state == S.APPLYING, "it will be tried once more"
        Job.objects.filter(kind="intake.apply").update(due_at=clock.now())
        intake = i.done(i.again(intake))
    assert intake.state == S.STAGED and "没有写入任何数据" in intake.failure
    assert not Cadre.objects.exists()
    assert i.confirmed(intake).state == S.APPLIED

    intake = i.staged(i.tiny_file(tmp_path, "roster", {(2, "民族"): "回族"}), "roster")
    intake_confirm(actor=i.officer(), pk=intake.pk, version=intake.version)
    Job.objects.filter(kind="intake.apply", state="waiting").update(state="failed", finished_at=clock.now())
    intakes_sweep(actor=i.officer())
    assert i.again(intake).state == S.STAGED, "also where its worker was killed too often"
