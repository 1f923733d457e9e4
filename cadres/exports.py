"""The cadre list as a workbook: the same rows, columns and order as on the page, marked with who took it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.lists import Reading
from core.tables.textbook import write_text_sheet

SHEET = "干部名册"


@dataclass(frozen=True)
class Watermark:
    """Who took the file out, when, what for; approver: 工号 of the second person, of an unmasked one."""

    staff_no: str
    at: datetime
    purpose: str
    approver: str = ""

    def lines(self, people: int) -> tuple[str, str]:
        """The rows above the header."""
        taken = f"{self.at:%Y-%m-%d %H:%M} 由工号 {self.staff_no} 导出，共 {people} 人"
        approved = f"，经工号 {self.approver} 批准，含完整号码" if self.approver else "，号码已隐去"
        purpose = " ".join(self.purpose.split())
        return (
            f"{taken}{approved}。用途：{purpose}",
            "仅限上述用途使用，不得转发、复制或公开，用毕及时删除。",
        )


def cadre_workbook(reading: Reading, path: Path, *, mark: Watermark) -> None:
    """Writes what the reading shows; row by row, so that ten thousand need no more memory than ten.

    Numbers are masked unless a second person approved.
    """
    columns = reading.columns
    texts = [column.unmasked if mark.approver and column.unmasked else column.text for column in columns]
    write_text_sheet(
        path,
        SHEET,
        [(column.header, column.width) for column in columns],
        ([text(row) for text in texts] for row in reading.every_row()),
        notes=mark.lines(reading.total()),
    )
