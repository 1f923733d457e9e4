"""Naming who counts a year and who watches the count (第六条)."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from core import clock
from core.pages import RuleBroken, StaleState

from .. import selectors
from ..access import NAMING, may
from ..models import Cycle, CycleEvent, GapDecision, ScoreConfirmation, ScoringOfficer
from .counting import cycle_locked, not_confirmed
from .gaps import decisions_move


@transaction.atomic
def officer_name(
    *, cycle_pk: int, duty: str, user: User, actor: User, replaces: int | None = None
) -> ScoringOfficer:
    """Names the year's 计分人 or 监票人; whoever held the duty is relieved of it and stays in the history.

    replaces: primary key of the present row as the page showed it, None where nobody was named. What the
    predecessor had proposed or confirmed alone is void. Raises RuleBroken, StaleState.
    """
    cycle = cycle_locked(cycle_pk)
    not_confirmed(cycle)
    if not may(actor, NAMING[duty], cycle):
        raise RuleBroken(f"{_label(duty)}由{selectors.OFFICE_NAMES[duty]}负责人指定。")
    present = ScoringOfficer.objects.filter(cycle=cycle, duty=duty, ended_at__isnull=True).first()
    if (present.pk if present else None) != replaces:
        raise StaleState(f"{_label(duty)}刚刚已由他人指定或更换，您的指定没有保存。")
    if present is not None and present.user_id == user.pk:
        raise RuleBroken({"user": f"{user.name}已经是本次考核的{_label(duty)}。"})
    verdict = selectors.may_serve(user, cycle, duty)
    if not verdict.ok:
        raise RuleBroken({"user": [reason.text for reason in verdict.reasons]})
    note = f"指定{user}为{_label(duty)}"
    if present is not None:
        _relieve(present, cycle, actor)
        note = f"{_label(duty)}由{present.user}更换为{user}"
    named = ScoringOfficer.objects.create(cycle=cycle, duty=duty, user=user, named_by=actor)
    CycleEvent.record(cycle, actor=actor, note=note)
    return named


def _relieve(present: ScoringOfficer, cycle: Cycle, actor: User) -> None:
    """Ends a duty; what its holder said alone goes with it."""
    present.ended_at = clock.now()
    present.save(update_fields=["ended_at"])
    waiting = GapDecision.objects.filter(
        participant__cycle=cycle, proposed_by=present.user, state=GapDecision.State.PROPOSED
    )
    decisions_move(waiting, "lapse")
    ScoreConfirmation.objects.filter(cycle=cycle, duty=present.duty).delete()


def _label(duty: str) -> str:
    return str(ScoringOfficer.Duty(duty).label)
