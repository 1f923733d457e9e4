"""Where the bars of a timeline and the points of a trend stand, as shares of the width, for templates.

A month stays a month: of a date known to the month only, the whole month is drawn as an uncertain end.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

MOST_LABELS = 6
ROOM_AFTER_TODAY = 0.04
TREND_MARGIN = 8.0  # per cent of the width and of the height that stay free for the labels


@dataclass(frozen=True)
class Part:
    """A piece of a bar: where it begins and how long it is, in per cent of the width."""

    x: str
    width: str


@dataclass(frozen=True)
class Bar:
    """One appointment or absence; `sure` lies within for certain, `unsure` are the months of unknown days.

    beyond: after today where there is no end yet.
    """

    sure: Part | None
    unsure: tuple[Part, ...]
    beyond: Part | None


@dataclass(frozen=True)
class Tick:
    """A year on the axis; `label` is empty where the labels would stand too close."""

    x: str
    label: str


@dataclass(frozen=True)
class Timeline:
    """A bar for each span in their order (None where no start is known), and the axis."""

    bars: tuple[Bar | None, ...]
    ticks: tuple[Tick, ...]
    today: str


@dataclass(frozen=True)
class Dot:
    """A year of a trend: where it stands, and where the line to the next one ends."""

    x: str
    y: str
    label: str
    next: tuple[str, str] | None


def timeline(spans: Sequence[tuple[str, str]], *, today: date) -> Timeline:
    """spans: (from, to) as partial dates, `''` where there is no end, or where the start is unknown."""
    now = _at(today.year, today.month, today.day)
    known = [_range(when) for span in spans for when in span if when]
    first = int(min([now, *(low for low, _ in known)]))
    last = max([now, *(high for _, high in known)])
    last += max((last - first) * ROOM_AFTER_TODAY, ROOM_AFTER_TODAY)
    axis = _Axis(first, last)
    return Timeline(
        bars=tuple(_bar(start, end, axis, now) if start else None for start, end in spans),
        ticks=_ticks(axis),
        today=axis.at(now),
    )


def trend(shares: Iterable[tuple[str, float]]) -> tuple[Dot, ...]:
    """(label, share from 0 at the top to 1 at the bottom) from left to right."""
    given = list(shares)
    room = 100 - 2 * TREND_MARGIN
    places = [
        (
            _percent(TREND_MARGIN + room * (i / (len(given) - 1) if len(given) > 1 else 0.5)),
            _percent(TREND_MARGIN + room * min(max(share, 0.0), 1.0)),
        )
        for i, (_, share) in enumerate(given)
    ]
    return tuple(
        Dot(x, y, label, places[i + 1] if i + 1 < len(places) else None)
        for i, ((x, y), (label, _)) in enumerate(zip(places, given, strict=True))
    )


@dataclass(frozen=True)
class _Axis:
    first: float
    last: float

    def at(self, when: float) -> str:
        return _percent(100 * (when - self.first) / (self.last - self.first))

    def part(self, start: float, end: float) -> Part | None:
        if end <= start:
            return None
        return Part(self.at(start), _percent(100 * (end - start) / (self.last - self.first)))


def _bar(start: str, end: str, axis: _Axis, now: float) -> Bar:
    from_low, from_high = _range(start)
    if end:
        to_low, to_high = _range(end)
    else:
        to_low = to_high = max(now, from_high)
    unsure = (axis.part(from_low, from_high), axis.part(max(to_low, from_high), to_high))
    return Bar(
        sure=axis.part(from_high, to_low),
        unsure=tuple(part for part in unsure if part),
        beyond=None if end else axis.part(to_high, axis.last),
    )


def _ticks(axis: _Axis) -> tuple[Tick, ...]:
    years = range(int(axis.first), int(axis.last) + 1)
    step = -(-len(years) // MOST_LABELS)
    return tuple(
        Tick(axis.at(year), str(year) if not place % step else "") for place, year in enumerate(years)
    )


def _range(value: str) -> tuple[float, float]:
    """When a partial date begins and ends at the earliest and the latest, in years: equal for a day."""
    year, month, *day = (int(part) for part in value.split("-"))
    if day:
        at = _at(year, month, day[0])
        return at, at
    return _at(year, month, 1), _at(year, month, monthrange(year, month)[1] + 1)


def _at(year: int, month: int, day: int) -> float:
    return year + (month - 1 + (day - 1) / monthrange(year, month)[1]) / 12


def _percent(value: float) -> str:
    return f"{value:.2f}%"
