"""A case joins an investigation (并案考虑) and comes back; deadlines follow the calendar (第十二条)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import User
from core import clock
from core.changes import changed_save
from core.pages import RuleBroken
from matters.models import Investigation
from notices.selectors import calendar
from policy.tolerance_steps import last_day
from policy.tolerance_terms import SUSPENDABLE, State

from ..models import ToleranceCase, ToleranceEvent
from .common import locked, moved, must

JOINS = "事项已立案，容错申请并案考虑，中止单独办理"


@transaction.atomic
def investigation_join(*, investigation: Investigation, actor: User) -> int:
    """Suspends the cadre's cases on the matter that is investigated, all where none is named; how many.

    Only where it may be known of: while it may not, nothing that a cadre or a unit sees may differ.
    """
    if not (investigation.is_open and investigation.disclosed):
        return 0
    rows = ToleranceCase.objects.filter(cadre=investigation.cadre_id, state__in=SUSPENDABLE)
    if investigation.matter_id is not None:
        rows = rows.filter(matter=investigation.matter_id)
    keys = list(rows.values_list("pk", flat=True))
    for pk in keys:
        case = locked(pk, None)
        before = case.state
        case.suspended_from, case.suspended_on = before, clock.today()
        case.investigation = investigation
        case.suspend()
        moved(case, actor=actor, before=before, note=JOINS)
    return len(keys)


@transaction.atomic
def investigation_leave(*, investigation: Investigation, actor: User) -> int:
    """The investigation ended: whatever still joins it comes back by itself; the number of them."""
    keys = list(
        ToleranceCase.objects.filter(investigation=investigation, state=State.SUSPENDED).values_list(
            "pk", flat=True
        )
    )
    for pk in keys:
        _resume(locked(pk, None), actor, "立案已办结，恢复容错申请的办理")
    return len(keys)


@transaction.atomic
def case_resume(*, pk: int, version: int, reason: str, actor: User) -> ToleranceCase:
    """Back before a sanction is proposed: tolerance is judged first. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "resume", case)
    if not reason.strip():
        raise RuleBroken({"reason": "请写明恢复办理的情况。"})
    return _resume(case, actor, f"恢复办理：{reason.strip()}")


def _resume(case: ToleranceCase, actor: User, note: str) -> ToleranceCase:
    before, back = case.state, case.suspended_from
    getattr(case, f"resume_{back}")()
    case.suspended_from = ""
    return moved(case, actor=actor, before=before, note=note)


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
    return changed
