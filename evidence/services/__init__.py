"""What stands beside the votes of a cycle, changed."""

from .facts import (
    integrity_ask,
    integrity_clear_rest,
    integrity_give,
    unit_result_enter,
    unit_result_void,
)
from .interviews import interview_record, interview_withdraw
from .observations import (
    observation_answer,
    observation_file_add,
    observation_keep,
    observation_record,
    observation_show,
    observation_withdraw,
)
from .report_excuses import WORDS as EXCUSE_WORDS
from .report_excuses import report_excuse
from .report_files import Read, report_attach, report_file_drop, report_word_read
from .report_review import publish_checked, report_check, report_enter, report_return, reports_publish
from .report_volume import export_note, volume_request
from .reports import report_save, report_submit, report_withdraw
from .tasks import (
    key_task_cancel,
    key_task_miss,
    key_task_progress,
    key_task_register,
    key_task_return,
    key_task_submit,
    key_task_verify,
)
from .unit_result_files import unit_results_apply, unit_results_take_back

__all__ = [
    "EXCUSE_WORDS",
    "Read",
    "export_note",
    "integrity_ask",
    "integrity_clear_rest",
    "integrity_give",
    "interview_record",
    "interview_withdraw",
    "key_task_cancel",
    "key_task_miss",
    "key_task_progress",
    "key_task_register",
    "key_task_return",
    "key_task_submit",
    "key_task_verify",
    "observation_answer",
    "observation_file_add",
    "observation_keep",
    "observation_record",
    "observation_show",
    "observation_withdraw",
    "publish_checked",
    "report_attach",
    "report_check",
    "report_enter",
    "report_excuse",
    "report_file_drop",
    "report_return",
    "report_save",
    "report_submit",
    "report_withdraw",
    "report_word_read",
    "reports_publish",
    "unit_result_enter",
    "unit_result_void",
    "unit_results_apply",
    "unit_results_take_back",
    "volume_request",
]
