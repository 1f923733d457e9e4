"""What stands beside the votes of a cycle, changed."""

from .facts import (
    integrity_ask,
    integrity_clear_rest,
    integrity_give,
    unit_result_enter,
    unit_result_void,
)
from .observations import (
    observation_answer,
    observation_file_add,
    observation_record,
    observation_show,
    observation_withdraw,
)
from .tasks import (
    key_task_cancel,
    key_task_miss,
    key_task_progress,
    key_task_register,
    key_task_return,
    key_task_submit,
    key_task_verify,
)

__all__ = [
    "integrity_ask",
    "integrity_clear_rest",
    "integrity_give",
    "key_task_cancel",
    "key_task_miss",
    "key_task_progress",
    "key_task_register",
    "key_task_return",
    "key_task_submit",
    "key_task_verify",
    "observation_answer",
    "observation_file_add",
    "observation_record",
    "observation_show",
    "observation_withdraw",
    "unit_result_enter",
    "unit_result_void",
]
