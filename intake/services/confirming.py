"""Confirming what was seen, and applying it: all of it in one transaction, or a second look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import SecurityEvent
from accounts.services.security_log import security_event_record
from core.bulk import chunks
from core.files import file_destroy
from core.imports import (
    ERROR,
    Differences,
    FileForm,
    StagingLost,
    batch_discard,
    problems_add,
    problems_of,
    rows_purge,
)
from core.jobs import JobRefused, JobRun
from core.models import ImportBatch
from core.pages import RuleBroken

from ..models import Intake, IntakeChange, IntakeDecision, IntakeState
from ..registry import Kind, followers, kind_of
from .cases import allowed, lane_lock, taken, told, work
from .errors import errors_drop, errors_store
from .reading import change_fingerprint, changes_keep, counts_keep, form_of
from .undoing import UndoLog

S = IntakeState


@transaction.atomic
def decisions_record(*, actor: Any, pk: int, version: int, choices: Mapping[int, str]) -> Intake:
    """Notes whom doubtful rows mean and has the file read again with that. Raises RuleBroken, StaleState.

    choices: row -> same, other or skip.
    """
    intake = taken(pk, version)
    allowed(intake.state == S.STAGED, "现在不能改人员认定：文件正在读入或已经导入。")
    open_rows = set(IntakeDecision.objects.filter(intake=intake).values_list("row", flat=True))
    for row, choice in choices.items():
        if row not in open_rows or choice not in IntakeDecision.Choice.values or not choice:
            raise RuleBroken(f"第 {row} 行没有需要认定的人员，或选择无效。请刷新页面后重选。")
    for row, choice in choices.items():
        IntakeDecision.objects.filter(intake=intake, row=row).update(choice=choice, decided_by=actor)
    before, batch = intake.state, intake.batch
    intake.map(intake.mapping)
    if batch is not None:
        batch_discard(batch)
    work(intake, "intake.stage", actor=actor)
    told(intake, actor=actor, before=before, note=f"认定 {len(choices)} 行的人员")
    return intake


def decision_record(*, actor: Any, pk: int, version: int, row: int, choice: str) -> Intake:
    """One row's decision; see `decisions_record`."""
    return decisions_record(actor=actor, pk=pk, version=version, choices={row: choice})


@transaction.atomic
def intake_confirm(*, actor: Any, pk: int, version: int) -> Intake:
    """Says yes to the preview and asks for it to be applied; of two clicks one wins. Raises StaleState."""
    intake = taken(pk, version)
    allowed(intake.state == S.STAGED, "这次导入不在待确认的状态。")
    allowed(intake.batch is not None, "读入的数据已经清除（保留七天），请重新读入文件。")
    kind_of(intake.kind).form_of(intake.year, intake.target)
    counts = intake.counts
    allowed(
        counts.get("bad", 0) < counts.get("read", 0) or not counts.get("read"),
        "所有行都有问题，没有可以导入的行。",
    )
    before = intake.state
    intake.confirm()
    IntakeChange.objects.filter(intake=intake, moved=True).update(moved=False)
    work(intake, "intake.apply", actor=actor)
    told(intake, actor=actor, before=before)
    return intake


def intake_apply(*, run: JobRun, pk: int) -> None:
    """Applies a confirmed file, or puts it back for a second look where stored rows moved since.

    Raises JobRefused where it cannot be applied; then nothing was written and the intake says why.
    """
    actor = run.actor
    purged: ImportBatch | None = None
    try:
        with run.effects():
            lane_lock()
            intake = Intake.objects.select_for_update(of=("self",)).get(pk=pk)
            if intake.state != S.APPLYING or intake.batch is None:
                return
            purged = _apply(intake, kind_of(intake.kind), intake.batch, actor)
            run.result = {"intake": intake.pk, "state": intake.state}
    except (RuleBroken, StagingLost) as error:
        _put_back(pk, str(error), actor)
        raise JobRefused(str(error)) from error
    if purged is not None:
        rows_purge(purged)


def _apply(intake: Intake, kind: Kind, batch: ImportBatch, actor: Any) -> ImportBatch | None:
    form = form_of(intake)
    differences, moved = _look_again(intake, form, batch)
    before = intake.state
    if moved:
        errors_store(intake, form, actor=actor)
        intake.look_again(f"预览后有 {moved} 行被改动，请再看一遍标出的行，确认无误后重新确认。")
        told(intake, actor=actor, before=before, note=intake.failure)
        return None
    log = UndoLog(intake, kind)
    kind.apply(intake, form, batch, differences, actor)
    for act in followers(kind.code):
        act(actor)
    log.keep()
    stored, intake.file = intake.file, None
    intake.apply()
    told(intake, actor=actor, before=before, note=_summary(differences, batch))
    if stored is not None:
        file_destroy(stored)
    security_event_record(
        kind=SecurityEvent.Kind.IMPORT,
        actor=actor,
        subject=intake.file_name,
        note=f"{kind.label}：{_summary(differences, batch)}",
    )
    return batch


def _summary(found: Differences, batch: ImportBatch) -> str:
    return (
        f"读入 {batch.rows_read} 行，新增 {found.new}，变更 {found.changed}，移除 {found.removed}，"
        f"不变 {found.unchanged}，有问题 {batch.rows_bad}"
    )


def _look_again(intake: Intake, form: FileForm, batch: ImportBatch) -> tuple[Differences, int]:
    """What the file would change now, and how many rows differ from what somebody saw and confirmed."""
    newly_bad = _judged_again(batch, form)
    differences = form.compare(batch)
    seen = set(IntakeChange.objects.filter(intake=intake).values_list("fingerprint", flat=True))
    now = [change_fingerprint(change) for change in differences.rows]
    places = frozenset(place for place, found in enumerate(now) if found not in seen)
    vanished = len(seen - set(now))
    moved = max(len(places), vanished, newly_bad)
    shown = ("new", "changed", "removed", "unchanged")
    if not moved and any(intake.counts.get(name) != getattr(differences, name) for name in shown):
        moved = max(abs(intake.counts.get(name, 0) - getattr(differences, name)) for name in shown)
    if moved:
        changes_keep(intake, differences.rows, moved=places)
        undecided = intake.counts.get("undecided", 0)
        counts_keep(intake, batch, differences, undecided=undecided, moved=moved)
    return differences, moved


def _judged_again(batch: ImportBatch, form: FileForm) -> int:
    """Marks rows that were good when somebody looked and are bad now; how many."""
    known = set(problems_of(batch, ERROR).values_list("row", flat=True))
    form.carry_over(batch)  # what is stored there now, not at the time of the preview
    found = [
        problem for problem in form.judge(batch) if problem.severity == ERROR and problem.row not in known
    ]
    if not found:
        return 0
    problems_add(batch, found)
    rows = {problem.row for problem in found}
    for part in chunks(sorted(rows), 500):
        form.model._default_manager.filter(batch_id=batch.pk, row__in=part).update(bad=True)
    batch.rows_bad = len(known | rows)
    batch.save(update_fields=["rows_bad"])
    return len(rows)


@transaction.atomic
def _put_back(pk: int, why: str, actor: Any) -> None:
    intake = Intake.objects.select_for_update(of=("self",)).get(pk=pk)
    if intake.state != S.APPLYING:
        return
    before = intake.state
    intake.look_again(why)
    told(intake, actor=actor, before=before, note=why[:500])


@transaction.atomic
def intake_discard(*, actor: Any, pk: int, version: int) -> Intake:
    """Gives a file up: it and everything read from it is deleted, the case stays. Raises StaleState."""
    intake = taken(pk, version)
    allowed(
        intake.state in (S.UPLOADED, S.MAPPED, S.STAGED, S.FAILED),
        "正在导入或已经导入的文件不能放弃；已导入的可以撤销。",
    )
    intake_drop(intake, actor=actor, note="放弃导入")
    return intake


def intake_drop(intake: Intake, *, actor: Any, note: str) -> None:
    """Deletes the file, its staged rows and its preview; runs inside the caller's transaction."""
    before, stored, batch = intake.state, intake.file, intake.batch
    intake.file = intake.batch = None
    errors_drop(intake)
    intake.discard()
    told(intake, actor=actor, before=before, note=note)
    IntakeChange.objects.filter(intake=intake).delete()
    IntakeDecision.objects.filter(intake=intake).delete()
    if batch is not None:
        batch_discard(batch)
    if stored is not None:
        file_destroy(stored)
