"""Matters, marks, what lifts or replaces them, and investigations."""

from .investigations import Investigation, InvestigationEvent
from .marks import EndSource, Mark, MarkColumns, MarkEvent, Matter
from .reliefs import Relief, Ruling
from .staging import StagedMatter, StagedSanction

__all__ = [
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
