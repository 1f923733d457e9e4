from .cycle import Cycle, CycleEvent, CycleKind, CycleLevel, CycleState
from .earlier import EarlierResult, Grade, StagedEarlier
from .outcome import CategoryResult, Result
from .participants import Participant, StagedParticipant
from .prints import PrintDocument, PrintedCopy, PrintRun
from .scoring import GapDecision, ScoreConfirmation, ScoringOfficer

__all__ = [
    "CategoryResult",
    "Cycle",
    "CycleEvent",
    "CycleKind",
    "CycleLevel",
    "CycleState",
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
