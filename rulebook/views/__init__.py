"""The rules over HTTP."""

from .documents import DocumentAdd, DocumentEdit, documents
from .drafts import DraftBasisEdit, DraftSectionEdit, DraftStart, draft
from .steps import DraftApprove, DraftDiscard, DraftReturn, DraftSubmit
from .versions import rule_version, rule_version_file, rules, rules_export

__all__ = [
    "DocumentAdd",
    "DocumentEdit",
    "DraftApprove",
    "DraftBasisEdit",
    "DraftDiscard",
    "DraftReturn",
    "DraftSectionEdit",
    "DraftStart",
    "DraftSubmit",
    "documents",
    "draft",
    "rule_version",
    "rule_version_file",
    "rules",
    "rules_export",
]
