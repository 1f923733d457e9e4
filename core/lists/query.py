"""What a browser asks of a list, read against the names that the list declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import QueryDict

if TYPE_CHECKING:
    from .declaration import ListPage

OWN_NAMES = frozenset({"q", "sort", "columns", "page", "view"})
LONGEST_SEARCH = 60


class RefusedName(Exception):
    """The query names what this list does not have; `title` and `message` say which, in plain words."""

    title = "网址中有本列表没有的名称"

    def __init__(self, kind: str, name: str, known: str) -> None:
        shown = name if len(name) <= 40 else f"{name[:40]}…"
        self.message = f"{kind}“{shown}”不在本列表中。{known}请回到列表，在页面上重新选择。"
        super().__init__(self.message)


@dataclass(frozen=True)
class ListQuery:
    """A query that names only what the list declares and this user may see.

    filters: name -> value as given, without empty ones; sort: a column's key, with `-` for descending;
    columns: keys as chosen, () for the usual ones.
    """

    words: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    columns: tuple[str, ...] = ()
    page: int = 1
    everything: bool = False

    @classmethod
    def read(cls, page: ListPage, held: frozenset[str], params: QueryDict) -> ListQuery:
        """The query of a URL. Raises RefusedName for a name that the list does not have for these rights."""
        known = set(page.filterset_class.base_filters)
        for name in params:
            if name not in known and name not in OWN_NAMES:
                raise RefusedName("筛选项", name, "")
        filters = {
            name: value
            for name in page.filterset_class.base_filters
            if (value := params.get(name, "").strip())
        }
        return cls(
            words=" ".join(params.get("q", "").split())[:LONGEST_SEARCH],
            filters=filters,
            sort=_sort(page, held, params.get("sort", "")),
            columns=_columns(page, held, params.getlist("columns")),
            page=_page(params.get("page", "")),
            everything=_view(params.get("view", "")),
        )

    @property
    def is_bare(self) -> bool:
        """Nothing is asked: the page opens with the user's default view."""
        return self == ListQuery()

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters that say this query, in one order, without what is usual anyway."""
        found = [("q", self.words)] if self.words else []
        found += self.filters.items()
        found += [("sort", self.sort)] if self.sort else []
        found += [("columns", key) for key in self.columns]
        found += [("page", str(self.page))] if self.page > 1 else []
        return found

    def url(self) -> str:
        """`?…` of this query; what asks nothing says so, or the default view would open."""
        return f"?{urlencode(self.pairs() or [('view', 'all')])}"

    def kept(self) -> str:
        """The query string to keep in a saved view: without the page."""
        return urlencode(replace(self, page=1).pairs())

    def without(self, name: str) -> ListQuery:
        """The same query from its first page, without one filter or without the search."""
        if name == "q":
            return replace(self, words="", page=1)
        return replace(self, filters={k: v for k, v in self.filters.items() if k != name}, page=1)


def _sort(page: ListPage, held: frozenset[str], given: str) -> str:
    sortable = {column.key: column for column in page.shown_to(held) if column.sort}
    if given and given.removeprefix("-") not in sortable:
        names = "、".join(column.header for column in sortable.values())
        raise RefusedName("排序项", given, f"可以按{names}排序。")
    return "" if given == page.default_sort else given


def _columns(page: ListPage, held: frozenset[str], given: list[str]) -> tuple[str, ...]:
    wanted = {key for part in given for key in part.split(",") if key}
    known = {column.key: column for column in page.shown_to(held)}
    for key in sorted(wanted):
        if key not in known:
            raise RefusedName("列", key, "")
    chosen = tuple(key for key, column in known.items() if key in wanted or column.fixed)
    return () if not wanted or chosen == page.usual_keys(held) else chosen


def _page(given: str) -> int:
    if not given:
        return 1
    if not (given.isascii() and given.isdigit() and 0 < int(given) < 1_000_000):
        raise RefusedName("页码", given, "页码是从 1 起的整数。")
    return int(given)


def _view(given: str) -> bool:
    if given not in ("", "all"):
        raise RefusedName("视图", given, "")
    return given == "all"
