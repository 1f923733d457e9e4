"""A case joins an investigation (并案考虑) and comes back (第十二条)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from core import clock
from core.pages import RuleBroken
from matters.models import Investigation, Relief
from policy.tolerance_terms import PENDING, SUSPENDABLE, State

from ..models import ToleranceCase
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
        _join(locked(pk, None), investigation, actor)
    return len(keys)


def _join(case: ToleranceCase, investigation: Investigation, actor: User) -> None:
    before = case.state
    case.suspended_from, case.suspended_on = before, clock.today()
    case.investigation = investigation
    case.suspend()
    moved(case, actor=actor, before=before, note=JOINS)


def joined_at_once(*, case: ToleranceCase, actor: User) -> None:
    """A case on a matter that is investigated joins at once; runs where it is handed in or gets its matter.

    One from which it was resumed already does not take it again.
    """
    open_ones = Investigation.objects.filter(cadre=case.cadre_id, closed_on__isnull=True, disclosed=True)
    open_ones = open_ones.exclude(pk=case.investigation_id or 0)
    found = open_ones.filter(Q(matter=case.matter_id) | Q(matter__isnull=True)).order_by("pk").first()
    if found is not None:
        _join(case, found, actor)


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


@transaction.atomic
def matter_cleared(*, relief: Relief, actor: User) -> int:
    """澄清: nothing is left to tolerate, the cadre's open case on the matter is over; how many.

    One that waits for the committee stays: its meeting may have it before it already.
    """
    rows = ToleranceCase.objects.filter(cadre=relief.cadre_id, matter=relief.matter_id, state__in=PENDING)
    keys = list(rows.values_list("pk", flat=True))
    for pk in keys:
        case = locked(pk, None)
        before = case.state
        if before == State.COMMITTEE:
            moved(case, actor=actor, note=f"事项已澄清（{relief.source}），请党委研究时一并考虑")
            continue
        case.clear()
        case.closed_on = clock.today()
        moved(case, actor=actor, before=before, note=f"事项已澄清（{relief.source}），不再需要容错认定，办结")
    return len(keys)


def _resume(case: ToleranceCase, actor: User, note: str) -> ToleranceCase:
    before, back = case.state, case.suspended_from
    getattr(case, f"resume_{back}")()
    case.suspended_from = ""
    return moved(case, actor=actor, before=before, note=note)
