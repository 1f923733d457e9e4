"""A year's four files, in together or not at all (第六条).

Each file is staged and judged in its order (register, participants, matters, ballots), each against what the
ones before it would bring; then all are applied in one transaction that also asks for the scoring.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import DatabaseError, transaction

from ballots.imports import BallotForm, paper_of
from cadres.imports import RosterForm
from core.imports import (
    Differences,
    FileForm,
    Progress,
    batch_apply,
    batch_discard,
    batch_judge,
    batch_stage,
    rows_purge,
)
from core.jobs import job_enqueue
from core.models import ImportBatch, Installation, Job
from core.tables.errors import Refused
from matters.imports import MatterForm
from policy.parameters import AppraisalParameters
from rulebook.selectors import version_on

from .. import selectors
from ..imports import Listed, ParticipantForm, Register, no_papers_words
from ..models import Cycle, CycleEvent
from .files import CycleClosed, cycle_open_from_file
from .notes import year_import_note

ORDER = ("roster", "participants", "matters", "ballots")
LABELS = {form.code: form.label for form in (RosterForm, ParticipantForm, MatterForm, BallotForm)}


@dataclass
class StagedFile:
    """One file of the import: where it lies, its form, its batch once staged, and what it changed."""

    path: Path
    form: FileForm
    batch: ImportBatch
    differences: Differences = field(default_factory=Differences)


@dataclass
class YearImport:
    """What became of an import. refused: nothing was written; unreadable: file kind -> why as a whole."""

    staged: list[StagedFile] = field(default_factory=list)
    unreadable: dict[str, Refused] = field(default_factory=dict)
    applied: bool = False
    cycle: Cycle | None = None
    job: Job | None = None
    warnings: list[str] = field(default_factory=list)
    demo_mark_dropped: bool = False

    @property
    def rows_bad(self) -> int:
        return sum(item.batch.rows_bad for item in self.staged)

    def batch(self, code: str) -> ImportBatch | None:
        return next((item.batch for item in self.staged if item.form.code == code), None)


def year_import_stage(
    files: Mapping[str, Path],
    *,
    year: int | None,
    actor: Any,
    keep_good: bool = False,
    progress: Progress | None = None,
) -> YearImport:
    """Reads and judges the files; business tables stay as they are.

    files: kind (one of ORDER) -> path. keep_good: bad rows will be left out, not stop the import, so later
    files are judged against good rows only. Raises CycleClosed for a year whose scoring is confirmed
    and for ballots of a round that takes no papers. Whatever it raises, nothing staged is left behind.
    """
    cycle = Cycle.objects.annual(year).select_related("round").first() if year else None
    if cycle is not None and cycle.confirmed_at is not None:
        raise CycleClosed(f"{year} 年度的计分已经确认，不能再导入文件。")
    if cycle is not None and cycle.round and "ballots" in files and not cycle.round.takes_papers:
        raise CycleClosed(no_papers_words(cycle))
    parameters = _parameters(cycle, year)
    result = YearImport(cycle=cycle)
    try:
        for code in ORDER:
            if code in files:
                form = _form(code, result, parameters, year, strict=not keep_good)
                _stage(result, files[code], form, actor=actor, year=year, progress=progress)
    except BaseException:
        year_import_discard(result)
        raise
    return result


def _stage(
    result: YearImport, path: Path, form: FileForm, *, actor: Any, year: int | None, progress: Progress | None
) -> None:
    try:
        batch = batch_stage(path, form, actor=actor, year=year, progress=progress)
    except Refused as refused:
        result.unreadable[form.code] = refused
        return
    result.staged.append(StagedFile(path, form, batch))
    if not result.unreadable:  # against an unreadable file every row would look unknown
        batch_judge(batch, form)


def _parameters(cycle: Cycle | None, year: int | None) -> AppraisalParameters:
    if cycle is not None and cycle.parameters:
        return selectors.parameters_of(cycle)
    return AppraisalParameters.from_json(version_on(date(year or 9999, 12, 31)).parameters)


def _form(
    code: str, result: YearImport, parameters: AppraisalParameters, year: int | None, *, strict: bool
) -> FileForm:
    register = Register(result.batch("roster"), strict)
    listed = Listed(result.cycle, result.batch("participants"), strict)
    forms: dict[str, Callable[[], FileForm]] = {
        "roster": RosterForm,
        "participants": lambda: ParticipantForm(parameters, register, year or 0),
        "matters": lambda: MatterForm(parameters, register.staff_nos, year=year or 0),
        "ballots": lambda: BallotForm(paper_of(parameters), listed.staff_nos),
    }
    return forms[code]()


def year_import_discard(result: YearImport) -> None:
    """Leaves the database as if the files had never come; what was applied stays."""
    # Where the database itself is gone, the daily sweep does this, and the first error is the one to tell.
    with suppress(DatabaseError):
        for item in result.staged:
            applied = ImportBatch.objects.filter(pk=item.batch.pk, state=ImportBatch.State.APPLIED)
            if item.batch.pk is not None and not applied.exists():
                batch_discard(item.batch)


def participants_expected(result: YearImport) -> bool:
    """Whether the year will have participants once the staged files are applied without their bad rows."""
    return Listed(result.cycle, result.batch("participants"), strict=False).staff_nos().exists()


def year_import_apply(
    result: YearImport,
    *,
    year: int | None,
    actor: Any,
    wake_worker: bool = True,
    drop_demo_mark: bool = False,
) -> YearImport:
    """Applies all staged files in one transaction and asks for scoring; then the staged rows are purged.

    year: None for a register that comes alone. wake_worker: as in `core.jobs.job_enqueue`. drop_demo_mark:
    the files hold real data, so the database is no demo from then on, and the security log is told. Raises
    CycleClosed, StagingLost; then nothing was written.
    """
    with transaction.atomic():
        if drop_demo_mark:
            marked = Installation.objects.filter(is_demo=True)
            result.demo_mark_dropped = bool(marked.update(is_demo=False))
        if year is not None:
            result.cycle = cycle_open_from_file(year=year, actor=actor)
        for item in result.staged:
            _apply(result, item)
        if result.cycle is not None:
            if any(item.differences.any for item in result.staged):
                _correct(result.cycle, actor)
            result.warnings = selectors.expelled_participants(
                result.cycle, selectors.parameters_of(result.cycle)
            ) + selectors.participants_left(result.cycle)
            result.job = score_enqueue(result.cycle, actor=actor, wake_worker=wake_worker)
        if drop_demo_mark:
            year_import_note(staged=result.staged, actor=actor)
    result.applied = True
    for item in result.staged:
        rows_purge(item.batch)
    return result


def _apply(result: YearImport, item: StagedFile) -> None:
    if isinstance(item.form, ParticipantForm):
        item.form.cycle = result.cycle
    if isinstance(item.form, BallotForm):
        item.form.round = result.cycle.round if result.cycle else None
    item.differences = item.form.compare(item.batch)
    batch_apply(item.batch, item.form, item.differences)


def _correct(cycle: Cycle, actor: Any) -> None:
    """Results of other data than is stored now are not shown as this year's, also where scoring fails."""
    if cycle.state == Cycle.State.SCORED:
        cycle.correct()
        cycle.save()
        CycleEvent.record(cycle, actor=actor, from_state=Cycle.State.SCORED, note="更正数据，待重新计分")


def score_enqueue(cycle: Cycle, *, actor: Any, wake_worker: bool = True, by_hand: bool = False) -> Job | None:
    """Asks for the year's scoring once there are participants; an open request is answered again.

    A cycle that is run here is counted for the first time when somebody says so (by_hand), later by itself.
    """
    waits = cycle.source == Cycle.Source.PLAN and not cycle.outcome_sha256 and not by_hand
    if waits or not cycle.participants.exists():
        return None
    return job_enqueue(
        selectors.SCORING_JOB,
        key=selectors.scoring_key(cycle),
        arguments={"cycle": cycle.pk},
        actor=actor,
        wake_worker=wake_worker,
    )
