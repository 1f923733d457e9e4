"""Queries of fixed shape, whose statement is built once per process and then asked with other values.

For what every page asks: to build a short statement takes Django ten times as long as to ask it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression, Field, QuerySet

DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Place(Expression):
    """Where a value will stand: given by its name when the query is asked, of the type of this field."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


class Prepared:
    """A queryset that ends in `values_list`, with a `Place` for everything that differs from time to time.

    build: makes the queryset, called once. A day must be a place: built in, it would be the day of the
    first request for as long as the process lives.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self.build = build

    @cached_property
    def _built(self) -> tuple[Any, str, tuple[Any, ...]]:
        compiler = self.build().query.get_compiler(DEFAULT_DB_ALIAS)
        statement, values = compiler.as_sql()
        assert not any(map(DAY.match, map(str, values))), "a day is built into the statement"
        return compiler, statement, values

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        """The rows for these values, read as the queryset would read them."""
        compiler, statement, values = self._built
        filled = [
            value.output_field.get_db_prep_value(given[value.name], connection)
            if isinstance(value, Place)
            else value
            for value in values
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement, filled)
            return list(compiler.results_iter([cursor.fetchall()], tuple_expected=True))
