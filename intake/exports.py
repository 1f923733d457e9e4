"""Blank templates: a workbook with our headers, and a second sheet that explains each column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from core import clock
from core.imports import FileField, FileForm
from core.pages import RuleBroken
from core.tables import values as v
from core.tables.writer import Workbook

from .registry import Kind

NOTE = "{label}：从表头的下一行填起，不要改动列名；每一列的填法见工作表“填写说明”。"
_HOW: Mapping[Callable[[Any], Any], str] = {
    v.month: "年月，如 1975.03（10 月写 1975.10）",
    v.day: "年月日，如 2025-03-12",
    v.yes_no: "是或否",
    v.identity_number: "18 位，整列先设为文本再填",
    v.points: "数字，如 1.5；没有扣分的留空",
}


def template_write(kind: Kind, path: Path, *, year: int | None = None) -> None:
    """Writes the kind's blank template; what is filled in needs no mapping when it comes back.

    year: whose words and columns it has; the present one unless given.
    """
    form = _form(kind, year)
    needed = set(form.needed)
    book = Workbook()
    columns = [(item.header, _width(item.header), "text") for item in form.fields]
    book.sheet(kind.label, columns, note=NOTE.format(label=kind.label))
    told = book.sheet(
        "填写说明", [("列", 26, "text"), ("要求", 10, "text"), ("可用的词", 60, "text"), ("说明", 50, "text")]
    )
    for item in form.fields:
        told.append([item.header, _demand(item, needed), "、".join(item.allowed), _hint(item)])
    book.save(path)


def _form(kind: Kind, year: int | None) -> FileForm:
    if not kind.needs_year:
        return kind.form(None)
    now = clock.today().year
    for wanted in (year or now, now, now + 1):
        try:
            return kind.form(wanted)
        except RuleBroken:  # that year takes no files any more; the words of the next are the same or newer
            continue
    return kind.form(now + 1)


def _demand(item: FileField, needed: set[str]) -> str:
    if item.required:
        return "必填"
    return "列要保留，可留空" if item.header in needed else "选填"


def _hint(item: FileField) -> str:
    return item.hint or _HOW.get(item.parse, "")


def _width(header: str) -> int:
    return max(12, 2 * len(header) + 4)
