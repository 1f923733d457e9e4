"""What stands beside the votes of a cycle, stored."""

from .excuses import ReportExcuse
from .facts import IntegrityOpinion, IntegrityRequest, UnitResult
from .interviews import Interview, InterviewEvent
from .observations import Observation, ObservationAnswer, ObservationEvent, ObservationFile
from .reports import ReportState, SelfReport, SelfReportCopy, SelfReportEvent, SelfReportFile
from .staging import StagedUnitResult
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
    "ReportExcuse",
    "ReportState",
    "SelfReport",
    "SelfReportCopy",
    "SelfReportEvent",
    "SelfReportFile",
    "StagedUnitResult",
    "UnitResult",
]
