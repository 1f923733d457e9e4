"""Taking the last import back: rows as they were, only while nothing has been built on what it left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from accounts.models import SecurityEvent
from accounts.services.security_log import security_event_record
from core.bulk import chunks
from core.jobs import JobRefused, JobRun
from core.models.history import Versioned
from core.pages import RuleBroken

from ..images import PART, fingerprint, opened, read_back, referred, table_values, undo_rows, written
from ..models import Intake, IntakeState, UndoRow
from ..registry import Kind, Touched, followers, kind_of
from ..selectors import undo_reasons
from .cases import allowed, lane_lock, taken, told, work

S = IntakeState


class UndoLog:
    """The rows that a kind touches, as they are before an import; afterwards `keep` stores what it changed.

    A row is read by its columns, sealed ones opened: the images are sealed as a whole, so that a rotation
    of keys reaches them too.
    """

    def __init__(self, intake: Intake, kind: Kind) -> None:
        self._intake = intake
        self._tables = list(kind.touched(intake))
        self._before = [table_values(table, intake) for table in self._tables]

    def keep(self) -> int:
        """Stores what the import changed since; the number of rows."""
        made = 0
        for part in chunks(self._changed(), PART):
            made += len(UndoRow.objects.bulk_create(part))
        return made

    def _changed(self) -> Iterator[UndoRow]:
        for table, before in zip(self._tables, self._before, strict=True):
            after = table_values(table, self._intake)
            for pk in sorted({*before, *after}):
                old, new = before.get(pk), after.get(pk)
                left = fingerprint(table, new) if new is not None else ""
                if old is not None and fingerprint(table, old) == left:
                    continue
                yield UndoRow(
                    intake=self._intake,
                    table=table.model._meta.label_lower,
                    key=str(pk),
                    label=table.label(new if new is not None else old or {})[:120],
                    before=None if old is None else written(opened(table.model, old)),
                    after=left,
                )


@transaction.atomic
def intake_undo(*, actor: Any, pk: int, version: int, note: str = "") -> Intake:
    """Asks for an import to be taken back. Raises RuleBroken with the reasons why it cannot, StaleState."""
    intake = taken(pk, version)
    allowed(intake.state == S.APPLIED, "只有已导入的文件可以撤销。")
    reasons = undo_reasons(intake)
    if reasons:
        raise RuleBroken(reasons)
    work(intake, "intake.undo", actor=actor)
    told(intake, actor=actor, before=S.APPLIED, note=f"要求撤销：{note}" if note else "要求撤销")
    return intake


def intake_take_back(*, run: JobRun, pk: int) -> None:
    """Brings every touched row back to what it was, in one transaction. Raises JobRefused."""
    actor = run.actor
    with run.effects():
        lane_lock()
        intake = Intake.objects.select_for_update(of=("self",)).get(pk=pk)
        if intake.state != S.APPLIED:
            return
        reasons = undo_reasons(intake)
        if reasons:
            raise JobRefused("".join(reasons))
        kind = kind_of(intake.kind)
        tables = list(kind.touched(intake))
        tell = kind.taken_back(intake)
        for table in reversed(tables):
            if not table.stays:
                _take_new_away(intake, table)
        for table in tables:
            _restore(intake, table)
        kind.undone(intake, actor)
        tell(actor)
        for table in tables:
            if table.stays:
                _take_new_away(intake, table)
        for act in followers(kind.code):
            act(actor)
        before = intake.state
        intake.undo()
        told(intake, actor=actor, before=before, note="数据已恢复到导入以前")
        UndoRow.objects.filter(intake=intake).delete()
        security_event_record(
            kind=SecurityEvent.Kind.IMPORT_UNDONE, actor=actor, subject=intake.file_name, note=kind.label
        )
        run.result = {"intake": intake.pk, "state": intake.state}


def _take_new_away(intake: Intake, table: Touched) -> None:
    keys = undo_rows(intake, table).filter(before__isnull=True).values_list("key", flat=True)
    for part in chunks(keys, PART):
        rows = table.model._base_manager.filter(pk__in=part)
        if table.stays:
            rows = rows.exclude(pk__in=referred(table.model, part))
        if issubclass(table.model, Versioned):
            rows._raw_delete(rows.db)  # nothing hangs on them, and their history stays as it is
        else:
            rows.delete()


def _restore(intake: Intake, table: Touched) -> None:
    """Old values over what stands there, and rows that went, set-based."""
    model, rows = table.model, undo_rows(intake, table).filter(before__isnull=False)
    if table.freed:
        # Values under a unique constraint change hands: none may stand twice meanwhile.
        for part in chunks(rows.values_list("key", flat=True), PART):
            model._base_manager.filter(pk__in=part).update(**dict.fromkeys(table.freed))
    names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    for images in chunks(rows.values_list("before", flat=True).iterator(chunk_size=PART), PART):
        old = [read_back(model, image) for image in images]
        if issubclass(model, Versioned):
            _count_on(model, old)
        model._base_manager.bulk_create(
            old,
            update_conflicts=True,
            unique_fields=[model._meta.pk.name],
            update_fields=names,
        )


def _count_on(model: type[Versioned], rows: list[Any]) -> None:
    """Being as before is a change too: the version goes on, and the history gets one more copy."""
    now = dict(model._base_manager.filter(pk__in=[row.pk for row in rows]).values_list("pk", "version"))
    for row in rows:
        row.version = now.get(row.pk, row.version) + 1
