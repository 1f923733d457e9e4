"""What is made of a cycle's results, stored."""

from .feedback import Feedback, FeedbackEvent
from .review import Appeal, Review, ReviewAttachment, ReviewEvent, ReviewVerifier
from .revision import Revision, StaleEvent, StaleResult

__all__ = [
    "Appeal",
    "Feedback",
    "FeedbackEvent",
    "Review",
    "ReviewAttachment",
    "ReviewEvent",
    "ReviewVerifier",
    "Revision",
    "StaleEvent",
    "StaleResult",
]
