"""What stands beside the votes of a cycle, changed."""

from .report_files import Read, report_attach, report_file_drop, report_word_read
from .report_review import publish_checked, report_check, report_enter, report_return, reports_publish
from .report_volume import export_note, volume_request
from .reports import report_save, report_submit, report_withdraw

__all__ = [
    "Read",
    "export_note",
    "publish_checked",
    "report_attach",
    "report_check",
    "report_enter",
    "report_file_drop",
    "report_return",
    "report_save",
    "report_submit",
    "report_withdraw",
    "report_word_read",
    "reports_publish",
    "volume_request",
]
