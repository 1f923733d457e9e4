"""What reviews and revisions hear from below: a cycle moves to the feedback, a relief is recorded."""

from __future__ import annotations

from typing import Any

from appraisal.models import CycleState
from appraisal.signals import cycle_moved
from matters.signals import relief_recorded
from notices.signals import workdays_changed

from .services.feedback import feedback_open, feedback_recount
from .services.revisions import stale_mark


def on_moved(sender: Any, *, cycle: Any, to_state: str, actor: Any, **_: Any) -> None:
    if to_state == CycleState.FEEDBACK:
        feedback_open(cycle=cycle, actor=actor)


def on_relief(sender: Any, *, relief: Any, actor: Any, **_: Any) -> None:
    stale_mark(relief=relief, actor=actor)


def on_workdays(sender: Any, *, actor: Any, **_: Any) -> None:
    feedback_recount(actor=actor)


def connect() -> None:
    """Called once, when the apps are ready."""
    cycle_moved.connect(on_moved, dispatch_uid="outcomes.feedback")
    relief_recorded.connect(on_relief, dispatch_uid="outcomes.stale")
    workdays_changed.connect(on_workdays, dispatch_uid="outcomes.feedback_days")
