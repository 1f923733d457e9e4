"""A first look at a table whose headings are not ours: its likely header, and what stands below."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice
from typing import Any

from core.tables.errors import Refused
from core.tables.header import LOOK, _data_rows, _first_rows, _Heading, _one_tier, _two_tiers
from core.tables.reader import Table

LEAST_HEADINGS = 2


@dataclass(frozen=True)
class FirstLook:
    """A sheet's likely header and first rows. headings: index -> heading as shown, from left to right."""

    sheet: str
    header_row: int
    headings: dict[int, str]
    rows: list[tuple[int, tuple[Any, ...]]]


def look(table: Table, known: Collection[str], *, rows: int) -> FirstLook:
    """The sheet and row whose headings are known best; of unknown ones the row that names most columns.

    known: folded headings that somebody has seen before. Raises Refused where nothing looks like a header.
    """
    best: tuple[tuple[int, int, int, int], str, _Heading] | None = None
    for sheet in table.sheet_names:
        for heading in _readings(table, sheet, set(known)):
            keys = set(heading.keys.values())
            if len(keys) < LEAST_HEADINGS:
                continue
            fit = (len(keys & set(known)), heading.row == heading.last, len(keys), -heading.row)
            if best is None or fit > best[0]:
                best = (fit, sheet, heading)
    if best is None:
        raise Refused(f"前 {LOOK} 行里没有找到表头", "表头至少要有两列，请核对是否选错了文件")
    _, sheet, heading = best
    width = max(heading.keys) + 1
    found = list(islice(_data_rows(table.rows(sheet), heading, width), rows))
    return FirstLook(sheet, heading.row, dict(sorted(heading.shown.items())), found)


def _readings(table: Table, sheet: str, known: set[str]) -> list[_Heading]:
    first = [row for row in _first_rows(table, sheet) if row[0] <= LOOK + 1]
    found = []
    for position, (number, cells) in enumerate(first):
        if number > LOOK:
            break
        found.append(_one_tier(number, cells))
        if position + 1 < len(first) and first[position + 1][0] == number + 1:
            found.append(_two_tiers(number, cells, first[position + 1][1], known))
    return found
