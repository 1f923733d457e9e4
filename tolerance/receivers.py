"""What tolerance hears from below: an investigation, a changed calendar."""

from __future__ import annotations

from typing import Any

from matters.signals import investigation_changed, relief_recorded
from notices.signals import workdays_changed

from .services import deadlines_recount, investigation_join, investigation_leave, matter_cleared


def on_investigation(sender: Any, *, investigation: Any, actor: Any, **_: Any) -> None:
    """It takes the cadre's case along, or gives it back."""
    if investigation.is_open:
        investigation_join(investigation=investigation, actor=actor)
    else:
        investigation_leave(investigation=investigation, actor=actor)


def on_relief(sender: Any, *, relief: Any, actor: Any, **_: Any) -> None:
    """A clarified matter leaves nothing to tolerate."""
    if relief.kind == relief.Kind.CLARIFIED:
        matter_cleared(relief=relief, actor=actor)


def on_workdays(sender: Any, *, actor: Any, **_: Any) -> None:
    """Limits in working days are counted again."""
    deadlines_recount(actor=actor)


def connect() -> None:
    """Called once, when the apps are ready."""
    investigation_changed.connect(on_investigation, dispatch_uid="tolerance.joining")
    relief_recorded.connect(on_relief, dispatch_uid="tolerance.cleared")
    workdays_changed.connect(on_workdays, dispatch_uid="tolerance.days")
