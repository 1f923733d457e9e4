"""What a list declares."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse

from .columns import Column
from .filters import ListFilterSet

SEES = "sees"


class ListPage:
    """A list as a declaration; a subclass names its parts and says which rows a user sees.

    name: of its saved views; url_name: of its page; keep_url, prefer_url, drop_url: names of the URLs that
    keep, prefer and drop a view, "" where views are not kept; key: unique path that ends every order, so that
    two rows never change places between pages; default_sort: a column's key, with `-` for descending.
    """

    name: ClassVar[str]
    url_name: ClassVar[str]
    title: ClassVar[str]
    unit_word: ClassVar[str] = "条"
    search_label: ClassVar[str] = "搜索"
    search_hint: ClassVar[str] = ""
    lead: ClassVar[str] = ""
    empty_title: ClassVar[str] = "这里还没有内容"
    empty_text: ClassVar[str] = ""
    keep_url: ClassVar[str] = ""
    prefer_url: ClassVar[str] = ""
    drop_url: ClassVar[str] = ""
    columns: tuple[Column, ...]
    filterset_class: ClassVar[type[ListFilterSet]]
    key: ClassVar[str]
    default_sort: ClassVar[str]
    page_size: ClassVar[int] = 50

    def seen_by(self, user: Any) -> tuple[QuerySet[Any], frozenset[str]]:
        """The rows that the user may see (`visible_to`, nothing else), and the rights on every one of them.

        The rights are those that `Column.needs` names, and SEES: without it there is no such page.
        """
        raise NotImplementedError

    def joined(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Adds the relations that columns and filters read."""
        return rows

    def search(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        """The rows that answer to every word."""
        raise NotImplementedError

    def url(self) -> str:
        """The address of the list itself."""
        return reverse(self.url_name)

    def filterset(self, data: dict[str, str], rows: QuerySet[Any]) -> ListFilterSet:
        """The filters over these rows, with what is set; those that depend on the list learn it here."""
        return self.filterset_class(data=data, queryset=rows)

    def shown_to(self, held: frozenset[str]) -> tuple[Column, ...]:
        """The columns that somebody with these rights may choose."""
        return tuple(column for column in self.columns if column.shown_to(held))

    def usual_keys(self, held: frozenset[str]) -> tuple[str, ...]:
        """The columns shown when none are chosen."""
        return tuple(c.key for c in self.shown_to(held) if c.default or c.fixed)
