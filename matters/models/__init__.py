"""Matters, marks, what lifts or replaces them, and investigations."""

from .accountability import Accountability, AccountabilityEvent
from .investigations import Investigation, InvestigationEvent
from .marks import EndSource, Mark, MarkColumns, MarkEvent, Matter
from .reliefs import Relief, Ruling
from .staging import StagedMatter, StagedSanction

__all__ = [
    "Accountability",
    "AccountabilityEvent",
    "EndSource",
    "Investigation",
    "InvestigationEvent",
    "Mark",
    "MarkColumns",
    "MarkEvent",
    "Matter",
    "Relief",
    "Ruling",
    "StagedMatter",
    "StagedSanction",
]
