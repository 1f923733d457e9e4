"""errors.xlsx: the bad rows of a year's import with what is wrong, to be corrected and imported again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from core.imports import rejects_sheet
from core.tables.writer import Workbook

from .services import StagedFile


def rejects_write(staged: Iterable[StagedFile], path: Path) -> int:
    """Writes one sheet per file, with the file's own columns and the problems behind them; counts the rows.

    A file without bad rows gets its header only, so the workbook can stand in for all the files. It is
    marked as a supplement: importing it adds and corrects these rows and leaves the others alone.
    """
    book = Workbook(supplement=True)
    total = sum(rejects_sheet(book, item.form, item.batch, item.path) for item in staged)
    book.save(path)
    return total
