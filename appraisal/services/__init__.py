from .components import ScoreDraft, bonus_add, bonus_take_back, component_scores_set
from .confirmation import score_confirm, score_confirm_withdraw
from .documents import forms_request
from .files import CycleClosed, cycle_open_from_file, participants_apply
from .gaps import gap_confirm, gap_propose, gap_reject, gap_withdraw
from .grade_decisions import grades_decide
from .grades import grade_propose
from .investigated import investigation_follow
from .notes import sheet_export_note, sheet_look_note, year_export_note, years_export_note
from .officers import officer_name
from .participants import (
    participant_add,
    participant_correct,
    participant_remove,
    participants_generate,
)
from .plans import plan_approve, plan_discard, plan_draft, plan_edit, plan_return
from .prints import copy_collect, copy_report_missing, copy_uncollect, prints_make, whole_refused
from .publicizing import publicity_stop
from .reopening import count_recheck, cycle_reopen, marks_follow, relief_follow, terms_follow
from .revising import grading_revise
from .scoring import year_score
from .sittings import sittings_record, year_papers_count
from .steps import cycle_decided, cycle_step
from .unit_sittings import unit_sitting_add, unit_sitting_edit, unit_sitting_remove
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
    "ScoreDraft",
    "StagedFile",
    "YearImport",
    "bonus_add",
    "bonus_take_back",
    "component_scores_set",
    "copy_collect",
    "copy_report_missing",
    "copy_uncollect",
    "count_recheck",
    "cycle_decided",
    "cycle_open_from_file",
    "cycle_reopen",
    "cycle_step",
    "forms_request",
    "gap_confirm",
    "gap_propose",
    "gap_reject",
    "gap_withdraw",
    "grade_propose",
    "grades_decide",
    "grading_revise",
    "investigation_follow",
    "marks_follow",
    "officer_name",
    "participant_add",
    "participant_correct",
    "participant_remove",
    "participants_apply",
    "participants_expected",
    "participants_generate",
    "plan_approve",
    "plan_discard",
    "plan_draft",
    "plan_edit",
    "plan_return",
    "prints_make",
    "publicity_stop",
    "relief_follow",
    "score_confirm",
    "score_confirm_withdraw",
    "score_enqueue",
    "sheet_export_note",
    "sheet_look_note",
    "sittings_record",
    "terms_follow",
    "unit_sitting_add",
    "unit_sitting_edit",
    "unit_sitting_remove",
    "whole_refused",
    "year_export_note",
    "year_import_apply",
    "year_import_discard",
    "year_import_stage",
    "year_papers_count",
    "year_score",
    "years_export_note",
]
