"""What the acts of the two scoring officers share: the locked year, and who is acting."""

from __future__ import annotations

from accounts.models import User
from core.pages import RuleBroken, require

from .. import selectors
from ..models import Cycle, ScoringOfficer


def cycle_locked(pk: int) -> Cycle:
    """The year, locked: what two people do at once is judged one after the other."""
    return Cycle.objects.select_for_update(of=("self",)).get(pk=pk)


def duty_of(user: User, cycle: Cycle) -> str:
    """The duty of one of the two scoring officers. Raises RuleBroken for anybody else."""
    own = ScoringOfficer.objects.filter(cycle=cycle, user=user, ended_at__isnull=True).first()
    if own is None:
        raise RuleBroken("只有本次考核的计分人和监票人可以办理这一步。")
    require(selectors.may_serve(user, cycle, own.duty))
    return own.duty


def not_confirmed(cycle: Cycle) -> None:
    """Raises RuleBroken once the count is confirmed."""
    if cycle.confirmed_at is not None:
        raise RuleBroken(f"{cycle.label}的计分已经两人确认，不能再改动。")
