"""A chart as a page declares it: its table. The picture is drawn from the table's own cells, in the browser.

So the two cannot differ, and without a script the table is the whole of it. See `static/js/charts.js`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a table is drawn, and the roles its columns need.

    BARS: `from`, `to` (both included) and `count` of every interval. BOXES: `name`, `least`, `lower`,
    `median`, `upper` and `greatest` of every group, `values` (with 、 between them) where there is no box;
    columns of the role `mark` are drawn as one sign each. ROWS: `name` and `value`, one bar lying beside each
    name. RADAR: `name` of every axis and one column of the role `series` for each line, three at most.
    TREND: `name` of every moment, one column `series` for each line, `event` for what happened then.
    HEAT: `name` of every row and one column of the role `cell` for each column of the picture.
    """

    BARS = "bars"
    BOXES = "boxes"
    ROWS = "rows"
    RADAR = "radar"
    TREND = "trend"
    HEAT = "heat"


@dataclass(frozen=True)
class Head:
    """A column: what stands above it, and what the picture takes it for ("" for nothing)."""

    label: str
    role: str = ""


@dataclass(frozen=True)
class Line:
    """A line across the picture: its words, and the figure it stands at as text."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Chart:
    """name: unique on the page; about: one sentence that says what the picture shows, with n.

    step: the least difference between two figures, as text. lines: across a picture of `BARS`. least, most:
    the scale of `RADAR`, as text.
    """

    name: str
    kind: Kind
    title: str
    about: str
    columns: Sequence[Head]
    rows: Sequence[Sequence[str]]
    lines: Sequence[Line] = ()
    step: str = "0.01"
    empty: str = "没有可以显示的数字。"
    least: str = ""
    most: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{len(row)} cells for {len(self.columns)} columns")

    @property
    def cells(self) -> list[list[tuple[Head, str]]]:
        """Every row with the head of each cell, as the template writes it."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]
