"""What reviews and revisions hear from below: a cycle moves on, other marks count than before."""

from __future__ import annotations

from typing import Any

from appraisal.models import CycleState
from appraisal.signals import cycle_moved, grades_corrected
from matters.selectors import rows_of
from matters.signals import Why, marks_changed, relief_recorded
from matters.words import words_of
from notices.signals import workdays_changed

from .services.feedback import feedback_open, feedback_recount
from .services.revisions import Overtaking, grades_correct, stale_mark


def on_moved(sender: Any, *, cycle: Any, to_state: str, actor: Any, **_: Any) -> None:
    if to_state == CycleState.FEEDBACK:
        feedback_open(cycle=cycle, actor=actor)


def on_corrected(sender: Any, *, entries: Any, meeting: Any, actor: Any, **_: Any) -> None:
    grades_correct(entries=entries, meeting=meeting, actor=actor)


def on_relief(sender: Any, *, relief: Any, actor: Any, **_: Any) -> None:
    rows = rows_of(relief.matter_id, relief.cadre_id)
    what = Overtaking(relief.matter, relief.cadre_id, relief.kind, relief.source, rows, relief)
    stale_mark(what=what, actor=actor)


def on_marks(sender: Any, *, changes: Any, actor: Any, **_: Any) -> None:
    for one in changes:
        word, source = words_of(one.why, one.cause)
        gone = one.rows if one.why == Why.TAKEN_BACK and len(one.rows) == 1 else ()
        what = Overtaking(one.matter, one.cadre, word, source, one.rows, gone=gone)
        stale_mark(what=what, actor=actor)


def on_workdays(sender: Any, *, actor: Any, **_: Any) -> None:
    feedback_recount(actor=actor)


def connect() -> None:
    """Called once, when the apps are ready."""
    cycle_moved.connect(on_moved, dispatch_uid="outcomes.feedback")
    grades_corrected.connect(on_corrected, dispatch_uid="outcomes.corrections")
    relief_recorded.connect(on_relief, dispatch_uid="outcomes.stale")
    marks_changed.connect(on_marks, dispatch_uid="outcomes.marks")
    workdays_changed.connect(on_workdays, dispatch_uid="outcomes.feedback_days")
