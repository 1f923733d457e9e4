"""One act sent twice: of two clicks, or by the back button, the second finds what the first made (F5).

Rows with a version need none of this. What is only ever added (a record, an answer, points) looks here, under
the lock of the act.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from . import clock

SOON = timedelta(minutes=10)
Row = TypeVar("Row", bound=Model)


def second_click(row: Any, actor: Any, *, by: str = "entered_by", at: str = "entered_at") -> bool:
    """Whether this actor made the row a moment ago. by, at: its fields for who and when."""
    return getattr(row, f"{by}_id") == actor.pk and getattr(row, at) >= clock.now() - SOON


def made_just_now(
    rows: QuerySet[Row],
    same: Mapping[str, Any],
    *,
    actor: Any,
    by: str = "entered_by",
    at: str = "entered_at",
) -> Row | None:
    """The row that the actor made of exactly this a moment ago, or None. One query.

    same: field -> value as the act would store it; compared here, since some columns are sealed.
    """
    recent = rows.filter(**{by: actor.pk, f"{at}__gte": clock.now() - SOON}).order_by("-pk")
    return next((row for row in recent if all(getattr(row, name) == same[name] for name in same)), None)
