"""Many rows at once into one table: COPY on PostgreSQL, executemany on SQLite."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models


def chunks(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Lists of at most `size` items, in order."""
    iterator = iter(rows)
    while part := list(islice(iterator, size)):
        yield part


def copy_in(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Appends rows to the model's table and returns how many.

    columns: database columns in the order of each row's values, which are what the database stores:
    str, int, bool, None, bytes, Decimal, date. No signals, no defaults, no validation: constraints judge.
    """
    if connection.vendor == "postgresql":
        return _copy_postgresql(model, columns, rows)
    return _insert_many(model, columns, rows)


def statistics_refresh(model: type[models.Model]) -> None:
    """Tells PostgreSQL's planner about rows that just came in by the million, before autovacuum does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {_table(model)}")


def _copy_postgresql(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    text = [c for c in columns if isinstance(_field(model, c), (models.CharField, models.TextField))]
    blobs = [i for i, c in enumerate(columns) if _field(model, c).get_internal_type() == "BinaryField"]
    force = f", FORCE_NOT_NULL ({_names(text)})" if text else ""
    statement = f"COPY {_table(model)} ({_names(columns)}) FROM STDIN WITH (FORMAT csv{force})"
    stream = _CsvStream(rows, blobs)
    with connection.cursor() as cursor:
        cursor.copy_expert(statement, stream)
    return stream.total


class _CsvStream(io.TextIOBase):
    """Rows as csv text, made as they are sent: the server stores some while Python makes the next."""

    def __init__(self, rows: Iterable[Sequence[Any]], blobs: Sequence[int]) -> None:
        self.total = 0
        self._rows = iter(rows)
        self._blobs = blobs

    def read(self, size: int | None = -1) -> str:
        part = list(islice(self._rows, 500))
        self.total += len(part)
        buffer = io.StringIO()
        csv.writer(buffer).writerows([_hexed(row, self._blobs) for row in part] if self._blobs else part)
        return buffer.getvalue()


def _hexed(row: Sequence[Any], blobs: Sequence[int]) -> list[Any]:
    values = list(row)
    for i in blobs:
        values[i] = None if values[i] is None else "\\x" + bytes(values[i]).hex()
    return values


def _insert_many(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    fields = [_field(model, c) for c in columns]
    adapt = [
        (i, field)
        for i, field in enumerate(fields)
        if isinstance(field, (models.DecimalField, models.DateField, models.JSONField))
    ]
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {_table(model)} ({_names(columns)}) VALUES ({marks})"  # noqa: S608 own names
    total = 0
    with connection.cursor() as cursor:
        for part in chunks(rows, 5_000):
            cursor.executemany(statement, [_adapted(row, adapt) for row in part] if adapt else part)
            total += len(part)
    return total


def _adapted(row: Sequence[Any], fields: Sequence[tuple[int, models.Field[Any, Any]]]) -> list[Any]:
    values = list(row)
    for i, field in fields:
        if not (isinstance(field, models.JSONField) and isinstance(values[i], str)):
            values[i] = field.get_db_prep_save(values[i], connection)
    return values


def _field(model: type[models.Model], column: str) -> models.Field[Any, Any]:
    return next(field for field in model._meta.concrete_fields if field.column == column)


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _names(columns: Iterable[str]) -> str:
    return ", ".join(connection.ops.quote_name(column) for column in columns)
