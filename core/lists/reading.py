"""One list as one user asked for it: the same rows on the page and in the export."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db.models import CharField, Count, F, OrderBy, QuerySet, Value, Window
from django.db.models.expressions import CombinedExpression
from django.http import QueryDict

from .columns import Column, Row
from .declaration import ListPage
from .filters import ListFilterSet
from .query import ListQuery


class Reading:
    """A list read for a user. Raises RefusedName where the query names what the list does not have."""

    def __init__(self, page: ListPage, user: Any, params: QueryDict) -> None:
        self.page, self.user = page, user
        self.visible, self.held = page.seen_by(user)
        self.query = ListQuery.read(page, self.held, params)
        self.filterset: ListFilterSet = page.filterset(dict(self.query.filters), page.joined(self.visible))
        self.problems = self.filterset.problems()
        self._total: int | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns asked for, or the usual ones; never one that the user may not see."""
        wanted = self.query.columns or self.page.usual_keys(self.held)
        return tuple(column for column in self.page.shown_to(self.held) if column.key in wanted)

    @property
    def selected(self) -> QuerySet[Any]:
        """The rows that pass search and filters, in no order; none while a filter cannot be read."""
        if self.problems:
            return self.visible.none()
        rows = self.filterset.qs
        return self.page.search(rows, self.query.words) if self.query.words else rows

    def total(self) -> int:
        """How many rows pass; asked once."""
        if self._total is None:
            self._total = 0 if self.problems else self.selected.count()
        return self._total

    def pages(self) -> int:
        """How many pages they fill; an empty list has one."""
        return max(1, -(-self.total() // self.page.page_size))

    def rows(self) -> list[Row]:
        """The rows of the page asked for; beyond the last page, those of the last."""
        narrowed = self.query.filters or self.query.words
        keys = self._counted_keys() if narrowed and not self.problems else []
        if keys:
            return list(self._of(keys))
        if not self.total():
            return []
        number = min(self.query.page, self.pages())
        if number != self.query.page:
            self.query = replace(self.query, page=number)
        start = (number - 1) * self.page.page_size
        return list(self._ordered(slice(start, start + self.page.page_size)))

    def every_row(self) -> Iterator[Row]:
        """All rows in order, a few thousand in memory at a time."""
        return self._ordered().iterator(chunk_size=2_000)

    def keys_sha256(self) -> str:
        """A digest of exactly which rows pass: two people with the same rows get the same digest."""
        digest = hashlib.sha256()
        for key in self.selected.order_by(self.page.key).values_list(self.page.key, flat=True).iterator():
            digest.update(f"{key}\n".encode())
        return digest.hexdigest()

    def _ordered(self, part: slice | None = None) -> QuerySet[Any, dict[str, Any]]:
        """The rows in order; of a part only its own rows are read and joined, however far down it lies."""
        fields = dict.fromkeys(path for column in self.columns for path in column.fields)
        rows = self.selected.order_by(*self._order())
        if part is not None:
            return self._of(rows.order_by(*self._order_of_few()).values(self.page.key)[part])
        return rows.values(*fields)

    def _of(self, keys: Any) -> QuerySet[Any, dict[str, Any]]:
        """The rows of these keys, in order."""
        fields = dict.fromkeys(path for column in self.columns for path in column.fields)
        rows = self.page.joined(self.visible.filter(**{f"{self.page.key}__in": keys}))
        return rows.order_by(*self._order()).values(*fields)

    def _counted_keys(self) -> list[Any]:
        """The keys of the page asked for and, read with them, how many rows pass; [] beyond the last page.

        Filters and search read every row: to count in one statement and gather in another reads them twice.
        """
        start = (self.query.page - 1) * self.page.page_size
        rows = self.selected.order_by(*self._order_of_few())
        counted = rows.values_list(self.page.key, Window(Count(Value(1))))
        found = list(counted[start : start + self.page.page_size])
        if found or start == 0:
            self._total = found[0][1] if found else 0
        return [key for key, _ in found]

    def _order_of_few(self) -> list[Any]:
        """The same order; where filters leave a part of the rows, not by walking the key's index.

        PostgreSQL would walk it through rows that do not pass until it has a page full: ten times as long
        as gathering those that pass and sorting them.
        """
        order = self._order()
        if not self.query.filters or order not in ([self.page.key], [f"-{self.page.key}"]):
            return order
        key = CombinedExpression(F(self.page.key), "||", Value(""), output_field=CharField())
        return [key.asc() if order == [self.page.key] else key.desc()]

    def _order(self) -> list[OrderBy | str]:
        asked = self.query.sort or self.page.default_sort
        column = next(c for c in self.page.columns if c.key == asked.removeprefix("-"))
        order: list[OrderBy | str] = []
        for path in column.sort:
            if path == self.page.key:
                return [*order, f"-{path}" if asked.startswith("-") else path]
            order.append(
                F(path).desc(nulls_last=True) if asked.startswith("-") else F(path).asc(nulls_last=True)
            )
        return [*order, self.page.key]
