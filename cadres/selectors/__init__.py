"""Reading the register."""

from .history import Change, history_of
from .posts import holders_of, present_names, unit_names_on, unit_of, unit_page, unit_tree
from .roster import (
    SECRET,
    category_of,
    in_register,
    roster_differences,
    with_primary_post,
)

__all__ = [
    "SECRET",
    "Change",
    "category_of",
    "history_of",
    "holders_of",
    "in_register",
    "present_names",
    "roster_differences",
    "unit_names_on",
    "unit_of",
    "unit_page",
    "unit_tree",
    "with_primary_post",
]
