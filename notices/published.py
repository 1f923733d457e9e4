"""The holidays that the State Council published, as the library `chinese-calendar` knows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from chinese_calendar import constants

FIRST_YEAR = 2019


@dataclass(frozen=True)
class PublishedDay:
    """One published day: a holiday, or a weekend day on which people work instead."""

    day: date
    is_working: bool
    note: str


def published_days(*, first_year: int = FIRST_YEAR) -> list[PublishedDay]:
    """All published days from that year on, in order."""
    return sorted(_days(first_year), key=lambda row: row.day)


def _days(first_year: int) -> Iterator[PublishedDay]:
    names = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    for days, is_working, word in (
        (constants.holidays, False, "放假"),
        (constants.workdays, True, "调休上班"),
    ):
        for day, name in days.items():
            if day.year >= first_year:
                yield PublishedDay(day, is_working, f"{names.get(name, name)}{word}")
