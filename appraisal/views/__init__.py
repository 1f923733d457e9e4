"""A year's appraisal over HTTP."""

from .gaps import GapConfirm, GapPropose, GapReject, GapWithdraw, year_gaps, year_gaps_export
from .lists import year_lists
from .overview import year, year_export
from .person import year_person
from .prints import (
    CopiesCollect,
    CopyMissing,
    CopyUncollect,
    PaperExport,
    PrintMake,
    print_copy,
    print_papers,
    print_register,
    print_run,
    year_prints,
)
from .ranking import year_ranking
from .scoring import (
    OfficerName,
    ScoreConfirm,
    ScoreConfirmWithdraw,
    ScoreRecheck,
    year_scoring,
    year_scoring_export,
)
from .sheets import (
    own_score_sheet,
    own_score_sheet_export,
    score_sheet,
    score_sheet_export,
    score_sheet_full,
    score_sheet_full_export,
)
from .sittings import YearSittings
from .taking import year_lists_export, year_person_export, year_ranking_export
from .what_if import WhatIfExport, what_if
from .years import year_results, years, years_export

__all__ = [
    "CopiesCollect",
    "CopyMissing",
    "CopyUncollect",
    "GapConfirm",
    "GapPropose",
    "GapReject",
    "GapWithdraw",
    "OfficerName",
    "PaperExport",
    "PrintMake",
    "ScoreConfirm",
    "ScoreConfirmWithdraw",
    "ScoreRecheck",
    "WhatIfExport",
    "YearSittings",
    "own_score_sheet",
    "own_score_sheet_export",
    "print_copy",
    "print_papers",
    "print_register",
    "print_run",
    "score_sheet",
    "score_sheet_export",
    "score_sheet_full",
    "score_sheet_full_export",
    "what_if",
    "year",
    "year_export",
    "year_gaps",
    "year_gaps_export",
    "year_lists",
    "year_lists_export",
    "year_person",
    "year_person_export",
    "year_prints",
    "year_ranking",
    "year_ranking_export",
    "year_results",
    "year_scoring",
    "year_scoring_export",
    "years",
    "years_export",
]
