"""What changes signals, cards and rectification."""

from .cards import (
    card_approve,
    card_drop,
    card_edit,
    card_issue,
    card_revoke,
    card_sign,
    card_sign_for,
    cards_exempt,
    cards_lapse,
    cards_recount,
)
from .education import attendance_record, education_record
from .measures import card_answer, card_conclude, card_criticise, card_follow_report
from .rectification import (
    item_check,
    item_finish,
    item_remove,
    item_return,
    item_write,
    plan_submit,
    recheck_confirm,
    recheck_propose,
    recheck_return,
    report_submit,
)
from .scan import nightly_begin, nightly_run, rule_scan
from .signals import signal_dismiss, signal_note, signal_take, signals_erase

__all__ = [
    "attendance_record",
    "card_answer",
    "card_approve",
    "card_conclude",
    "card_criticise",
    "card_drop",
    "card_edit",
    "card_follow_report",
    "card_issue",
    "card_revoke",
    "card_sign",
    "card_sign_for",
    "cards_exempt",
    "cards_lapse",
    "cards_recount",
    "education_record",
    "item_check",
    "item_finish",
    "item_remove",
    "item_return",
    "item_write",
    "nightly_begin",
    "nightly_run",
    "plan_submit",
    "recheck_confirm",
    "recheck_propose",
    "recheck_return",
    "report_submit",
    "rule_scan",
    "signal_dismiss",
    "signal_note",
    "signal_take",
    "signals_erase",
]
