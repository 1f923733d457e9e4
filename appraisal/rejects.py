"""errors.xlsx: the bad rows of an import with what is wrong, ready to be corrected and imported again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from core.imports import ERROR, REJECT_COLUMNS, SURPLUS, problems_of, surplus_of
from core.tables.header import SUPPLEMENT_NOTE
from core.tables.reader import open_table
from core.tables.values import text
from core.tables.writer import Workbook

from .services import StagedFile

ADDED = (SURPLUS, *REJECT_COLUMNS)


def rejects_write(staged: Iterable[StagedFile], path: Path) -> int:
    """Writes one sheet per file, with the file's own columns and the problems behind them; counts the rows.

    A file without bad rows gets its header only, so the workbook can stand in for all the files. It is
    marked as a supplement: importing it adds and corrects these rows and leaves the others alone.
    """
    book = Workbook(supplement=True)
    total = 0
    for item in staged:
        total += _sheet(book, item)
    book.save(path)
    return total


def _sheet(book: Workbook, item: StagedFile) -> int:
    form = item.form
    found: dict[int, list[tuple[str, str]]] = {}
    for problem in problems_of(item.batch, ERROR):
        found.setdefault(problem.row, []).append((f"{problem.column}：{problem.message}", problem.remedy))
    with open_table(item.path) as table:
        located = form.locate(table)
        places = {f.header: located.columns[f.header] for f in form.fields if f.header in located.columns}
        sheet = book.sheet(
            form.label, [(name, 16, "text") for name in (*places, *ADDED)], note=SUPPLEMENT_NOTE
        )
        for number, cells in located.rows:
            if number not in found:
                continue
            values = [text(cells[at]) if at < len(cells) else "" for at in places.values()]
            problems = "；".join(message for message, _ in found[number])
            remedies = "；".join(dict.fromkeys(remedy for _, remedy in found[number]))
            sheet.append([*values, surplus_of(located, cells), number, problems, remedies])
    return len(found)
