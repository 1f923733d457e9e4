"""Clarifications, stored."""

from .besides import Blocked, ClarificationFile
from .cases import Clarification, ClarificationEvent, ClarificationState
from .parts import Began, Body, Channel, Malice, Origin, Outcome, Risk, Way, Wishes

__all__ = [
    "Began",
    "Blocked",
    "Body",
    "Channel",
    "Clarification",
    "ClarificationEvent",
    "ClarificationFile",
    "ClarificationState",
    "Malice",
    "Origin",
    "Outcome",
    "Risk",
    "Way",
    "Wishes",
]
