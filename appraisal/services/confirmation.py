"""The count is confirmed by two people: first one, then the other, each for the same results (第六条)."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from core.pages import RuleBroken, StaleState, require
from policy.counting import may_confirm_count

from .. import selectors
from ..models import Cycle, CycleEvent, ScoreConfirmation, ScoringOfficer
from .counting import cycle_locked, duty_of, not_confirmed
from .reopening import terms_follow

CHANGED = "计分结果在您打开页面之后有变化，您的确认没有执行。"


@transaction.atomic
def score_confirm(*, cycle_pk: int, outcome_sha256: str, actor: User) -> Cycle:
    """One of the two officers confirms the results; with the second one's word the year's count is closed.

    outcome_sha256: of the results as the page showed them. Raises RuleBroken, and StaleState where they are
    no longer the year's.
    """
    cycle = cycle_locked(cycle_pk)
    duty = duty_of(actor, cycle)
    confirmed = {item.duty for item in selectors.confirmations_of(cycle)}
    require(may_confirm_count(selectors.count_facts(cycle, duty, confirmed)))
    if outcome_sha256 != cycle.outcome_sha256:
        raise StaleState(CHANGED)
    ScoreConfirmation.objects.create(cycle=cycle, duty=duty, user=actor, outcome_sha256=cycle.outcome_sha256)
    label = ScoringOfficer.Duty(duty).label
    CycleEvent.record(cycle, actor=actor, note=f"{label}确认计分，结果摘要 {cycle.outcome_sha256[:12]}")
    if len(confirmed) + 1 == len(ScoringOfficer.Duty):
        cycle.confirm()
        cycle.save()
        CycleEvent.record(cycle, actor=actor, note="计分经两人确认，结果不再改动")
        terms_follow(cycle=cycle, reason=f"{cycle.label}的计分已经确认", actor=actor)
    return cycle


@transaction.atomic
def score_confirm_withdraw(*, cycle_pk: int, actor: User) -> Cycle:
    """Takes back the own confirmation, while the other officer has not confirmed. Raises RuleBroken."""
    cycle = cycle_locked(cycle_pk)
    not_confirmed(cycle)
    own = ScoreConfirmation.objects.filter(cycle=cycle, outcome_sha256=cycle.outcome_sha256, user=actor)
    if not own.delete()[0]:
        raise RuleBroken("您没有确认过现在的计分结果，没有可以撤回的确认。")
    CycleEvent.record(cycle, actor=actor, note="撤回计分确认")
    return cycle
