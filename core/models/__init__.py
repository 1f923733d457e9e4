"""Tables without a domain: jobs, files, bundles of documents, staged imports, saved views, installation."""

from core.events import CaseEvent

from .bundles import DocumentBundle
from .files import StoredFile
from .installation import Installation
from .jobs import Job
from .saved_views import SavedView
from .staging import ImportBatch, ImportProblem, StagedRow

__all__ = [
    "CaseEvent",
    "DocumentBundle",
    "ImportBatch",
    "ImportProblem",
    "Installation",
    "Job",
    "SavedView",
    "StagedRow",
    "StoredFile",
]
