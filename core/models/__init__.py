"""Tables without a domain: jobs, stored files, staged imports, saved views, what this installation is."""

from core.events import CaseEvent

from .files import StoredFile
from .installation import Installation
from .jobs import Job
from .saved_views import SavedView
from .staging import ImportBatch, ImportProblem, StagedRow

__all__ = [
    "CaseEvent",
    "ImportBatch",
    "ImportProblem",
    "Installation",
    "Job",
    "SavedView",
    "StagedRow",
    "StoredFile",
]
