"""A tolerance case from application to archive, stored (第十一、十二条)."""

from .aftermath import Objection, Publication, Rectification, Review
from .case import ToleranceCase, ToleranceEvent
from .finding import Answer, Outcome, Report
from .inquiry import Factor, Hearing, JointOpinion, Verification, Verifier
from .intake import Attachment, OtherOpinion, Triage
from .officers import Capacity, Escalation, Participant, Recusal, ToleranceGrant
from .readings import Reading

__all__ = [
    "Answer",
    "Attachment",
    "Capacity",
    "Escalation",
    "Factor",
    "Hearing",
    "JointOpinion",
    "Objection",
    "OtherOpinion",
    "Outcome",
    "Participant",
    "Publication",
    "Reading",
    "Rectification",
    "Recusal",
    "Report",
    "Review",
    "ToleranceCase",
    "ToleranceEvent",
    "ToleranceGrant",
    "Triage",
    "Verification",
    "Verifier",
]
