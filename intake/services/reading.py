"""Reading a mapped file into staging, and what it would change: the preview."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction

from core import clock
from core.bulk import chunks
from core.imports import (
    ERROR,
    WARNING,
    Differences,
    FileForm,
    FileMapping,
    Problem,
    RowChange,
    batch_discard,
    batch_judge,
    batch_stage,
    problems_add,
    problems_of,
)
from core.jobs import JobRefused
from core.models import ImportBatch
from core.tables.errors import Refused

from ..models import Intake, IntakeChange, IntakeDecision, IntakeState
from ..private import plain_copy
from ..registry import kind_of
from .cases import told
from .errors import errors_store

KEPT = timedelta(days=7)
KEY_COLUMN = "（人员认定）"
Choice = IntakeDecision.Choice
Report = Callable[[int, str], None]


def intake_stage(*, pk: int, actor: Any, report: Report = lambda done, note: None) -> Intake:
    """Reads the file, finds out whom doubtful rows mean, judges, and keeps the preview.

    report: called with rows read and what is being done. Raises JobRefused where the file as a whole cannot
    be read; then the intake says why.
    """
    intake = Intake.objects.select_related("file").get(pk=pk)
    if intake.state != IntakeState.MAPPED or intake.file is None:
        return intake
    form = form_of(intake)
    batch = None
    try:
        with plain_copy(intake.file) as path:
            batch = batch_stage(
                path,
                form,
                actor=actor,
                year=intake.year,
                progress=lambda label, rows: report(rows, "正在读入"),
                name=intake.file_name,
            )
        report(batch.rows_read, "正在核对人员")
        undecided = doubts_settle(intake, form, batch)
        report(batch.rows_read, "正在检查各行")
        batch_judge(batch, form)
        report(batch.rows_read, "正在与现有数据比较")
        differences = form.compare(batch)
        return _keep(intake, form, batch, differences, undecided=undecided, actor=actor)
    except Refused as refused:
        if batch is not None:
            batch_discard(batch)
        _fail(intake, str(refused), actor)
        raise JobRefused(str(refused)) from refused
    except BaseException:
        if batch is not None:
            batch_discard(batch)
        raise


def form_of(intake: Intake) -> FileForm:
    """The form of the intake's file, reading through its mapping, listing every row where rows are shown."""
    kind = kind_of(intake.kind)
    form = kind.form_of(intake.year, intake.target)
    form.mapping = FileMapping(intake.columns, intake.words)
    form.note_absent(form.mapping.headings())
    form.in_full = kind.rows_shown
    return form


@transaction.atomic
def _keep(
    intake: Intake,
    form: FileForm,
    batch: ImportBatch,
    differences: Differences,
    *,
    undecided: int,
    actor: Any,
) -> Intake:
    ImportBatch.objects.filter(pk=batch.pk).update(keep_until=clock.now() + KEPT)
    before = intake.state
    intake.batch, intake.supplement = batch, batch.supplement
    changes_keep(intake, differences.rows)
    counts_keep(intake, batch, differences, undecided=undecided)
    errors_store(intake, form, actor=actor)
    intake.stage()
    told(intake, actor=actor, before=before, note=f"读入 {batch.rows_read} 行，{batch.rows_bad} 行有问题")
    return intake


def _fail(intake: Intake, why: str, actor: Any) -> None:
    with transaction.atomic():
        before = intake.state
        intake.fail(why)
        told(intake, actor=actor, before=before, note=why[:500])


def counts_keep(
    intake: Intake, batch: ImportBatch, differences: Differences, *, undecided: int, moved: int = 0
) -> None:
    """Notes the numbers that the preview and the result show."""
    intake.counts = {
        **differences.summary(),
        "read": batch.rows_read,
        "bad": batch.rows_bad,
        "warnings": problems_of(batch, WARNING).count(),
        "undecided": undecided,
        "moved": moved,
    }


def changes_keep(intake: Intake, rows: list[RowChange], *, moved: frozenset[int] = frozenset()) -> None:
    """Replaces the stored preview; moved: places in `rows` of what changed since somebody looked."""
    IntakeChange.objects.filter(intake=intake).delete()

    def made() -> Iterator[IntakeChange]:
        for position, change in enumerate(rows):
            fields = json.dumps(change.fields, ensure_ascii=False)
            yield IntakeChange(
                intake=intake,
                position=position,
                kind=change.kind,
                row=change.row,
                key=change.key[:200],
                fields=fields,
                fingerprint=change_fingerprint(change),
                moved=position in moved,
            )

    for part in chunks(made(), 500):
        IntakeChange.objects.bulk_create(part)


def change_fingerprint(change: RowChange) -> str:
    """Differs when what a row would change differs."""
    said = json.dumps([change.kind, change.row, change.key, change.fields], ensure_ascii=False)
    return hashlib.blake2b(said.encode(), digest_size=32).hexdigest()


def doubts_settle(intake: Intake, form: FileForm, batch: ImportBatch) -> int:
    """Applies what people decided about doubtful rows; the others wait, and are not applied until then."""
    decided = {
        (decision.row, decision.candidate): decision
        for decision in IntakeDecision.objects.filter(intake=intake).exclude(choice=Choice.OPEN)
    }
    IntakeDecision.objects.filter(intake=intake).delete()
    found, problems = [], []
    for doubt in form.doubts(batch):
        earlier = decided.get((doubt.row, doubt.candidate))
        choice = earlier.choice if earlier else Choice.OPEN
        found.append(
            IntakeDecision(
                intake=intake,
                row=doubt.row,
                grounds=doubt.grounds,
                staff_no=doubt.staff_no,
                name=doubt.name,
                candidate=doubt.candidate,
                candidate_name=doubt.candidate_name,
                candidates=doubt.candidates,
                choice=choice,
                decided_by=earlier.decided_by if earlier else None,
            )
        )
        problem = _settle(form, batch, doubt.row, choice, found[-1])
        if problem:
            problems.append(problem)
    IntakeDecision.objects.bulk_create(found, batch_size=500)
    problems_add(batch, problems)
    bad = form.model._default_manager.filter(batch_id=batch.pk)
    for part in chunks(sorted({problem.row for problem in problems}), 500):
        bad.filter(row__in=part).update(bad=True)
    return sum(decision.choice == Choice.OPEN for decision in found)


def _settle(
    form: FileForm, batch: ImportBatch, row: int, choice: str, decision: IntakeDecision
) -> Problem | None:
    if choice == Choice.OTHER:
        return None
    # Also while nobody has decided: whoever the row may mean is not absent from the file.
    rows = form.model._default_manager.filter(batch_id=batch.pk, row=row)
    rows.update(**{"staff_no": decision.candidate})
    if choice == Choice.SAME:
        return None
    if choice == Choice.SKIP:
        return Problem(
            row, KEY_COLUMN, decision.staff_no, "已认定不导入这一行", "如需导入，请改变认定后重新读入", ERROR
        )
    return Problem(
        row,
        KEY_COLUMN,
        decision.staff_no,
        f"可能是工号 {decision.candidate} 的{decision.candidate_name}（{decision.get_grounds_display()}），"
        "还没有人认定",
        "请在“人员认定”中选择是不是同一人",
        ERROR,
    )
