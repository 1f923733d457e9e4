from .confirmation import score_confirm, score_confirm_withdraw
from .files import CycleClosed, cycle_open_from_file, participants_apply
from .gaps import gap_confirm, gap_propose, gap_reject, gap_withdraw
from .investigated import investigation_follow
from .notes import sheet_export_note, sheet_look_note, year_export_note
from .officers import officer_name
from .prints import copy_collect, copy_report_missing, copy_uncollect, prints_make, whole_refused
from .reopening import cycle_reopen, relief_follow
from .revising import grading_revise
from .scoring import year_score
from .sittings import sittings_record, year_papers_count
from .term import term_score
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
    "copy_collect",
    "copy_report_missing",
    "copy_uncollect",
    "cycle_open_from_file",
    "cycle_reopen",
    "gap_confirm",
    "gap_propose",
    "gap_reject",
    "gap_withdraw",
    "grading_revise",
    "investigation_follow",
    "officer_name",
    "participants_apply",
    "participants_expected",
    "prints_make",
    "relief_follow",
    "score_confirm",
    "score_confirm_withdraw",
    "score_enqueue",
    "sheet_export_note",
    "sheet_look_note",
    "sittings_record",
    "term_score",
    "whole_refused",
    "year_export_note",
    "year_import_apply",
    "year_import_discard",
    "year_import_stage",
    "year_papers_count",
    "year_score",
]
