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
Hold = Callable[[int, int, date], str]
"""Cadre id, matter id, day of a sanction -> the case that has to be answered before it, in words; else ""."""
Source = Callable[[Any, date], Iterable[Pending]]
"""Given cadres (a queryset or ids) and a day, which of their matters are under an open case; few queries."""

_sources: list[Source] = []
_holds: list[Hold] = []


def register_source(source: Source) -> None:
    """Called once, when the app of the source is ready."""
    if source not in _sources:
        _sources.append(source)


def unregister_source(source: Source) -> None:
    """For tests that register one of their own."""
    _sources.remove(source)


def register_hold(hold: Hold) -> None:
    """Called once, when the app of the cases is ready."""
    if hold not in _holds:
        _holds.append(hold)


def held_by(cadre: int, matter: int, on: date) -> str:
    """The tolerance case that has to be answered before a sanction of that day, "" where none has."""
    return next(filter(None, (hold(cadre, matter, on) for hold in _holds)), "")


def pending_of(cadres: Any, *, on: date) -> dict[int, dict[str, date]]:
    """Cadre id -> {matter number: since when it is under an open tolerance case}."""
    found: dict[int, dict[str, date]] = defaultdict(dict)
    for source in _sources:
        for cadre, matter, since in source(cadres, on):
            known = found[cadre].get(matter)
            found[cadre][matter] = min(since, known) if known else since
    return dict(found)
