"""Working days as people count them on the wall calendar."""

from __future__ import annotations

from datetime import date

import pytest

from policy.workdays import Calendar, count, deadline, month_end, next_working_day

# National Day 2025: 1 to 8 October off, Sunday 28 September and Saturday 11 October worked.
YEAR = Calendar(
    {date(2025, 10, day): False for day in range(1, 9)}
    | {date(2025, 9, 28): True, date(2025, 10, 11): True, date(2025, 1, 1): False}
)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2025, 9, 1), 1, date(2025, 9, 2)),  # Monday: the day itself does not count
        (date(2025, 9, 1), 5, date(2025, 9, 8)),
        (date(2025, 9, 5), 1, date(2025, 9, 8)),  # Friday to Monday
        (date(2025, 9, 6), 1, date(2025, 9, 8)),  # from a Saturday on
        (date(2025, 9, 26), 1, date(2025, 9, 28)),  # the Sunday that is worked
        (date(2025, 9, 30), 1, date(2025, 10, 9)),  # the long holiday
        (date(2025, 9, 30), 3, date(2025, 10, 11)),  # the Saturday that is worked
        (date(2025, 9, 26), 15, date(2025, 10, 23)),
    ],
)
def test_a_period_ends_on_its_last_working_day(start: date, days: int, last: date) -> None:
    found = deadline(start, days, YEAR)
    assert (found.day, found.provisional) == (last, False)
    assert count(start, last, YEAR) == days
    assert YEAR.is_working(last)


@pytest.mark.parametrize(
    ("start", "days", "provisional"),
    [
        (date(2025, 12, 24), 5, False),
        (date(2025, 12, 24), 6, True),  # 1 January 2026
        (date(2025, 12, 31), 1, True),
        (date(2026, 3, 2), 5, True),
        (date(2024, 12, 31), 1, False),  # starts in an unknown year, counts only known days
    ],
)
def test_a_period_that_touches_an_unpublished_year_is_provisional(
    start: date, days: int, provisional: bool
) -> None:
    found = deadline(start, days, YEAR)
    assert found.provisional is provisional
    assert ("暂定" in found.words) is provisional


def test_words_of_a_deadline() -> None:
    assert deadline(date(2025, 9, 1), 5, YEAR).words == "2025年9月8日"
    said = deadline(date(2026, 3, 2), 5, YEAR).words
    assert said == "2026年3月9日（暂定：2026 年放假安排尚未公布，公布后自动重新计算）"


@pytest.mark.parametrize("days", [0, -1, 2_001])
def test_a_period_has_a_length(days: int) -> None:
    with pytest.raises(ValueError, match="working days"):
        deadline(date(2025, 9, 1), days, YEAR)


def test_counting_backwards_is_negative_and_of_no_day_is_nought() -> None:
    assert count(date(2025, 9, 8), date(2025, 9, 1), YEAR) == -5
    assert count(date(2025, 9, 1), date(2025, 9, 1), YEAR) == 0


def test_the_next_working_day() -> None:
    assert next_working_day(date(2025, 10, 1), YEAR) == date(2025, 10, 9)
    assert next_working_day(date(2025, 9, 1), YEAR) == date(2025, 9, 1)


@pytest.mark.parametrize(("month", "last"), [(1, 31), (2, 28), (12, 31)])
def test_months_end(month: int, last: int) -> None:
    assert month_end(2025, month) == date(2025, month, last)
