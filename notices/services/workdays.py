"""Keeping the calendar of working days: from the holiday library, or by hand of the department."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from core.changes import changed_save, history_catch_up
from core.pages import RuleBroken, StaleState

from ..access import EDIT_WORKDAYS, may
from ..models import WorkDay
from ..published import published_days
from ..signals import workdays_changed

NOT_YOURS = "您现在的角色不能修改工作日历，没有执行任何操作。"


@transaction.atomic
def workday_set(
    *, day: date, is_working: bool, note: str, actor: User, version: int | None = None
) -> WorkDay:
    """Says whether people work on a day; what it was stays in the history.

    version: of the day as it was shown, 0 where nobody had set it; None asks nothing. Raises RuleBroken, and
    StaleState where somebody else set the same day since.
    """
    _must_keep(actor)
    row = WorkDay.objects.select_for_update().filter(day=day).first() or WorkDay(day=day)
    if version is not None and version != (row.version if row.pk else 0):
        raise StaleState(f"已有人设置：{row}，您的修改没有保存。")
    row.is_working, row.note = is_working, note
    try:
        changed_save(row, actor=actor, reason=note)
    except StaleState:
        raise
    except ValidationError:
        raise StaleState(f"{day} 刚刚被其他人设置过，您的修改没有保存。") from None
    _tell((day,), actor)
    return row


@transaction.atomic
def workdays_seed(*, actor: User) -> int:
    """Adds the days of every published year that the calendar does not have yet; the number added.

    A year of which a single day is there stays as it is: somebody may have corrected it.
    """
    known = {day.year for day in WorkDay.objects.values_list("day", flat=True)}
    missing = [row for row in published_days() if row.day.year not in known]
    WorkDay.objects.bulk_create(
        WorkDay(day=row.day, is_working=row.is_working, note=row.note) for row in missing
    )
    history_catch_up(WorkDay, actor=actor, reason="国务院办公厅公布的放假安排")
    _tell([row.day for row in missing], actor)
    return len(missing)


def _tell(days: Iterable[date], actor: User) -> None:
    changed = tuple(days)
    if changed:
        workdays_changed.send(WorkDay, days=changed, actor=actor)


def _must_keep(actor: User) -> None:
    if not may(actor, EDIT_WORKDAYS):
        raise RuleBroken(NOT_YOURS)
