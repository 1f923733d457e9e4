"""What cards hear from below: a matter is lifted, working days change."""

from __future__ import annotations

from typing import Any

from matters.signals import Why, marks_changed, relief_recorded
from notices.signals import workdays_changed

from .services.cards import card_follow, cards_exempt, cards_recount, cards_reinstate


def on_relief(sender: Any, *, relief: Any, actor: Any, **_: Any) -> None:
    cards_exempt(relief=relief, actor=actor)


def on_marks(sender: Any, *, why: str, cause: Any, actor: Any, **_: Any) -> None:
    if why == Why.CANCELLED:
        card_follow(mark=cause, actor=actor)
    elif why == Why.REVOKED:
        cards_reinstate(relief=cause, actor=actor)


def on_workdays(sender: Any, *, actor: Any, **_: Any) -> None:
    cards_recount(actor=actor)


def connect() -> None:
    """Called once, when the apps are ready."""
    relief_recorded.connect(on_relief, dispatch_uid="alerts.relief")
    marks_changed.connect(on_marks, dispatch_uid="alerts.marks")
    workdays_changed.connect(on_workdays, dispatch_uid="alerts.days")
