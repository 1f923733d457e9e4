"""Meetings with their agenda and results, and publicity with its objections."""

from .agenda import AgendaEntry, AgendaItem
from .attendance import Attendee, Recusal
from .meetings import Meeting, MeetingEvent
from .publicity import Objection, Publicity, PublicityEvent, PublicityPerson

__all__ = [
    "AgendaEntry",
    "AgendaItem",
    "Attendee",
    "Meeting",
    "MeetingEvent",
    "Objection",
    "Publicity",
    "PublicityEvent",
    "PublicityPerson",
    "Recusal",
]
