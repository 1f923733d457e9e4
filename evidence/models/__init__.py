"""What stands beside the votes of a cycle, stored."""

from .facts import IntegrityOpinion, IntegrityRequest, UnitResult
from .observations import Observation, ObservationAnswer, ObservationEvent, ObservationFile
from .tasks import KeyTask, KeyTaskEvent, KeyTaskFile

__all__ = [
    "IntegrityOpinion",
    "IntegrityRequest",
    "KeyTask",
    "KeyTaskEvent",
    "KeyTaskFile",
    "Observation",
    "ObservationAnswer",
    "ObservationEvent",
    "ObservationFile",
    "UnitResult",
]
