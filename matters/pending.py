"""Matters under an open tolerance case: their points count, shown 容错认定中 with the total without them.

The room that keeps such cases lies above; it registers a source from `AppConfig.ready()`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

WORD = "容错认定中"

Pending = tuple[int, str, date]
"""Cadre id, matter number, since when."""
Source = Callable[[Any, date], Iterable[Pending]]
"""Given cadres (a queryset or ids) and a day, which of their matters are under an open case; few queries."""

_sources: list[Source] = []


def register_source(source: Source) -> None:
    """Called once, when the app of the source is ready."""
    if source not in _sources:
        _sources.append(source)


def unregister_source(source: Source) -> None:
    """For tests that register one of their own."""
    _sources.remove(source)


def pending_of(cadres: Any, *, on: date) -> dict[int, dict[str, date]]:
    """Cadre id -> {matter number: since when it is under an open tolerance case}."""
    found: dict[int, dict[str, date]] = defaultdict(dict)
    for source in _sources:
        for cadre, matter, since in source(cadres, on):
            known = found[cadre].get(matter)
            found[cadre][matter] = min(since, known) if known else since
    return dict(found)
