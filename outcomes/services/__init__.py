"""What is made of a cycle's results, changed."""

from .bottom import bottom_list, bottom_reopen, bottom_submit, bottom_withdraw, fact_sheet_record
from .commendation import (
    commendation_add_above_quota,
    commendation_reopen,
    commendation_submit,
    commendations_issue,
    commendations_list,
    commendations_publish,
    evidence_file_add,
    evidence_file_remove,
    evidence_record,
)
from .talks import (
    follow_up_record,
    talk_assign,
    talk_confirm,
    talk_pause,
    talk_record,
    talk_resume,
)

__all__ = [
    "bottom_list",
    "bottom_reopen",
    "bottom_submit",
    "bottom_withdraw",
    "commendation_add_above_quota",
    "commendation_reopen",
    "commendation_submit",
    "commendations_issue",
    "commendations_list",
    "commendations_publish",
    "evidence_file_add",
    "evidence_file_remove",
    "evidence_record",
    "fact_sheet_record",
    "follow_up_record",
    "talk_assign",
    "talk_confirm",
    "talk_pause",
    "talk_record",
    "talk_resume",
]
