"""The papers of a Party committee, and the register of their copies, as workbooks."""

from __future__ import annotations

from pathlib import Path

from core import clock
from core.tables.writer import Workbook

from .. import selectors
from ..models import Cycle
from ..tables.prints import Cell, Column, Paper
from .taken import Taken

REGISTER = (
    ("材料", 18),
    ("会议或用途", 30),
    ("会议日期", 12),
    ("印制时间", 18),
    ("印制人", 12),
    ("编号", 8),
    ("份数", 8),
    ("持有人", 14),
    ("情况", 12),
    ("收回时间", 18),
    ("收回人", 12),
    ("遗失情况", 40),
    ("是否作废", 20),
)


def paper_workbook(paper: Paper, path: Path, *, taken: Taken) -> None:
    """Writes a paper: its rows with their category, what is said of each, and the papers returned."""
    book = Workbook()
    head = "\n".join(taken.lines(f"{paper.title}，{paper.office}"))
    columns = [("考核类别", 24, "text"), *((c.header, c.width, _kind(c)) for c in paper.columns)]
    rows = book.sheet(paper.document.label, columns, head)
    for part in paper.parts:
        for row in part.rows:
            rows.append([part.name, *map(_value, paper.columns, row)])
    said = book.sheet("说明", [("事项", 24, "text"), ("内容", 120, "text")])
    for note in paper.notes:
        said.append(["总体情况", note])
    for part in paper.parts:
        said.append([part.name, part.said])
        for note in part.notes:
            said.append([part.name, note])
    for name, text in (("依据", paper.source), ("确认", paper.confirmed), ("结果摘要", paper.digest)):
        said.append([name, text])
    if paper.turnout:
        counts = ("应到", "实到", "发出", "收回", "有效", "弃权")
        turnout = book.sheet("测评票", [("票类", 16, "text"), *((name, 10, "integer") for name in counts)])
        for item in paper.turnout:
            turnout.append(
                [
                    item.group,
                    item.expected,
                    item.present,
                    item.issued,
                    item.returned,
                    item.valid,
                    item.abstained,
                ]
            )
    book.save(path)


def _kind(column: Column) -> str:
    return "auto" if column.is_figure else "text"


def _value(column: Column, value: Cell) -> Cell:
    """The value itself, so that a sheet can count with it; what is not printed is said as on paper."""
    return column.shown(value) if value is None else value


def copies_workbook(cycle: Cycle, path: Path) -> None:
    """Writes the register of a year's numbered copies: who held each, and whether it came back."""
    book = Workbook()
    sheet = book.sheet("会议材料登记", [(name, width, "auto") for name, width in REGISTER])
    for copy in selectors.every_copy(cycle):
        run, back = copy.run, copy.collected_at
        sheet.append(
            [
                run.get_document_display(),
                run.meeting,
                run.meeting_on,
                f"{run.printed_at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}",
                run.printed_by.name,
                copy.number,
                run.copies,
                copy.holder,
                copy.state_word,
                f"{back.astimezone(clock.ZONE):%Y-%m-%d %H:%M}" if back else None,
                copy.collected_by.name if copy.collected_by else None,
                copy.missing_note,
                "结果已变动，此件作废" if run.is_void(cycle) else "",
            ]
        )
    book.save(path)
