"""单位目标考核结果 from a table: every row judged, mistakes told by row; with one, nothing is stored."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.tables.errors import Refused
from core.tables.header import locate
from core.tables.reader import open_table
from core.tables.values import fold

MOST_BYTES = 5 * 1024 * 1024
MOST_TOLD = 30
UNIT, RESULT, DOCUMENT, REASON = "单位", "等次或得分", "文号", "更正的原因"
LONGEST = {RESULT: 40, DOCUMENT: 100, REASON: 200}


@dataclass(frozen=True)
class ResultRow:
    """What a row says of a unit. row: its number in the file."""

    row: int
    unit: int
    result: str
    document_no: str
    reason: str


@dataclass
class ReadResults:
    """rows of the file; mistakes: sentences that name the row."""

    rows: list[ResultRow] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    @property
    def told(self) -> list[str]:
        """The first mistakes, and how many more there are."""
        more = len(self.mistakes) - MOST_TOLD
        return [*self.mistakes[:MOST_TOLD], *([f"还有 {more} 处，请一并更正。"] if more > 0 else [])]


def results_read(upload: Any, units: Mapping[str, int]) -> ReadResults:
    """The rows of an uploaded workbook or csv. units: name -> primary key of every unit that stands."""
    found = ReadResults()
    if upload.size > MOST_BYTES:
        found.mistakes.append("文件超过 5 兆，请只保留单位、等次或得分、文号三列。")
        return found
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"results{Path(upload.name).suffix.lower()[:5]}"
        path.write_bytes(upload.read())
        try:
            _read(path, units, found)
        except Refused as refused:
            found.mistakes.append(str(refused))
    return found


def _read(path: Path, units: Mapping[str, int], found: ReadResults) -> None:
    with open_table(path) as table:
        located = locate(table, [UNIT, RESULT, DOCUMENT], [REASON])
        seen: dict[str, int] = {}
        for row, cells in located.rows:
            said = {name: _text(cells[place]) for name, place in located.columns.items()}
            name = said[UNIT]
            if not any(said.get(column) for column in LONGEST):
                continue  # a row of the blank table that nobody filled in
            if name not in units:
                found.mistakes.append(f"第 {row} 行：没有名为“{name}”的单位，请用系统中的单位名称。")
                continue
            if name in seen:
                found.mistakes.append(f"第 {row} 行：“{name}”与第 {seen[name]} 行重复。")
                continue
            seen[name] = row
            wrong = [f"没有填写{column}" for column in (RESULT, DOCUMENT) if not said[column]]
            wrong += [
                f"{column}超过 {most} 个字"
                for column, most in LONGEST.items()
                if len(said.get(column, "")) > most
            ]
            if wrong:
                found.mistakes.append(f"第 {row} 行“{name}”：{'，'.join(wrong)}。")
                continue
            found.rows.append(ResultRow(row, units[name], said[RESULT], said[DOCUMENT], said.get(REASON, "")))


def _text(cell: Any) -> str:
    return "" if cell is None else fold(cell)
