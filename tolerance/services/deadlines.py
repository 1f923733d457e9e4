"""Limits in working days follow the calendar: of states, opinions, what is shown or public (第十二条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from core import clock
from core.changes import changed_save
from notices.selectors import calendar
from policy.limits import tolerance as limits
from policy.tolerance_steps import last_day
from policy.workdays import Calendar
from rulebook.selectors import limit_on

from ..models import OtherOpinion, Publication, ToleranceCase, ToleranceEvent
from .common import locked, moved


@transaction.atomic
def deadlines_recount(*, actor: User) -> int:
    """The calendar changed: working-day limits that still run are counted again; the number that moved."""
    days, changed = calendar(), 0
    rows: Any = ToleranceCase.objects.select_for_update(of=("self",)).filter(due_days__isnull=False)
    for case in rows.select_related("cadre"):
        found = last_day(case.since, case.due_days, days)
        if (found.day, found.provisional) != (case.due, case.provisional):
            case.due, case.provisional = found.day, found.provisional
            changed_save(case, actor=actor)
            ToleranceEvent.record(
                case, actor=actor, from_state=case.state, note=f"放假安排调整，期限重算为 {found.words}"
            )
            changed += 1
    for case_pk, what, day in (*_opinions(days), *_publications(days)):
        moved(locked(case_pk, None), actor=actor, note=f"放假安排调整，{what}重算为 {day}")
        changed += 1
    return changed


def _last(key: str, start: date, days: Calendar) -> date:
    """The last day of the limit that began on `start`, but never one that has passed meanwhile."""
    return max(last_day(start, limit_on(key, start), days).day, clock.today())


def _opinions(days: Calendar) -> Iterator[tuple[int, str, date]]:
    """Written opinions that are waited for: (case, what, its day) of each that moved."""
    for row in OtherOpinion.objects.filter(given_on__isnull=True, due__gte=clock.today()).order_by("pk"):
        found = _last(limits.OPINION, row.asked_on, days)
        if found != row.due:
            row.due = found
            row.save(update_fields=["due"])
            yield row.case_id, f"{row.get_side_display()}提出书面意见的期限", found


def _publications(days: Calendar) -> Iterator[tuple[int, str, date]]:
    """Texts that the cadre is shown and texts that are public: the same of each that moved."""
    today = clock.today()
    runs = Q(begins_on__isnull=True, objections_until__gte=today) | Q(ends_on__gte=today)
    rows = Publication.objects.filter(runs, outcome__in_force=True, withdrawn_on__isnull=True)
    for row in rows.select_related("outcome").order_by("pk"):
        if row.begins_on is None:
            name, what, found = "objections_until", "阅看期限", _last(limits.SHOWN, row.shown_on, days)
        else:
            name, what, found = "ends_on", "公开期限", _last(limits.PUBLIC, row.begins_on, days)
        if found != getattr(row, name):
            setattr(row, name, found)
            row.save(update_fields=[name])
            yield row.outcome.case_id, what, found
