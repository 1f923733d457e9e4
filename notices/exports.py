"""The inbox as a workbook: three sheets, the same lines as on the page."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from core.tables.writer import Workbook

from .selectors import Inbox, Item

_COLUMNS = [
    ("要办的事", 26, "text"),
    ("对象", 60, "text"),
    ("起始日期", 12, "date"),
    ("期限", 12, "date"),
    ("缓急", 14, "text"),
    ("依据", 24, "text"),
    ("期限按", 30, "text"),
]
_HELD_BY = ("现在由谁办理", 36, "text")


def inbox_write(inbox: Inbox, path: Path) -> None:
    """Writes 待办, 我发起的 and 未来 14 天 to `path`."""
    book = Workbook()
    note = f"截至 {inbox.on:%Y-%m-%d}"
    waiting = book.sheet("待办", _COLUMNS, note=note)
    for item in inbox.waiting:
        waiting.append(_row(item))
    _with_holders(book, "我发起的", note, inbox.started)
    coming = (item for _, items in inbox.next_days for item in items)
    _with_holders(book, "未来14天", note, coming)
    book.save(path)


def _with_holders(book: Workbook, title: str, note: str, items: Iterable[Item]) -> None:
    sheet = book.sheet(title, [*_COLUMNS, _HELD_BY], note=note)
    for item in items:
        sheet.append([*_row(item), item.held_by or "您"])


def _row(item: Item) -> list[object]:
    duty = item.duty
    return [duty.label, duty.about, duty.since, duty.due, item.urgency.word, duty.article, item.day_by]
