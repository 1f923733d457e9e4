"""The records of signals, cards, rectification, 提醒/函询/诫勉 (第八条、第十三条)."""

from .cards import Card, CardEvent
from .education import Attendance, Education
from .rectification import Recheck, RectificationItem, Report
from .signals import Signal

__all__ = [
    "Attendance",
    "Card",
    "CardEvent",
    "Education",
    "Recheck",
    "RectificationItem",
    "Report",
    "Signal",
]
