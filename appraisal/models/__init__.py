from .bonus import BonusPoint
from .cycle import Cycle, CycleEvent, CycleKind, CycleLevel, CycleState
from .earlier import EarlierResult, Grade, StagedEarlier
from .grades import ComponentScore, GradeWord, Grading
from .outcome import CategoryResult, Result
from .participants import Participant, StagedParticipant
from .plan import Plan
from .prints import PrintDocument, PrintedCopy, PrintRun
from .scoring import GapDecision, ScoreConfirmation, ScoringOfficer
from .term import TermResult

__all__ = [
    "BonusPoint",
    "CategoryResult",
    "ComponentScore",
    "Cycle",
    "CycleEvent",
    "CycleKind",
    "CycleLevel",
    "CycleState",
    "EarlierResult",
    "GapDecision",
    "Grade",
    "GradeWord",
    "Grading",
    "Participant",
    "Plan",
    "PrintDocument",
    "PrintRun",
    "PrintedCopy",
    "Result",
    "ScoreConfirmation",
    "ScoringOfficer",
    "StagedEarlier",
    "StagedParticipant",
    "TermResult",
]
