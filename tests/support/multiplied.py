"""More of everything: each row of a furnished database several times, whatever table it stands in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import AutoField, CheckConstraint, Field, ForeignKey, Model, Q, UniqueConstraint

# Tables of one row, of the same rows whatever the product holds, and the cycle: pages are of one.
KEPT = {
    "contenttypes.contenttype", "auth.permission", "sessions.session", "accounts.securityloghead",
    "notices.workday", "notices.historicalworkday", "appraisal.cycle", "appraisal.plan", "ballots.round",
}  # fmt: skip
Models = list[type[Model]]
# How a column differs in copy k of a row, by the kind of its field; {0} is the column.
_VARIED = {
    **dict.fromkeys(("CharField", "TextField", "SlugField"), "{0} || printf('%02d', k)"),
    "UUIDField": "printf('%04d', k) || substr({0}, 5)",
    "DateField": "date({0}, '-' || k || ' days')",
    "BinaryField": "CAST({0} || k AS BLOB)",
    **dict.fromkeys(
        ("IntegerField", "BigIntegerField", "SmallIntegerField", "PositiveIntegerField",
         "PositiveSmallIntegerField", "PositiveBigIntegerField"), "{0} + 1000 * k"
    ),
}  # fmt: skip


@contextmanager
def multiplied(rounds: int) -> Iterator[None]:
    """Inside, there are more rows of each table; afterwards as many as before. On SQLite alone.

    In each round everything is copied several times, each time but for some tables. A copy belongs to the
    copies of what its original belongs to; where those tables have none, to the same: so lists grow, lists
    within a page grow, and the rows of a list have what such rows have, each its own. A copy differs where
    a constraint wants it to; where it cannot, there is none.
    """
    tables = _Tables()
    with transaction.atomic():
        with connection.cursor() as cursor:
            # What judges a new row judges what the product does.
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%INSERT ON%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
            ways = tables.ways()
            for first, models in enumerate(ways, start=1):
                for statement in tables.statements(models):
                    cursor.execute(statement, [first, len(ways), len(ways), len(ways) * rounds])
        yield
        transaction.set_rollback(True)


class _Tables:
    """The tables that hold rows: `once` are the fields of their constraints that say so."""

    def __init__(self) -> None:
        models = [m for m in apps.get_models(include_auto_created=True) if m._meta.label_lower not in KEPT]
        self.models = [m for m in models if m._meta.managed and m._base_manager.exists()]
        self.once = {model: list(_once(model)) for model in self.models}
        self.last = {model: _last(model) for model in self.models}
        self.depths: dict[type[Model], int] = {}
        for model in self.models:
            self._depth(model, ())

    def ways(self) -> list[Models]:
        """What is copied together: what stands so deep, the same with all on top, all but one on top."""
        levels = range(max(self.depths.values()) + 1)
        roots = [model for model in self.models if not self.depths[model]]
        deep = [[model for model in self.models if self.depths[model] >= level] for level in levels]
        with_roots = [roots + models for models in deep[2:]]
        return deep + with_roots + [[m for m in self.models if m is not root] for root in roots]

    def statements(self, models: Models) -> list[str]:
        """What copies the rows of these tables."""
        while len(able := [m for m in models if self._varied(m, models) is not None]) < len(models):
            models = able
        return [self._statement(model, self._varied(model, models) or set()) for model in models]

    def _depth(self, model: type[Model], below: Sequence[type[Model]]) -> int:
        """How far it stands below others; of two that point to each other, the one met first is below."""
        if model not in self.depths:
            targets = {key.related_model for key in _keys(model, self.models)} - {model, *below}
            depths = (self._depth(target, [*below, model]) + 1 for target in targets)
            self.depths[model] = max(depths, default=0)
        return self.depths[model]

    def _varied(self, model: type[Model], models: Models) -> set[Field] | None:
        """The fields in which a copy differs while these tables have copies; None: it could not stand."""
        found = {*_keys(model, models), *([model._meta.pk] if model._meta.auto_field else [])}
        for unique in self.once[model]:
            if found.isdisjoint(unique):
                able = [field for field in unique if _may_vary(model, field)]
                if not able:
                    return None
                found.add(able[-1])
        return found

    def _statement(self, model: type[Model], varied: set[Field]) -> str:
        table, fields = _quote(model._meta.db_table), model._meta.concrete_fields
        columns = ", ".join(_quote(field.column) for field in fields)
        values = ", ".join(self._other(f) if f in varied else _quote(f.column) for f in fields)
        return (
            "WITH RECURSIVE copies(k) AS (SELECT %s UNION ALL SELECT k + %s FROM copies WHERE k + %s <= %s) "
            f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table}, copies "
            f"WHERE {table}.rowid <= {self.last[model]}"
        )

    def _other(self, field: Field) -> str:
        if field.is_relation or isinstance(field, AutoField):
            last = self.last[field.related_model if field.is_relation else field.model]
            return f"{_quote(field.column)} + {last} * k"
        return _VARIED[field.get_internal_type()].format(_quote(field.column))


def _quote(name: str) -> str:
    return connection.ops.quote_name(name)


def _keys(model: type[Model], others: Models) -> list[Field]:
    return [f for f in model._meta.concrete_fields if isinstance(f, ForeignKey) and f.related_model in others]


def _last(model: type[Model]) -> int:
    """The greatest key that SQLite numbers a row by: where the key is a number, it is the key."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MAX(rowid) FROM {_quote(model._meta.db_table)}")
        return cursor.fetchone()[0]


def _once(model: type[Model]) -> Iterator[list[Field]]:
    """The fields of each constraint that says `once`, and says it of a row that is there."""
    meta = model._meta
    found: list[tuple[Collection[str], Q]] = [(names, Q()) for names in meta.unique_together]
    found += [([f.name], Q()) for f in meta.concrete_fields if f.unique and not f.primary_key]
    found += [(c.fields, c.condition or Q()) for c in meta.constraints if isinstance(c, UniqueConstraint)]
    for names, condition in found:
        if model._base_manager.filter(condition, **{f"{name}__isnull": False for name in names}).exists():
            yield [meta.get_field(name) for name in names]
    if not meta.auto_field:
        yield list(meta.pk_fields)


def _may_vary(model: type[Model], field: Field) -> bool:
    """Whether another value would do: it is none of a few words."""
    checks = [c.condition for c in model._meta.constraints if isinstance(c, CheckConstraint)]
    of_words = field.choices or any(f"{field.name}__in" in dict(_leaves(check)) for check in checks)
    return not of_words and field.get_internal_type() in _VARIED


def _leaves(condition: Q) -> Iterator[tuple[str, Any]]:
    for child in condition.children:
        if isinstance(child, Q):
            yield from _leaves(child)
        elif isinstance(child, tuple):
            yield child
