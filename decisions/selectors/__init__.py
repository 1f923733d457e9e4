"""What the upper rooms ask: the doors of this one. Their own pages never read its tables themselves."""

from .agenda import items_of, last_outcome
from .minutes import agenda_context, minutes_context, notice_context
from .offers import waiting_offers
from .publicity import publicity_of

__all__ = [
    "agenda_context",
    "items_of",
    "last_outcome",
    "minutes_context",
    "notice_context",
    "publicity_of",
    "waiting_offers",
]
