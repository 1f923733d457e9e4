"""Every change of a meeting or of a publicity."""

from .agenda import (
    agenda_item_add,
    agenda_item_from_offer,
    agenda_item_move,
    agenda_item_renew,
    agenda_item_withdraw,
    correction_add,
)
from .attendance import AttendeeDraft, attendance_record, recusal_add, recusal_answer
from .meetings import (
    agenda_reopen,
    agenda_set,
    meeting_cancel,
    meeting_edit,
    meeting_finalise,
    meeting_hold,
    meeting_open,
    proxy_set,
)
from .objections import objection_close, objection_record
from .publicity import (
    PublicPerson,
    publicity_draft,
    publicity_edit,
    publicity_expire,
    publicity_open,
    publicity_person_withdraw,
    publicity_publish,
    publicity_withdraw,
)
from .results import ResultDraft, item_postpone, item_result_record, item_result_withdraw

__all__ = [
    "AttendeeDraft",
    "PublicPerson",
    "ResultDraft",
    "agenda_item_add",
    "agenda_item_from_offer",
    "agenda_item_move",
    "agenda_item_renew",
    "agenda_item_withdraw",
    "agenda_reopen",
    "agenda_set",
    "attendance_record",
    "correction_add",
    "item_postpone",
    "item_result_record",
    "item_result_withdraw",
    "meeting_cancel",
    "meeting_edit",
    "meeting_finalise",
    "meeting_hold",
    "meeting_open",
    "objection_close",
    "objection_record",
    "proxy_set",
    "publicity_draft",
    "publicity_edit",
    "publicity_expire",
    "publicity_open",
    "publicity_person_withdraw",
    "publicity_publish",
    "publicity_withdraw",
    "recusal_add",
    "recusal_answer",
]
