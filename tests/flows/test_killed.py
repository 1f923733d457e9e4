"""A year's import killed in its middle, again and again: nothing lost, nothing twice, nothing half."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError

from appraisal.models import Cycle, Participant, Result
from ballots.models import BallotLine
from cadres.models import Appointment, Cadre, Term
from core import clock
from core.imports import staging_models, staging_sweep
from core.models import ImportBatch, Job
from matters.models import Mark, Matter, Relief
from portal.demo import Institution
from tests.support.emptying import emptied
from tests.support.processes import PROJECT, environment, wait_until
from tests.support.rulebook import rulebook_restore
from tests.support.years import appraise, sheet

pytestmark = pytest.mark.django_db(transaction=True)
TABLES = (Cadre, Appointment, Term, Cycle, Participant, BallotLine, Matter, Mark, Relief, Result)
SHEETS = ("排名", "名额", "扣分与认定", "统计", "口径")
LEASE = 60  # seconds that the clock of later processes is ahead, more than a job's lease
AHEAD = -1  # a sweep of everything that was not applied, also by those later processes
BEFORE_COMMIT = (
    "stage roster", "stage ballots", "judge ballots", "apply roster", "apply ballots", "commit",
)  # fmt: skip
AFTER_COMMIT = ("purge", "score", "scored")


def counts() -> dict[str, int]:
    """Rows of the business tables."""
    return {model.__name__: model._default_manager.count() for model in TABLES}


def staged() -> int:
    """Rows in all staging tables."""
    return sum(model._default_manager.count() for model in staging_models())


@dataclass
class Year:
    """One year's files, what an undisturbed run makes of them, and processes that run the same."""

    folder: Path
    files: dict[str, Path]
    sheets: dict[str, list[list[str]]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, *, pause: str = "", piecemeal: bool = False, out: str = "out") -> subprocess.Popen[str]:
        """`manage.py appraise` as a process of its own, on the database of this test."""
        program = ["-m", "tests.support.slow_year"] if pause else ["manage.py"]
        arguments = [word for kind, path in self.files.items() for word in (f"--{kind}", str(path))]
        paused = {"PAUSE_AT": pause, "PAUSE_FILE": str(self.marker)} if pause else {}
        paused |= {"PIECEMEAL": "1"} if piecemeal else {}
        process = subprocess.Popen(
            [sys.executable, *program, "appraise", "--year", "2025", "--out", self.out(out), *arguments],
            cwd=PROJECT,
            env=environment(f"unix://{self.folder}/no-broker.sock", self.folder)
            | {"CLOCK_FILE": str(self.clock), "PYTHONUNBUFFERED": "1"}
            | paused,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.running.append(process)
        return process

    @property
    def marker(self) -> Path:
        return self.folder / "reached"

    @property
    def clock(self) -> Path:
        return self.folder / "clock"

    def out(self, name: str) -> str:
        return str(self.folder / f"{name}.xlsx")

    def killed_at(self, place: str, *, piecemeal: bool = False) -> None:
        """Starts it, waits until it stands at the place, and kills it there."""
        self.marker.unlink(missing_ok=True)
        process = self.start(pause=place, piecemeal=piecemeal)
        wait_until(
            lambda: self.marker.exists() or process.poll() is not None, seconds=180, what=f"stop at {place}"
        )
        assert process.poll() is None, process.communicate()[0]
        kill(process)

    def later(self, seconds: int = LEASE) -> None:
        """Every process started from now on lives that much later: a dead one's lease has run out."""
        passed = int(self.clock.read_text()) if self.clock.exists() else 0
        self.clock.write_text(str(passed + seconds))

    def finish(self, process: subprocess.Popen[str]) -> str:
        """Waits for it; it must end well and without a traceback."""
        said, _ = process.communicate(timeout=300)
        assert process.returncode == 0, said
        assert "Traceback" not in said
        return said

    def check(self, out: str = "out") -> None:
        """The workbook and the stored rows are those of the undisturbed run."""
        for title, rows in self.sheets.items():
            assert sheet(Path(self.out(out)), title) == rows, title
        assert counts() == self.rows


def kill(process: subprocess.Popen[str]) -> None:
    """kill -9, with no farewell."""
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout
    process.stdout.close()


@pytest.fixture(scope="module")
def undisturbed() -> dict[str, dict]:
    """What a run that nobody kills makes of the files: filled by the first test, the same for all."""
    return {}


@pytest.fixture
def year(tmp_path: Path, undisturbed: dict[str, dict]) -> Iterator[Year]:
    """Every situation of the rules in a small institution, and an empty database."""
    rulebook_restore()
    made = Institution.generate(21, cadres=104, leaders=5, staff_per_unit=6, papers=8).write(tmp_path)
    year = Year(tmp_path, asdict(made))
    if not undisturbed:
        out = tmp_path / "undisturbed.xlsx"
        appraise(out, **year.files)
        undisturbed |= {"sheets": {title: sheet(out, title) for title in SHEETS}, "rows": counts()}
        emptied()
    year.sheets, year.rows = undisturbed["sheets"], undisturbed["rows"]
    assert all(year.rows.values())
    assert counts() == nothing()
    yield year
    for process in year.running:
        if process.poll() is None:
            kill(process)


def nothing() -> dict[str, int]:
    return dict.fromkeys((model.__name__ for model in TABLES), 0)


def test_killed_at_every_step_and_run_again(year: Year) -> None:
    for place in BEFORE_COMMIT:
        year.killed_at(place)
        assert counts() == nothing(), f"killed at {place}: something was written"
    assert not Job.objects.exists()
    year.killed_at(AFTER_COMMIT[0])
    stored = year.rows | {"Result": 0}
    assert counts() == stored, "committed as a whole"
    for place in AFTER_COMMIT[1:]:
        year.killed_at(place)
        assert counts() == stored, f"killed at {place}: half a scoring"
        assert Job.objects.filter(state=Job.State.RUNNING).count() == 1
        year.later()
    assert staged() > 0
    killed = list(ImportBatch.objects.values_list("pk", flat=True))

    year.finish(year.start())
    year.check()
    finished = ImportBatch.objects.exclude(pk__in=killed)
    assert finished.count() == 4
    for model in staging_models():
        rows = model._default_manager.filter(batch_id__in=finished.values("pk"))
        assert not rows.exists(), "the finished import cleans up after itself"

    staging_sweep(hours=AHEAD)
    assert staged() == 0
    assert set(ImportBatch.objects.values_list("state", flat=True)) == {ImportBatch.State.APPLIED}
    assert counts() == year.rows


def test_killed_while_a_corrected_file_replaces_a_scored_year(year: Year) -> None:
    """The old year stands, whole, until the new one does."""
    appraise(year.folder / "out.xlsx", **year.files)
    before = list(Result.objects.order_by("pk").values_list("pk", "total"))
    lines = year.files["ballots"].read_text(encoding="gb18030").splitlines(keepends=True)
    year.files["ballots"] = year.folder / "fewer.csv"
    year.files["ballots"].write_text("".join(lines[:-300]), encoding="gb18030")
    for place in ("apply ballots", "commit"):
        year.killed_at(place)
        assert counts() == year.rows
    assert list(Result.objects.order_by("pk").values_list("pk", "total")) == before
    year.finish(year.start())
    assert BallotLine.objects.count() == year.rows["BallotLine"] - 300
    assert list(Result.objects.order_by("pk").values_list("pk", "total")) != before


@pytest.mark.once
def test_killed_at_random_moments_and_run_again(year: Year) -> None:
    """The command as it is, killed wherever it happens to be."""
    chance, killed = random.Random(2025), 0
    for attempt in range(5):
        process = year.start()
        assert process.stdout
        process.stdout.readline()  # it has begun to read
        time.sleep(chance.uniform(0, 0.15 * (attempt + 1)))
        killed += process.poll() is None
        kill(process)
        found = counts()
        assert found in (nothing(), year.rows, year.rows | {"Result": 0}), f"half a year: {found}"
        year.later()
    assert killed >= 3, "most of them were still at work"
    year.finish(year.start())
    year.check()
    staging_sweep(hours=AHEAD)
    assert staged() == 0


def test_a_dead_scorer_is_waited_for_and_its_work_taken_over(year: Year) -> None:
    """Without any worker: the command itself takes the job over once its lease has run out."""
    year.killed_at("score")
    process = year.start()
    wait_until(lambda: ImportBatch.objects.filter(state="applied").count() == 8, seconds=120, what="import")
    time.sleep(1)
    assert process.poll() is None, "it waits for whoever holds the job"
    assert Job.objects.get().attempts == 1
    year.later()
    year.finish(process)
    year.check()


def test_a_scoring_that_was_killed_too_often_does_not_hang(year: Year) -> None:
    appraise(year.folder / "out.xlsx", **year.files)
    job = Job.objects.get()
    Job.objects.update(
        state=Job.State.RUNNING,
        attempts=job.max_attempts,
        lease_token=uuid4(),
        lease_until=clock.now() - timedelta(seconds=1),
        finished_at=None,
    )
    with pytest.raises(CommandError, match="计分没有完成：执行进程多次中断"):
        appraise(year.folder / "out.xlsx", **year.files)
    appraise(year.folder / "out.xlsx", **year.files)
    year.check()


def test_two_at_once_on_the_same_files(year: Year) -> None:
    processes = [year.start(out=f"out{n}") for n in (1, 2)]
    for process in processes:
        year.finish(process)
    for n in (1, 2):
        year.check(out=f"out{n}")
    assert staged() == 0
    assert ImportBatch.objects.filter(state=ImportBatch.State.APPLIED).count() == 8


def test_two_at_once_on_a_scored_year(year: Year) -> None:
    appraise(year.folder / "out.xlsx", **year.files)
    processes = [year.start(out=f"out{n}") for n in (1, 2)]
    for process in processes:
        said = year.finish(process)
        assert "新增 0，变更 0，移除 0" in said
    for n in (1, 2):
        year.check(out=f"out{n}")


@pytest.mark.parametrize("place", ["apply roster", "apply participants"])
def test_without_the_single_transaction_half_a_year_is_seen(place: str, year: Year) -> None:
    """The control: the same kill, with the import's transaction taken apart."""
    year.killed_at(place, piecemeal=True)
    found = counts()
    assert found["Cadre"] == year.rows["Cadre"]
    assert found["BallotLine"] == 0
    assert found not in (nothing(), year.rows, year.rows | {"Result": 0})
