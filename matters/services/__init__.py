"""Recording what counts against whom, and what lifts or replaces it."""

from .files import file_apply
from .marks import mark_cancel, mark_correct, mark_lift, mark_record
from .matters import matter_create, matter_describe, matter_joined
from .periods import influence_refresh
from .reliefs import relief_record, relief_revoke
from .rulings import GivenMeasure, measures_replace, ruling_revoke

__all__ = [
    "GivenMeasure",
    "file_apply",
    "influence_refresh",
    "mark_cancel",
    "mark_correct",
    "mark_lift",
    "mark_record",
    "matter_create",
    "matter_describe",
    "matter_joined",
    "measures_replace",
    "relief_record",
    "relief_revoke",
    "ruling_revoke",
]
