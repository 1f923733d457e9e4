"""What is made of a cycle's results, stored."""

from .bottom import BottomEvent, BottomReview, BottomState
from .commendation import CommendationCase, CommendationEvent, CommendationFile, CommendationState
from .talks import FollowUp, ReminderTalk, TalkEvent, TalkState

__all__ = [
    "BottomEvent",
    "BottomReview",
    "BottomState",
    "CommendationCase",
    "CommendationEvent",
    "CommendationFile",
    "CommendationState",
    "FollowUp",
    "ReminderTalk",
    "TalkEvent",
    "TalkState",
]
