"""Workbooks of a year."""

from .gaps import gaps_workbook
from .overview import overview_workbook
from .scoring import scoring_workbook
from .sheets import sheet_workbook
from .workbook import year_workbook
from .years import years_workbook

__all__ = [
    "gaps_workbook",
    "overview_workbook",
    "scoring_workbook",
    "sheet_workbook",
    "year_workbook",
    "years_workbook",
]
