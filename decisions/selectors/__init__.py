"""What the upper rooms ask: the doors of this one. Their own pages never read its tables themselves."""

from .agenda import items_of, last_outcome, open_items_of
from .minutes import agenda_context, minutes_context, notice_context
from .offers import waiting_offers

__all__ = [
    "agenda_context",
    "items_of",
    "last_outcome",
    "minutes_context",
    "notice_context",
    "open_items_of",
    "waiting_offers",
]
