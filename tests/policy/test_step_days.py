"""Until when each step of an appraisal is taken."""

from datetime import date

import pytest

from policy.limits import LIMITS
from policy.step_days import STEP_DAYS, step_due
from policy.workdays import Calendar
from policy.workflow import STEPS

PLAN = {
    "report_due": date(2026, 11, 30),
    "voting_from": date(2026, 12, 7),
    "voting_to": date(2026, 12, 11),
    "panel_due": date(2026, 12, 18),
    "decision_due": date(2026, 12, 25),
    "archive_due": date(2027, 3, 31),
}
NUMBERS = {key: limit.default for key, limit in LIMITS.items()}
CALENDAR = Calendar({date(2026, 10, 1): False})
FRIDAY = date(2026, 12, 18)


@pytest.mark.parametrize(
    ("step", "day"),
    [
        ("approve", date(2026, 11, 10)),
        ("open_reports", date(2026, 11, 16)),
        ("publish_reports", date(2026, 11, 30)),
        ("score", date(2026, 12, 18)),
        ("publicize", date(2026, 12, 25)),
        ("open_feedback", date(2026, 12, 25)),
        ("open_review", date(2027, 1, 1)),
    ],
)
def test_the_day_of_a_step(step, day):
    found = step_due(step, plan=PLAN, since=FRIDAY, limits=NUMBERS, calendar=CALENDAR)
    assert found.day == day
    assert found.provisional is (day.year == 2027)


def test_every_step_has_a_day():
    assert set(STEP_DAYS) == {step.code for step in STEPS}
    given = {"plan": PLAN, "since": FRIDAY, "limits": NUMBERS, "calendar": CALENDAR}
    assert all(step_due(step.code, **given) for step in STEPS)


def test_without_a_plan_or_a_beginning_there_is_none():
    given = {"limits": NUMBERS, "calendar": CALENDAR}
    assert step_due("approve", plan={}, since=FRIDAY, **given) is None
    assert step_due("publicize", plan=PLAN, since=None, **given) is None
