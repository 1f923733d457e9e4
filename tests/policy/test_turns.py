"""The last seconds of a year and the day that most years do not have, in rules that count days."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from policy.alerts import may_conclude, may_record_day
from policy.months import months_later
from policy.reminders import Reached, Rhythm, Stage, quiet_until, reached
from policy.urgency import urgency_of
from policy.workdays import Calendar, deadline

LEAP, YEAR_END = date(2028, 2, 29), date(2026, 12, 31)
# New Year's Day 2027 is a Friday and off; 2027 and 2028 have no other day of their own here.
DAYS = Calendar({date(2026, 1, 1): False, date(2027, 1, 1): False, date(2028, 1, 3): False})


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (LEAP, 12, date(2029, 2, 28)),  # a yellow card of that day lapses
        (date(2027, 8, 31), 6, LEAP),  # a follow-up falls on it
        (date(2027, 2, 28), 12, date(2028, 2, 28)),
        (YEAR_END, 2, date(2027, 2, 28)),
        (YEAR_END, 12, date(2027, 12, 31)),
        (date(2028, 3, 31), -1, LEAP),
    ],
)
def test_months_end_on_the_last_day_there_is(start: date, months: int, end: date) -> None:
    assert months_later(start, months) == end


def test_working_days_go_over_the_new_year_and_over_the_leap_day() -> None:
    assert deadline(YEAR_END, 1, DAYS).day == date(2027, 1, 4)
    assert deadline(YEAR_END, 3, DAYS).day == date(2027, 1, 6)
    assert deadline(date(2028, 2, 28), 1, DAYS).day == LEAP
    assert deadline(LEAP, 1, DAYS).day == date(2028, 3, 1)


@pytest.mark.parametrize(
    ("due", "today", "expected"),
    [
        (YEAR_END, YEAR_END, Reached(Stage.TODAY)),
        (YEAR_END, date(2027, 1, 1), None),  # nobody is told on a holiday that the office is late
        (YEAR_END, date(2027, 1, 4), Reached(Stage.OVERDUE, 1)),
        (date(2027, 1, 1), YEAR_END, Reached(Stage.EVE)),
        (LEAP, date(2028, 2, 28), Reached(Stage.EVE)),
        (LEAP, date(2028, 3, 1), Reached(Stage.OVERDUE, 1)),
    ],
)
def test_a_reminder_knows_which_day_it_is(due: date, today: date, expected: Reached | None) -> None:
    assert reached(due, today, DAYS, Rhythm()) == expected


def test_two_seconds_before_the_year_ends_it_is_still_that_year() -> None:
    late = datetime(2026, 12, 31, 23, 59, 58)
    morning = datetime(2027, 1, 1, 7, 0)
    assert quiet_until(late, datetime(1, 1, 1, 22).time(), morning.time()) == morning
    assert urgency_of(YEAR_END, late.date()).days == 0
    assert may_record_day(YEAR_END, sent=YEAR_END, today=late.date()).ok
    assert not may_record_day(date(2027, 1, 1), sent=YEAR_END, today=late.date()).ok


def test_an_admonition_with_its_follow_up_on_the_leap_day_ends_on_it_and_not_before() -> None:
    given = {"conclusion": "improved", "follow_on": months_later(date(2027, 8, 31), 6)}
    before = date(2028, 2, 28)
    assert not may_conclude("admonition", **given, on=before, today=before).ok
    assert may_conclude("admonition", **given, on=LEAP, today=LEAP).ok
