"""聘期考核 as a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from core.tables.writer import Workbook

from ..models import Cycle
from ..tables.term import TermRow

END = (
    ("年度总分平均", 14),
    ("聘期末测评", 14),
    ("聘期总分", 12),
    ("系统建议", 12),
    ("审定", 12),
    ("说明", 80),
)


def term_workbook(cycle: Cycle, rows: Iterable[TermRow], path: Path) -> None:
    """One line a person; a year without a total says why."""
    years = range(cycle.first_year, cycle.year + 1)
    heads = [("工号", 12), ("姓名", 12), ("考核类别", 24), *((f"{year} 年度", 24) for year in years), *END]
    sheet_book = Workbook()
    sheet = sheet_book.sheet("聘期考核", [(name, width, "text") for name, width in heads])
    for row in rows:
        said = {year: why or total for year, total, why in row.years}
        sheet.append(
            [
                row.staff_no,
                row.name,
                row.category,
                *(said.get(year, "") for year in years),
                row.mean,
                row.end,
                row.total,
                row.proposal,
                row.decided,
                "".join(row.reasons),
            ]
        )
    sheet_book.save(path)
