"""Which reminder of a deadline is due on a day, and when a message may leave."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from policy.reminders import (
    LONGEST_WAIT,
    SHORTEST_WAIT,
    Reached,
    Rhythm,
    Stage,
    digest_day,
    digest_words,
    next_level,
    quiet_until,
    reached,
    wait_before,
)
from policy.workdays import Calendar

# 2026-11-20 is a Friday. The 25th is off, Saturday the 28th is worked.
DAYS = Calendar({date(2026, 11, 25): False, date(2026, 11, 28): True})
FRIDAY = date(2026, 11, 20)
USUAL = Rhythm()


def over_days(due: date, first: date, last: date, *, working: bool = False, rhythm: Rhythm = USUAL):
    """What a run on each of these days finds, where it is not what the day before found."""
    found, before, day = {}, None, first
    while day <= last:
        now = reached(due, day, DAYS, rhythm, working=working)
        if now != before and now is not None:
            found[f"{day:%m-%d}"] = (str(now.stage), now.turn)
        before, day = now or before, day + timedelta(days=1)
    return found


def test_seven_three_one_the_day_and_every_working_day_after():
    due = date(2026, 11, 27)
    assert over_days(due, date(2026, 11, 1), date(2026, 12, 1)) == {
        "11-20": ("early", 0),
        "11-24": ("near", 0),
        "11-26": ("eve", 0),
        "11-27": ("today", 0),
        "11-28": ("overdue", 1),  # a Saturday that is worked
        "11-30": ("overdue", 2),
        "12-01": ("overdue", 3),
    }


def test_a_deadline_in_working_days_is_said_in_working_days():
    assert over_days(date(2026, 11, 27), date(2026, 11, 1), date(2026, 11, 28), working=True) == {
        "11-17": ("early", 0),
        "11-23": ("near", 0),  # the 24th, 26th and 27th are left
        "11-26": ("eve", 0),
        "11-27": ("today", 0),
        "11-28": ("overdue", 1),
    }


def test_an_overdue_one_is_repeated_as_often_as_the_rulebook_says():
    found = over_days(FRIDAY, FRIDAY, date(2026, 12, 4), rhythm=Rhythm(overdue=5))
    assert found == {"11-20": ("today", 0), "11-23": ("overdue", 1), "11-30": ("overdue", 2)}


@pytest.mark.parametrize(
    "missed", [timedelta(1), timedelta(2), timedelta(3)], ids=["a night", "two nights", "three nights"]
)
def test_a_night_without_a_run_loses_no_stage_that_still_holds(missed):
    """The stage is a state: seven days before and six, five, four days before find the same reminder."""
    due = FRIDAY + timedelta(7)
    assert (
        reached(due, FRIDAY + missed, DAYS, USUAL)
        == reached(due, FRIDAY, DAYS, USUAL)
        == Reached(Stage.EARLY)
    )


def test_long_before_and_on_days_off_after_it_nothing_is_due():
    assert reached(FRIDAY + timedelta(8), FRIDAY, DAYS, USUAL) is None
    assert reached(FRIDAY, FRIDAY + timedelta(1), DAYS, USUAL) is None  # the Saturday after


def test_a_week_of_digests_begins_on_its_monday_and_a_day_is_its_own():
    sunday = date(2026, 11, 29)
    assert digest_day(sunday, weekly=True) == date(2026, 11, 23)
    assert digest_day(sunday, weekly=False) == sunday


def at(clock: str, day: int = 20) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day}T{clock}:00+08:00")


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at("20:59"), at("20:59")),
        (at("21:00"), at("07:30", 21)),
        (at("23:59"), at("07:30", 21)),
        (at("00:00", 21), at("07:30", 21)),
        (at("07:29", 21), at("07:30", 21)),
        (at("07:30", 21), at("07:30", 21)),
    ],
)
def test_quiet_hours_run_over_midnight_and_end_on_time(now, until):
    assert quiet_until(now, time(21), time(7, 30)) == until


def test_quiet_hours_within_a_day_and_none_at_all():
    assert quiet_until(at("12:30"), time(12), time(14)) == at("14:00")
    assert quiet_until(at("14:00"), time(12), time(14)) == at("14:00")
    for none in ((None, None), (time(8), None), (time(8), time(8))):
        assert quiet_until(at("08:00"), *none) == at("08:00")


def test_waiting_doubles_to_a_quarter_of_an_hour_and_never_all_at_one_moment():
    whole = [wait_before(tries, 1) for tries in range(1, 9)]
    assert whole[:3] == [SHORTEST_WAIT, 2 * SHORTEST_WAIT, 4 * SHORTEST_WAIT]
    assert whole[-1] == wait_before(10_000, 1) == LONGEST_WAIT
    assert wait_before(1, 0) == SHORTEST_WAIT / 2


def test_a_digest_says_how_many_wait_and_nothing_else():
    counts = {Stage.NEAR: 2, Stage.OVERDUE: 1, Stage.EARLY: 0}
    subject, text = digest_words(counts, link="https://c.example/messages/", weekly=False)
    assert subject == "待办到期提示：3 项，1 项已逾期"
    assert text.splitlines() == [
        "您在干部管理系统中有事项等待办理：",
        "已逾期：1 项",
        "临近到期：2 项",
        "",
        "请登录查看：https://c.example/messages/",
    ]
    assert digest_words({Stage.EVE: 1}, link="", weekly=True)[0] == "本周待办到期提示：1 项"


def test_the_level_above_a_unit_is_its_leader_and_heads_have_none():
    assert next_level("unit_party") == "leader"
    assert [next_level(role) for role in ("leader", "org_head", "discipline_head", "system_officer")] == [
        None
    ] * 4
