"""What is done to clarifications."""

from .besides import blocked_add, blocked_restore, committee_note, malice_step
from .checks import finding_confirm, finding_record, finding_return, wishes_record
from .doing import (
    case_archive,
    clarification_do,
    clarification_overturn,
    delivery_paper,
    delivery_sign,
    visit_record,
)
from .plans import case_refuse, deadlines_recount, plan_approve, plan_decide, plan_return, plan_submit
from .requests import file_add, proposal_begin, request_save, request_submit, request_withdraw

__all__ = [
    "blocked_add",
    "blocked_restore",
    "case_archive",
    "case_refuse",
    "clarification_do",
    "clarification_overturn",
    "committee_note",
    "deadlines_recount",
    "delivery_paper",
    "delivery_sign",
    "file_add",
    "finding_confirm",
    "finding_record",
    "finding_return",
    "malice_step",
    "plan_approve",
    "plan_decide",
    "plan_return",
    "plan_submit",
    "proposal_begin",
    "request_save",
    "request_submit",
    "request_withdraw",
    "visit_record",
    "wishes_record",
]
