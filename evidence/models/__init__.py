"""What stands beside the votes of a cycle, stored."""

from .facts import IntegrityOpinion, IntegrityRequest, UnitResult
from .interviews import Interview, InterviewEvent
from .observations import Observation, ObservationAnswer, ObservationEvent, ObservationFile
from .reports import ReportState, SelfReport, SelfReportCopy, SelfReportEvent, SelfReportFile
from .tasks import KeyTask, KeyTaskEvent, KeyTaskFile

__all__ = [
    "IntegrityOpinion",
    "IntegrityRequest",
    "Interview",
    "InterviewEvent",
    "KeyTask",
    "KeyTaskEvent",
    "KeyTaskFile",
    "Observation",
    "ObservationAnswer",
    "ObservationEvent",
    "ObservationFile",
    "ReportState",
    "SelfReport",
    "SelfReportCopy",
    "SelfReportEvent",
    "SelfReportFile",
    "UnitResult",
]
