"""The one place that answers what counts against whom, and what is lifted."""

from .bars import bars_in, bars_on, lifted_on
from .counting import FeltRow, concerns, counted, investigations_open, lifted_for, marks_of, rows_of
from .files import (
    FilePlan,
    Row,
    exempted_pairs,
    file_keys,
    file_plan,
    file_rows,
    held_rows,
    matter_differences,
)
from .periods import Period, influence_of, influences_of, known_measures
from .record import Lifting, Recorded, record_of
from .states import MarkState, liftings_due, states_on

__all__ = [
    "FeltRow",
    "FilePlan",
    "Lifting",
    "MarkState",
    "Period",
    "Recorded",
    "Row",
    "bars_in",
    "bars_on",
    "concerns",
    "counted",
    "exempted_pairs",
    "file_keys",
    "file_plan",
    "file_rows",
    "held_rows",
    "influence_of",
    "influences_of",
    "investigations_open",
    "known_measures",
    "lifted_for",
    "lifted_on",
    "liftings_due",
    "marks_of",
    "matter_differences",
    "record_of",
    "rows_of",
    "states_on",
]
