from .files import CycleClosed, cycle_open_from_file, participants_apply
from .notes import year_export_note
from .scoring import year_score
from .year_import import (
    LABELS,
    ORDER,
    StagedFile,
    YearImport,
    participants_expected,
    score_enqueue,
    year_import_apply,
    year_import_discard,
    year_import_stage,
)

__all__ = [
    "LABELS",
    "ORDER",
    "CycleClosed",
    "StagedFile",
    "YearImport",
    "cycle_open_from_file",
    "participants_apply",
    "participants_expected",
    "score_enqueue",
    "year_export_note",
    "year_import_apply",
    "year_import_discard",
    "year_import_stage",
    "year_score",
]
