"""A score sheet as a workbook: the tables of the page, one sheet each, values and no formulas (第六条)."""

from __future__ import annotations

from pathlib import Path

from core.tables.writer import Workbook

from ..tables.sheets import SheetPage, Table

NARROW, WIDE = 12, 24


def sheet_workbook(page: SheetPage, path: Path, *, title: str) -> None:
    """Writes what the page shows, the dashes too; first whose sheet it is and the check."""
    book = Workbook()
    first = book.sheet("计分表", [("项目", NARROW, "text"), ("内容", 80, "text")])
    first.append(["计分表", title])
    for name, value in page.facts:
        first.append([name, value])
    _, said, words = page.check
    first.append([said, words])
    for table in page.tables:
        _append(book, table)
    book.save(path)


def _append(book: Workbook, table: Table) -> None:
    columns = [(name, NARROW if figures else WIDE, "auto") for name, figures in table.columns]
    sheet = book.sheet(table.title, columns)
    for row in table.rows:
        values = [cell.text if cell.value is None else cell.value for cell in row]
        sheet.append(values + [None] * (len(columns) - len(values)))
    for note in table.notes or ((table.empty,) if table.empty and not table.rows else ()):
        sheet.append([note, *[None] * (len(columns) - 1)])
