"""Reading a year's appraisal across tables."""

from .sight import Sight, sight_of
from .year import (
    expelled_participants,
    papers_returned,
    parameters_of,
    participant_differences,
    participants_left,
    posts_of,
    results_in_order,
    year_facts,
    years_newest_first,
)

__all__ = [
    "Sight",
    "expelled_participants",
    "papers_returned",
    "parameters_of",
    "participant_differences",
    "participants_left",
    "posts_of",
    "results_in_order",
    "sight_of",
    "year_facts",
    "years_newest_first",
]
