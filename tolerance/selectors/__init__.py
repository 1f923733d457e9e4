"""What is asked across the tables of tolerance."""

from cadres.selectors import unit_of

from .cases import (
    earlier_of,
    heads_of,
    holding,
    matters_offered,
    office_of,
    officer_facts,
    officers_offered,
    pending_on,
    review_until,
    told_on,
    untold,
)

__all__ = [
    "earlier_of",
    "heads_of",
    "holding",
    "matters_offered",
    "office_of",
    "officer_facts",
    "officers_offered",
    "pending_on",
    "review_until",
    "told_on",
    "unit_of",
    "untold",
]
