"""A tolerance case from application to archive, stored (第十一、十二条)."""

from .aftermath import Objection, Publication, Rectification, Review
from .case import ToleranceCase, ToleranceEvent
from .finding import Answer, Outcome, Report
from .inquiry import Factor, Hearing, JointOpinion, Verification, Verifier
from .intake import Attachment, OtherOpinion, Triage

__all__ = [
    "Answer",
    "Attachment",
    "Factor",
    "Hearing",
    "JointOpinion",
    "Objection",
    "OtherOpinion",
    "Outcome",
    "Publication",
    "Rectification",
    "Report",
    "Review",
    "ToleranceCase",
    "ToleranceEvent",
    "Triage",
    "Verification",
    "Verifier",
]
