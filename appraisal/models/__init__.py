from .cycle import Cycle, CycleEvent, Participant, StagedParticipant
from .earlier import EarlierResult, Grade, StagedEarlier
from .outcome import CategoryResult, Result
from .scoring import GapDecision, ScoreConfirmation, ScoringOfficer

__all__ = [
    "CategoryResult",
    "Cycle",
    "CycleEvent",
    "EarlierResult",
    "GapDecision",
    "Grade",
    "Participant",
    "Result",
    "ScoreConfirmation",
    "ScoringOfficer",
    "StagedEarlier",
    "StagedParticipant",
]
