"""The overview as pages and workbooks show it: all for the two offices, no figure of few people outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.charts import Chart, Head, Kind
from core.tables.writer import Workbook
from policy.small_cells import shown_groups

from ..selectors.overview import KINDS, Group, Table

HIDDEN = "不显示"


@dataclass(frozen=True)
class Section:
    """One table with its picture. words: (name, look) where the names carry a colour and a word."""

    title: str
    chart: Chart
    words: tuple[tuple[str, str], ...] = ()
    note: str = ""


def sections_for_offices(tables: Sequence[Table]) -> list[Section]:
    """Everything, as a picture with its table."""
    return [Section(table.title, _chart(table), _words(table)) for table in tables]


def sections_outside(tables: Sequence[Table], *, least: int) -> list[Section]:
    """By state alone, without figures of few people and without what would give them away.

    A second division of the same people would be subtracted from the first: all less those still running
    are those who are done, all with an outcome are those of the states after it. One table knows no other.
    """
    (table,) = (one for one in tables if one.code == "state")
    groups = {group.name: group.people for group in table.groups}
    shown = shown_groups(groups, least=least)
    rows = [group for group in table.groups if group.name in shown]
    hidden = len(table.groups) - len(rows)
    note = f"涉及不足 {least} 人的项目和可能由此推算出来的项目不显示，共 {hidden} 项。" if hidden else ""
    total = f"，合计 {sum(groups.values())} 人" if sum(groups.values()) >= least else ""
    return [Section(table.title, _people_chart(table, rows, total), note=note)]


def _words(table: Table) -> tuple[tuple[str, str], ...]:
    if table.code != "due":
        return ()
    return tuple(
        (f"{group.name} {group.cases} 件", KINDS[group.name]) for group in table.groups if group.cases
    )


def _chart(table: Table) -> Chart:
    # Fifteen states, most of them empty, would hide the few that matter.
    rows = [_cells(group) for group in table.groups if group.cases or table.code not in ("unit", "state")]
    total = sum(group.cases for group in table.groups)
    return Chart(
        name=f"tolerance-{table.code}",
        kind=Kind.ROWS,
        title=table.title,
        about=f"{table.about}，合计 {total} 件。",
        columns=(Head("项目", "name"), Head("件数", "value"), Head("人数"), Head("其中逾期")),
        rows=rows,
        step="1",
        empty="还没有提交的申请。",
    )


def _cells(group: Group) -> list[str]:
    return [group.name, str(group.cases), str(group.people), str(group.overdue)]


def _people_chart(table: Table, groups: Sequence[Group], total: str) -> Chart:
    return Chart(
        name=f"tolerance-{table.code}",
        kind=Kind.ROWS,
        title=table.title,
        about=f"{table.about}，按涉及的人数{total}。",
        columns=(Head("项目", "name"), Head("人数", "value")),
        rows=[[group.name, str(group.people)] for group in groups],
        step="1",
        empty="涉及的人数太少，不显示。",
    )


def overview_workbook(tables: Sequence[Table], path: Path, *, note: str) -> None:
    """The tables of the two offices, one sheet each."""
    book = Workbook()
    columns = [
        ("项目", 24, "text"),
        ("件数", 10, "integer"),
        ("人数", 10, "integer"),
        ("其中逾期", 12, "integer"),
    ]
    for table in tables:
        sheet = book.sheet(table.title, columns, note=f"{table.about}\n{note}")
        for group in table.groups:
            sheet.append([group.name, group.cases, group.people, group.overdue])
    book.save(path)
