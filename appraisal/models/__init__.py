from .cycle import Cycle, CycleEvent, Participant, StagedParticipant
from .earlier import EarlierResult, Grade, StagedEarlier
from .outcome import CategoryResult, Result

__all__ = [
    "CategoryResult",
    "Cycle",
    "CycleEvent",
    "EarlierResult",
    "Grade",
    "Participant",
    "Result",
    "StagedEarlier",
    "StagedParticipant",
]
