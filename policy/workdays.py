"""Working days: periods that weekends and public holidays interrupt, on a calendar given as a value.

A period in working days does not count the day on which it starts (民法典第二百零一条); its last day ends
with the end of that day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

SATURDAY = 5
LONGEST = 2_000


@dataclass(frozen=True)
class Calendar:
    """Days that differ from the rule "Monday to Friday", as published by the State Council or set by hand.

    exceptions: day -> whether people work on it. A year without a single exception is not published yet.
    """

    exceptions: Mapping[date, bool] = field(default_factory=dict)

    @cached_property
    def years(self) -> frozenset[int]:
        """The years whose holidays are known."""
        return frozenset(day.year for day in self.exceptions)

    def is_working(self, day: date) -> bool:
        """Whether people work on that day."""
        return self.exceptions.get(day, day.weekday() < SATURDAY)

    def is_published(self, year: int) -> bool:
        """Whether the year's holidays are known."""
        return year in self.years


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a period. provisional: it touches a year whose holidays are not published yet."""

    day: date
    provisional: bool = False

    @property
    def words(self) -> str:
        """The day as pages show it."""
        said = f"{self.day.year}年{self.day.month}月{self.day.day}日"
        if self.provisional:
            said += f"（暂定：{self.day.year} 年放假安排尚未公布，公布后自动重新计算）"
        return said


def deadline(start: date, working_days: int, calendar: Calendar) -> Deadline:
    """The last day of so many working days after `start`, which itself does not count.

    Raises ValueError for fewer than one day or more than `LONGEST`.
    """
    if not 1 <= working_days <= LONGEST:
        raise ValueError(f"A period has 1 to {LONGEST} working days, not {working_days}.")
    day, left = start, working_days
    while left:
        day += timedelta(days=1)
        left -= calendar.is_working(day)
    return Deadline(day, provisional=_touches_unpublished(start, day, calendar))


def count(start: date, end: date, calendar: Calendar) -> int:
    """How many working days lie after `start` up to the end of `end`; negative where `end` is earlier."""
    if end < start:
        return -count(end, start, calendar)
    return sum(calendar.is_working(day) for day in _days(start, end))


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def next_working_day(day: date, calendar: Calendar) -> date:
    """That day where people work on it, else the next one on which they do."""
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return day


def _days(start: date, end: date) -> Iterator[date]:
    """The days after `start` up to `end`."""
    return (start + timedelta(days=ahead) for ahead in range(1, (end - start).days + 1))


def _touches_unpublished(start: date, end: date, calendar: Calendar) -> bool:
    first = (start + timedelta(days=1)).year
    return not all(calendar.is_published(year) for year in range(first, end.year + 1))
