"""What is made of a cycle's results, changed."""

from .feedback import (
    feedback_hand_over,
    feedback_open,
    feedback_paper_enter,
    feedback_refusal_record,
    feedback_renew,
    feedback_sign,
)
from .review import (
    appeal_record,
    appeal_result_record,
    review_accept,
    review_answer,
    review_attach,
    review_draft,
    review_find,
    review_refuse,
    review_submit,
    review_withdraw,
)
from .revisions import review_decide, revision_make, stale_decide, stale_keep, stale_mark

__all__ = [
    "appeal_record",
    "appeal_result_record",
    "feedback_hand_over",
    "feedback_open",
    "feedback_paper_enter",
    "feedback_refusal_record",
    "feedback_renew",
    "feedback_sign",
    "review_accept",
    "review_answer",
    "review_attach",
    "review_decide",
    "review_draft",
    "review_find",
    "review_refuse",
    "review_submit",
    "review_withdraw",
    "revision_make",
    "stale_decide",
    "stale_keep",
    "stale_mark",
]
