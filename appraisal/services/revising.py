"""A decided grade is replaced by another one, by decision of the committee; nobody else's moves (第六条)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from core.changes import changed_save
from core.pages import RuleBroken, require
from policy.review import Standing, may_revise

from ..models import Grading


@transaction.atomic
def grading_revise(
    *,
    participant_pk: int,
    grade: str,
    reason: str,
    decided_on: date,
    meeting: str,
    entry: int | None,
    actor: Any,
) -> Grading:
    """The next state of one person's decided result; grade: "" keeps the one that stands.

    Raises RuleBroken where nothing was decided yet, or the grade would be worse; a grade whose publicity was
    stopped stands no more, and is decided anew.
    """
    found = Grading.objects.select_for_update(of=("self",)).filter(participant=participant_pk).first()
    if found is None or not found.decided:
        raise RuleBroken("该同志的等次尚未经党委审定，不能更正。")
    new = grade or found.decided
    require(may_revise(Standing("" if found.held else found.decided), Standing(new)))
    found.decided, found.decision_reason = new, reason[:500]
    found.decided_on, found.meeting, found.entry = decided_on, meeting[:120], entry
    found.revision += 1
    found.held = ""
    changed_save(found, actor=actor, reason=reason)
    return found
