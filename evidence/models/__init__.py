"""What stands beside the votes of a cycle, stored."""

from .reports import ReportState, SelfReport, SelfReportCopy, SelfReportEvent, SelfReportFile

__all__ = [
    "ReportState",
    "SelfReport",
    "SelfReportCopy",
    "SelfReportEvent",
    "SelfReportFile",
]
