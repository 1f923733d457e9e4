"""What a client may write about rules: each form lists its fields (F21)."""

from .base import SectionForm
from .drafts import ApproveForm, BasisForm, ConfirmForm, DocumentForm, ReasonForm, StartForm
from .sections import SECTIONS, Section
from .voting import CategoryForm

__all__ = [
    "SECTIONS",
    "ApproveForm",
    "BasisForm",
    "CategoryForm",
    "ConfirmForm",
    "DocumentForm",
    "ReasonForm",
    "Section",
    "SectionForm",
    "StartForm",
]
