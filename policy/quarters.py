"""Quarters: the rhythm of routine observation (第六条 平时考核)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One quarter of a year; number: 1 to 4."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Its last day, by which everybody should have been observed."""
        return self.following.first - timedelta(days=1)

    @property
    def following(self) -> "Quarter":
        """The quarter after it."""
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    @property
    def label(self) -> str:
        """As people write it."""
        return f"{self.year} 年第 {self.number} 季度"

    @property
    def code(self) -> str:
        """As addresses write it: 2025-3."""
        return f"{self.year}-{self.number}"


def quarter_of(day: date) -> Quarter:
    """The quarter that a day lies in."""
    return Quarter(day.year, (day.month + 2) // 3)


def quarter_read(code: str) -> Quarter | None:
    """The quarter of a code of addresses; None for anything else."""
    year, _, number = code.partition("-")
    if year.isdecimal() and len(year) == 4 and number in ("1", "2", "3", "4"):
        return Quarter(int(year), int(number)) if int(year) > 1900 else None
    return None


def quarters_back(day: date, most: int) -> Iterator[Quarter]:
    """The quarter of that day and those before it, newest first."""
    at = quarter_of(day)
    for _ in range(most):
        yield at
        at = Quarter(at.year, at.number - 1) if at.number > 1 else Quarter(at.year - 1, 4)
