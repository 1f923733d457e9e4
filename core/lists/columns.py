"""One column of a list: what it reads, says and exports, and who may see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """A column under its name in the URL (`key`).

    fields: the only paths that are read for it, so that a column not shown never leaves the database;
    text: what a reader sees, from those paths; cell: its HTML where that is more than the escaped text;
    unmasked: what an export approved by a second person holds in place of a masked `text`;
    sort: paths that order by it, () where it cannot be sorted by; needs: the right that one must have to see
    it, "" where seeing the list is enough; fixed: shown whatever is chosen; width: of the exported column, in
    characters.
    """

    key: str
    header: str
    fields: tuple[str, ...]
    text: Callable[[Row], str]
    cell: Callable[[Row], str] | None = None
    unmasked: Callable[[Row], str] | None = None
    sort: tuple[str, ...] = ()
    needs: str = ""
    default: bool = False
    fixed: bool = False
    style: str = ""
    width: int = 12

    def shown_to(self, held: frozenset[str]) -> bool:
        """Whether somebody with these rights may see, sort by or export it."""
        return not self.needs or self.needs in held


def plain(path: str) -> Callable[[Row], str]:
    """The text of a column that shows one path as it is stored."""

    def text(row: Row) -> str:
        value = row[path]
        return "" if value is None else str(value)

    return text


def rows_html(columns: tuple[Column, ...], rows: list[Row]) -> SafeString:
    """The rows of a table body. Plain string work: a template per cell would cost more than the query."""
    opened = [
        f'<td role="cell" data-label="{escape(column.header)}"'
        + (f' class="{column.style}">' if column.style else ">")
        for column in columns
    ]
    cells = [column.cell or _escaped(column.text) for column in columns]
    parts: list[str] = []
    for row in rows:
        parts.append('<tr role="row">')
        for opening, cell in zip(opened, cells, strict=True):
            parts += (opening, cell(row), "</td>")
        parts.append("</tr>\n")
    return mark_safe("".join(parts))  # noqa: S308 every cell is escaped by _escaped or builds its own HTML


def _escaped(text: Callable[[Row], str]) -> Callable[[Row], str]:
    return lambda row: escape(text(row)) or '<span class="none" aria-label="无">—</span>'
