"""The column of the panel's page that says which votes fell under talk that was found untrue (第十四条)."""

from __future__ import annotations

from appraisal.models import Participant
from clarification.selectors import notes_for
from core import clock

from ..panel_parts import Part


def clarified_part(participant: Participant) -> Part | None:
    """Notes on talk that had begun before the year was counted; None where there are none. One query."""
    counted = participant.cycle.confirmed_at
    until = counted.astimezone(clock.ZONE).date() if counted else clock.today()
    notes = notes_for([participant.cadre_id], until=until).get(participant.cadre_id, [])
    return Part("澄清", text="\n".join(note.words for note in notes)) if notes else None
