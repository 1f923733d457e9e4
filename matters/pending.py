"""Matters under an open tolerance case: their points count, shown 容错认定中 with the total without them.

The room that keeps such cases lies above; it registers a source from `AppConfig.ready()`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

WORD = "容错认定中"

Pending = tuple[int, str, date]
"""Cadre id, matter number, since when."""
Hold = Callable[[int, int, date], str]
"""Cadre id, matter id, day of a sanction -> the case that has to be answered before it, in words; else ""."""
Source = Callable[[Any, date], Iterable[Pending]]
"""Given cadres (a queryset or ids) and a day, which of their matters are under an open case; few queries."""


@dataclass(frozen=True)
class Untold:
    """A finding of which its cadre has not been told: to him its matter looks as it did before.

    since: of the case; relief, rulings: keys of what it has led to already, which counts all the same.
    """

    matter: int
    since: date
    relief: int | None
    rulings: frozenset[int]


NotTold = Callable[[int], Iterable[Untold]]
"""Cadre id -> findings of which that cadre has not been told; few queries, one where there is none."""

_sources: list[Source] = []
_untold: list[NotTold] = []
_holds: list[Hold] = []


def register_source(source: Source) -> None:
    """Called once, when the app of the source is ready."""
    if source not in _sources:
        _sources.append(source)


def unregister_source(source: Source) -> None:
    """For tests that register one of their own."""
    _sources.remove(source)


def register_untold(source: NotTold) -> None:
    """Called once, when the app of the cases is ready."""
    if source not in _untold:
        _untold.append(source)


def untold_of(cadre: int) -> dict[int, Untold]:
    """Matter id -> the finding of which the cadre has not been told."""
    return {one.matter: one for source in _untold for one in source(cadre)}


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
