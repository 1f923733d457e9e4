"""Saving rows that keep a history (`core.models.history`): one at a time, or whatever a statement changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.db.models import F
from simple_history.utils import get_history_model_for_model

from core import clock
from core.logs import without_personal_numbers
from core.models.history import Versioned
from core.pages import StaleState

# What a copy has beside the columns of its model.
_OWN = ("history_id", "history_date", "history_change_reason", "history_type", "history_user")


def changed_save(row: Any, *, actor: Any, reason: str = "", version: int | None = None) -> None:
    """Saves a new or changed row with its copy in the history.

    version: the one the user saw. Raises StaleState where the row has moved on since, ValidationError where
    somebody else took meanwhile what may stand once. Runs inside the caller's transaction.
    """
    row._history_user, row._change_reason = actor, _reason(reason)
    try:
        with transaction.atomic():
            _save(row, version)
    except IntegrityError:
        told_as_rule(row)
        raise


def told_as_rule(row: Any) -> None:
    """After the database refused a row: asks the model's rules again, now that the other row is there to see.

    Raises ValidationError with the words of the constraint; without one the refusal is a mistake of ours.
    """
    row.validate_unique()
    row.validate_constraints()


def _save(row: Any, version: int | None) -> None:
    if row.pk is not None:
        seen = row.version if version is None else version
        unmoved = type(row)._default_manager.filter(pk=row.pk, version=seen)
        if not unmoved.update(version=F("version") + 1):
            raise StaleState
        row.version = seen + 1
    row.save()


def history_catch_up(
    rows: type[Versioned],
    *,
    actor: Any,
    reason: str,
    history: type[models.Model] | None = None,
) -> int:
    """Copies every row whose present version has no copy yet: what bulk statements made or changed.

    history: the model of the copies (in migrations, where it cannot be looked up). One statement, whatever
    the number of rows; the number of copies.
    """
    copies: Any = history or get_history_model_for_model(rows)
    columns = [_quoted(field.column) for field in copies._meta.concrete_fields if field.name not in _OWN]
    table, target = _quoted(rows._meta.db_table), _quoted(copies._meta.db_table)
    statement = f"""
        INSERT INTO {target} ({", ".join(columns)},
               history_date, history_change_reason, history_type, history_user_id)
        SELECT {", ".join(f"t.{column}" for column in columns)},
               %s, %s, CASE WHEN t.version = 1 THEN '+' ELSE '~' END, %s
          FROM {table} t
         WHERE NOT EXISTS (SELECT 1 FROM {target} h WHERE h.id = t.id AND h.version = t.version)
    """  # noqa: S608 own names
    moment = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        cursor.execute(statement, [moment, _reason(reason), actor.pk if actor else None])
        return cursor.rowcount


def histories_catch_up(models_: Iterable[type[Versioned]], *, actor: Any, reason: str) -> None:
    """`history_catch_up` for several models."""
    for model in models_:
        history_catch_up(model, actor=actor, reason=reason)


def _reason(text: str) -> str:
    """As written, without a number that somebody typed: many read the history who may not see it."""
    return without_personal_numbers(text)[:100]


def _quoted(name: Any) -> str:
    return connection.ops.quote_name(str(name))
