"""成分得分 from a table: every cell judged, mistakes told by row; nothing is stored while there is one."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.tables.errors import BadValue, Refused
from core.tables.header import locate
from core.tables.reader import open_table
from core.tables.values import fold, is_blank, points

MOST_BYTES = 5 * 1024 * 1024
MOST_TOLD = 30
PERSON = "工号"


@dataclass
class ReadScores:
    """What a file says: (工号, component's name) -> score; mistakes: sentences that name the row."""

    scores: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)

    @property
    def told(self) -> list[str]:
        """The first mistakes, and how many more there are."""
        more = len(self.mistakes) - MOST_TOLD
        return [*self.mistakes[:MOST_TOLD], *([f"还有 {more} 处，请一并更正。"] if more > 0 else [])]


def scores_read(upload: Any, names: list[str], people: set[str]) -> ReadScores:
    """The scores of an uploaded workbook or csv. names: components that weigh; people: 工号 on the list.

    A blank cell says nothing and changes nothing.
    """
    found = ReadScores()
    if upload.size > MOST_BYTES:
        found.mistakes.append("文件超过 5 兆，请只保留工号和得分列。")
        return found
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"scores{Path(upload.name).suffix.lower()[:5]}"
        path.write_bytes(upload.read())
        try:
            _read(path, names, people, found)
        except Refused as refused:
            found.mistakes.append(str(refused))
    return found


def _read(path: Path, names: list[str], people: set[str], found: ReadScores) -> None:
    with open_table(path) as table:
        located = locate(table, [PERSON], names)
        present = [name for name in names if name in located.columns]
        if not present:
            raise Refused(f"没有“{'”“'.join(names)}”中的任何一列", "请下载本页的表格填写")
        seen: dict[str, int] = {}
        for row, cells in located.rows:
            staff_no = fold(cells[located.columns[PERSON]])
            if staff_no not in people:
                found.mistakes.append(f"第 {row} 行：工号“{staff_no}”不在参加考核人员名单中。")
                continue
            if staff_no in seen:
                found.mistakes.append(f"第 {row} 行：工号 {staff_no} 与第 {seen[staff_no]} 行重复。")
                continue
            seen[staff_no] = row
            for name in present:
                cell = cells[located.columns[name]]
                if not is_blank(cell):
                    _one(row, staff_no, name, cell, found)


def _one(row: int, staff_no: str, name: str, cell: Any, found: ReadScores) -> None:
    try:
        score = points(cell)
    except BadValue as bad:
        found.mistakes.append(f"第 {row} 行“{name}”：{bad}")
        return
    if score > 100:
        found.mistakes.append(f"第 {row} 行“{name}”：得分应在 0 到 100 之间。")
        return
    found.scores[staff_no, name] = score
