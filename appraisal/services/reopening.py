"""What counts against somebody has changed: a year that is not decided is scored again (第六条, 第十四条).

Before the committee decides, a lifted matter changes everything exactly; afterwards nothing moves by itself
(`outcomes`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from core.pages import RuleBroken, StaleState, require
from matters.models import Relief
from matters.selectors import FeltRow, concerns, rows_of
from policy.counting import may_recheck_count

from .. import selectors
from ..access import RECHECK_COUNT, may
from ..models import Cycle, CycleEvent, Grading, ScoreConfirmation
from .counting import cycle_locked
from .year_files import year_follow
from .year_import import score_enqueue

State = Cycle.State


@transaction.atomic
def cycle_reopen(*, cycle_pk: int, reason: str, actor: Any) -> Cycle:
    """A confirmed year that the committee has not decided waits to be scored again.

    Both confirmations are void, no figure is shown until two have confirmed the new count. The panel speaks
    again of whom the committee has not decided: its reasons and comments stay, its words do not. Raises
    RuleBroken for a year that is not confirmed, or decided.
    """
    cycle = cycle_locked(cycle_pk)
    if cycle.is_decided:
        raise RuleBroken(f"{cycle.label}已经党委审定，不再重新计分；需要更正的由党委另行决定。")
    if cycle.confirmed_at is None:
        raise RuleBroken(f"{cycle.label}的计分尚未确认，不需要重新开启。")
    if not reason.strip():
        raise RuleBroken({"reason": "请写明重新计分的原因。"})
    before = cycle.state
    confirmed = ScoreConfirmation.objects.filter(cycle=cycle)
    names = "、".join(confirmed.order_by("pk").values_list("user__name", flat=True))
    confirmed.delete()
    proposed = Grading.objects.filter(participant__cycle=cycle, decided="").exclude(proposed="")
    proposed.update(proposed="", version=F("version") + 1)
    cycle.reopen()
    cycle.save()
    CycleEvent.record(
        cycle,
        actor=actor,
        from_state=before,
        note=f"待重新计分：{reason.strip()}；{names or '两人'}的计分确认失效，须重新确认",
    )
    score_enqueue(cycle, actor=actor)
    terms_follow(cycle=cycle, reason=f"{cycle.label}待重新计分", actor=actor)
    return cycle


@transaction.atomic
def count_recheck(*, cycle_pk: int, outcome_sha256: str, reason: str, actor: User) -> Cycle:
    """An error was found after both confirmations: the head has the year counted and confirmed again.

    outcome_sha256: of the results as the page showed them. Raises RuleBroken, StaleState.
    """
    cycle = cycle_locked(cycle_pk)
    if not may(actor, RECHECK_COUNT, cycle):
        raise RuleBroken("只有组织部负责人可以要求重新核对计分，没有执行任何操作。")
    settled = selectors.is_settled(cycle)
    require(may_recheck_count(confirmed=cycle.confirmed_at is not None, settled=settled))
    if outcome_sha256 != cycle.outcome_sha256:
        raise StaleState("计分结果在您打开页面之后有变化，没有执行任何操作。")
    return cycle_reopen(cycle_pk=cycle.pk, reason=f"重新核对计分，{reason.strip()}", actor=actor)


@transaction.atomic
def relief_follow(*, relief: Relief, actor: Any) -> list[Cycle]:
    """A cadre's marks on a matter are lifted: `marks_follow`."""
    rows = {relief.cadre_id: rows_of(relief.matter_id, relief.cadre_id)}
    return marks_follow(rows=rows, reason=_why(relief), actor=actor)


@transaction.atomic
def marks_follow(*, rows: Mapping[int, Sequence[FeltRow]], reason: str, actor: Any) -> list[Cycle]:
    """Every year that feels a mark of one of its people and is not decided is scored again, once.

    rows: cadre id -> marks. A year without results reads them when it is scored; a decided one stays as it
    is. reason: without the matter, since many read a year's events.
    """
    found = []
    for cycle in Cycle.objects.filter(participants__cadre__in=rows).distinct().order_by("pk"):
        people = cycle.participants.filter(cadre__in=rows).values_list("cadre_id", flat=True)
        felt = [row for cadre in people for row in rows[cadre]]
        if selectors.is_settled(cycle) or not concerns(felt, cycle.year, selectors.parameters_of(cycle)):
            continue
        if _scored_again(cycle, reason, actor):
            found.append(cycle)
    return found


@transaction.atomic
def terms_follow(*, cycle: Cycle, reason: str, actor: Any) -> None:
    """Every term with this year that is not decided is scored again, by what the year says now."""
    if cycle.kind != Cycle.Kind.ANNUAL:
        return
    later = Cycle.objects.filter(kind=Cycle.Kind.TERM, level=cycle.level, year__gte=cycle.year)
    for term in later.order_by("pk"):
        if term.first_year <= cycle.year and not term.is_decided:
            _scored_again(term, reason, actor)


def _scored_again(cycle: Cycle, reason: str, actor: Any) -> bool:
    """Asks for another count of what is counted already; whether there was any."""
    if cycle.confirmed_at is not None:
        cycle_reopen(cycle_pk=cycle.pk, reason=reason, actor=actor)
        return True
    if cycle.state != State.SCORED and not selectors.scoring_job_open(cycle):
        return False
    year_follow(cycle=cycle, actor=actor)
    return True


def _why(relief: Relief) -> str:
    return f"有干部的事项经认定{relief.kind}，扣分和影响不再计算"
