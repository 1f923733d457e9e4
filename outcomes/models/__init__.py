"""What is made of a cycle's results, stored."""

from .bottom import ON_LIST, BottomEvent, BottomFollowUp, BottomReview, BottomState
from .commendation import CommendationCase, CommendationEvent, CommendationFile, CommendationState
from .feedback import Feedback, FeedbackEvent
from .review import Appeal, Review, ReviewAttachment, ReviewEvent, ReviewVerifier
from .revision import Revision, StaleEvent, StaleResult
from .talks import FollowUp, ReminderTalk, TalkEvent, TalkState

__all__ = [
    "ON_LIST",
    "Appeal",
    "BottomEvent",
    "BottomFollowUp",
    "BottomReview",
    "BottomState",
    "CommendationCase",
    "CommendationEvent",
    "CommendationFile",
    "CommendationState",
    "Feedback",
    "FeedbackEvent",
    "FollowUp",
    "ReminderTalk",
    "Review",
    "ReviewAttachment",
    "ReviewEvent",
    "ReviewVerifier",
    "Revision",
    "StaleEvent",
    "StaleResult",
    "TalkEvent",
    "TalkState",
]
