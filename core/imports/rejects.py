"""The bad rows of an import with what is wrong, ready to be corrected and imported again."""

from __future__ import annotations

from pathlib import Path

from core.models import ImportBatch
from core.tables.header import SUPPLEMENT_NOTE
from core.tables.reader import open_table
from core.tables.values import text
from core.tables.writer import Workbook

from .forms import ERROR, REJECT_COLUMNS, SURPLUS, FileForm
from .staging import problems_of, surplus_of

ADDED = (SURPLUS, *REJECT_COLUMNS)


def rejects_sheet(book: Workbook, form: FileForm, batch: ImportBatch, path: Path) -> int:
    """One sheet of the file's bad rows, under our headers and in our words, the problems behind them.

    Counts the rows. A file without bad rows gets its header only. Raises Refused where the file was changed
    or taken away meanwhile.
    """
    found: dict[int, list[tuple[str, str]]] = {}
    for problem in problems_of(batch, ERROR):
        found.setdefault(problem.row, []).append((f"{problem.column}：{problem.message}", problem.remedy))
    with open_table(path) as table:
        located = form.locate(table)
        places = {f.header: located.columns[f.header] for f in form.fields if f.header in located.columns}
        ours = {header: form.translator(header) or (lambda cell: cell) for header in places}
        sheet = book.sheet(
            form.label, [(name, 16, "text") for name in (*places, *ADDED)], note=SUPPLEMENT_NOTE
        )
        for number, cells in located.rows:
            if number not in found:
                continue
            values = [
                text(ours[header](cells[at])) if at < len(cells) else "" for header, at in places.items()
            ]
            problems = "；".join(message for message, _ in found[number])
            remedies = "；".join(dict.fromkeys(remedy for _, remedy in found[number]))
            sheet.append([*values, surplus_of(located, cells), number, problems, remedies])
    return len(found)
