"""The one place that answers what counts against whom, and what is lifted."""

from .counting import counted, counts_in, investigations_open, lifted_for, marks_of, reaches
from .files import FilePlan, Row, file_plan, file_rows, matter_differences
from .periods import Period, influence_of, influences_of, known_measures
from .record import Lifting, Recorded, record_of

__all__ = [
    "FilePlan",
    "Lifting",
    "Period",
    "Recorded",
    "Row",
    "counted",
    "counts_in",
    "file_plan",
    "file_rows",
    "influence_of",
    "influences_of",
    "investigations_open",
    "known_measures",
    "lifted_for",
    "marks_of",
    "matter_differences",
    "reaches",
    "record_of",
]
