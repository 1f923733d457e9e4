from .cycle import Cycle, CycleEvent, Participant, StagedParticipant
from .earlier import EarlierResult, Grade, StagedEarlier
from .outcome import CategoryResult, Result
from .prints import PrintDocument, PrintedCopy, PrintRun
from .scoring import GapDecision, ScoreConfirmation, ScoringOfficer

__all__ = [
    "CategoryResult",
    "Cycle",
    "CycleEvent",
    "EarlierResult",
    "GapDecision",
    "Grade",
    "Participant",
    "PrintDocument",
    "PrintRun",
    "PrintedCopy",
    "Result",
    "ScoreConfirmation",
    "ScoringOfficer",
    "StagedEarlier",
    "StagedParticipant",
]
