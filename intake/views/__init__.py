"""The import wizard over HTTP: list and start, upload, columns, one import in its state, and its steps."""

from .columns import ImportColumns, ImportMappingDelete, import_mappings
from .files import import_blank, import_errors
from .lists import import_start, imports
from .page import import_page
from .steps import ImportConfirm, ImportDecisions, ImportDiscard, ImportUndo
from .upload import ImportUpload

__all__ = [
    "ImportColumns",
    "ImportConfirm",
    "ImportDecisions",
    "ImportDiscard",
    "ImportMappingDelete",
    "ImportUndo",
    "ImportUpload",
    "import_blank",
    "import_errors",
    "import_mappings",
    "import_page",
    "import_start",
    "imports",
]
