"""What the services of cards share: the lock with the version seen, the role, the trace, the days."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db import models

from accounts.models import User
from cadres.models import Cadre
from core import clock
from core.changes import changed_save
from core.models.history import Versioned
from core.pages import RuleBroken, StaleState
from notices.selectors import calendar
from policy.alerts_steps import STEPS
from policy.months import months_later
from policy.workdays import Deadline, deadline
from rulebook.selectors import limit_on

from ..access import may
from ..models import Card, CardEvent

Row = TypeVar("Row", bound=Versioned)
NOT_YOURS = "您现在的角色不能办理这一步，没有执行任何操作。"


def locked(rows: models.QuerySet[Row], pk: int, version: int | None) -> Row:
    """The row, locked until the transaction ends. Raises StaleState where it moved on since `version`.

    version: None where another row's version is asked, that of the item acted on.
    """
    row = rows.select_for_update(of=("self",)).get(pk=pk)
    if version is not None and row.version != version:
        shown: Any = row
        raise StaleState(f"这件事刚刚由他人办理（现在：{shown.get_state_display()}），您的操作没有保存。")
    return row


def card_for(step: str, *, pk: int, version: int | None, actor: User) -> Card:
    """The card, locked, for a step that the actor may take on it now. Raises RuleBroken, StaleState.

    Its cadre is held first, as everywhere where marks and reliefs of one person are recorded.
    """
    Cadre.objects.select_for_update(of=("self",)).filter(cards=pk).first()
    card = locked(Card.objects.select_related("cadre", "unit"), pk, version)
    if not may(actor, step, card):
        raise RuleBroken(NOT_YOURS)
    in_state(card, STEPS[step].states)
    return card


def in_state(row: Any, states: Any) -> None:
    """Raises RuleBroken where the row has left the states from which the step is taken."""
    if row.state not in states:
        raise RuleBroken(f"现在的状态是“{row.get_state_display()}”，不能办理这一步。")


def moved(card: Card, *, actor: User, before: str = "", note: str = "") -> Card:
    """Saves the card under its next version and leaves the event. before: the state it came from."""
    changed_save(card, actor=actor)
    CardEvent.record(card, actor=actor, from_state=before, note=note)
    return card


def limit(key: str) -> int:
    """The number of a rule that holds today."""
    return limit_on(key, clock.today())


def workdays_from(start: date, key: str) -> Deadline:
    """The last day of the period that the limit gives, from that day."""
    return deadline(start, limit(key), calendar())


def due(card: Card, last: Deadline | None) -> None:
    """The last day of the card's present step; none where the regulation sets none."""
    card.due_on, card.provisional = (last.day, last.provisional) if last else (None, False)


def months_from(start: date, key: str) -> date:
    """The same day so many months later, at the month's end where it has no such day."""
    return months_later(start, limit(key))
