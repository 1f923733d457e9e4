"""Handing out files that are made for one request."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.http import FileResponse


def workbook_response(name: str, write: Callable[[Path], None]) -> FileResponse:
    """The workbook that `write` puts at a path; streams from the open file and leaves no copy behind."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        write(path)
        content = path.open("rb")
    return FileResponse(content, as_attachment=True, filename=name)
