"""What cards hear from below: a matter is lifted, working days change."""

from __future__ import annotations

from typing import Any

from matters.signals import Why, marks_changed, relief_recorded
from notices.signals import workdays_changed

from .services.cards import card_follow, cards_exempt, cards_recount, cards_reinstate, cards_rejoin


def on_relief(sender: Any, *, relief: Any, actor: Any, **_: Any) -> None:
    cards_exempt(relief=relief, actor=actor)


def on_marks(sender: Any, *, changes: Any, actor: Any, **_: Any) -> None:
    for one in changes:
        if one.why == Why.CANCELLED:
            card_follow(mark=one.cause, actor=actor)
        elif one.why == Why.REVOKED:
            cards_reinstate(relief=one.cause, actor=actor)
        elif one.why == Why.RESTORED:
            cards_rejoin(ruling=one.cause, actor=actor)


def on_workdays(sender: Any, *, actor: Any, **_: Any) -> None:
    cards_recount(actor=actor)


def connect() -> None:
    """Called once, when the apps are ready."""
    relief_recorded.connect(on_relief, dispatch_uid="alerts.relief")
    marks_changed.connect(on_marks, dispatch_uid="alerts.marks")
    workdays_changed.connect(on_workdays, dispatch_uid="alerts.days")
