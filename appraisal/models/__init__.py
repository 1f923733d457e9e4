from .cycle import Cycle, CycleEvent, Participant, StagedParticipant
from .outcome import CategoryResult, Result

__all__ = ["CategoryResult", "Cycle", "CycleEvent", "Participant", "Result", "StagedParticipant"]
