"""The ranking as it is shown, and both lists, as workbooks of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from core.lists import Reading
from core.tables.textbook import write_text_sheet

from ..tables.lists import Listed, ListsPage, Part
from .taken import Taken

COLUMNS = (
    ("名单", 22),
    ("考核类别", 24),
    ("名次", 8),
    ("工号", 12),
    ("姓名", 14),
    ("单位", 20),
    ("现任职务", 22),
    ("总分", 10),
    ("与类别平均分之差", 16),
    ("建议", 16),
    ("说明", 90),
)


def ranking_workbook(reading: Reading, path: Path, *, taken: Taken) -> None:
    """Writes what the reading shows: the same rows, columns and order as on the page."""
    columns = reading.columns
    write_text_sheet(
        path,
        "分类别排名",
        [(column.header, column.width) for column in columns],
        ([column.text(row) for column in columns] for row in reading.every_row()),
        notes=taken.lines(f"{reading.page.title}，共 {reading.total()} 人"),
    )


def lists_workbook(page: ListsPage, path: Path, *, title: str, taken: Taken) -> None:
    """Writes both lists, who stands next where seats stay empty, and who is lower and not listed."""
    notes = (*taken.lines(title), *page.notes, *_noted(page.top), *_noted(page.bottom))
    write_text_sheet(path, "两个名单", COLUMNS, _rows(page), notes=notes)


def _rows(page: ListsPage) -> Iterator[Sequence[str]]:
    for part in page.top:
        yield from (_row(f"前 {page.top_share}% 名单", person) for person in part.people)
        yield from (_row("空缺名额后的下一名", person) for person in part.following)
    for part in page.bottom:
        yield from (_row(f"后 {page.bottom_share}% 名单", person) for person in part.people)
    for part in page.lower:
        yield from (_row("总分更低而未列入", person) for person in part.people)


def _row(name: str, person: Listed) -> Sequence[str]:
    return (
        name,
        person.category,
        str(person.rank),
        person.staff_no,
        person.name,
        person.unit,
        person.post,
        person.total,
        person.distance,
        person.suggestion,
        "".join(person.reasons),
    )


def _noted(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        yield from part.notes
