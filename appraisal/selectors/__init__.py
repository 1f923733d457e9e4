"""Reading a year's appraisal across tables."""

from .gaps import OPEN, Gap, decisions_of, gaps_of, names_of
from .officers import (
    OFFICE_NAMES,
    SCORING_JOB,
    acting_duty,
    count_facts,
    may_serve,
    officers_of,
    scoring_job_open,
    scoring_key,
)
from .overview import CategoryFigures, category_figures, totals_by_category
from .prints import (
    confirmations_of,
    copies_of,
    copies_out,
    every_copy,
    office_name,
    runs_newest_first,
)
from .sight import Sight, gaps_by_year, gaps_open, sight_of, sights_of, unsettled
from .turnout import sittings_of, turnout
from .year import (
    YearCard,
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
    "OFFICE_NAMES",
    "OPEN",
    "SCORING_JOB",
    "CategoryFigures",
    "Gap",
    "Sight",
    "YearCard",
    "acting_duty",
    "category_figures",
    "confirmations_of",
    "copies_of",
    "copies_out",
    "count_facts",
    "decisions_of",
    "every_copy",
    "expelled_participants",
    "gaps_by_year",
    "gaps_of",
    "gaps_open",
    "may_serve",
    "names_of",
    "office_name",
    "officers_of",
    "papers_returned",
    "parameters_of",
    "participant_differences",
    "participants_left",
    "posts_of",
    "results_in_order",
    "runs_newest_first",
    "scoring_job_open",
    "scoring_key",
    "sight_of",
    "sights_of",
    "sittings_of",
    "totals_by_category",
    "turnout",
    "unsettled",
    "year_facts",
    "years_newest_first",
]
