"""What publicity may do, by table."""

from __future__ import annotations

from datetime import date

import pytest

from policy.publicity import Handling, may_close, may_expire, may_object, may_publish

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("people", "days", "text", "found"),
    [
        (3, 5, "公示如下", []),
        (0, 5, "公示如下", ["publicity.people"]),
        (3, 0, "公示如下", ["publicity.days"]),
        (3, 61, "公示如下", ["publicity.days"]),
        (3, 5, " ", ["publicity.text"]),
    ],
)
def test_what_a_list_needs(people: int, days: int, text: str, found: list[str]) -> None:
    assert [r.rule for r in may_publish(people=people, days=days, text=text).reasons] == found


@pytest.mark.parametrize(("today", "ok"), [(DAY, False), (date(2026, 3, 3), True), (date(2026, 3, 1), False)])
def test_the_last_day_belongs_to_the_period(today: date, ok: bool) -> None:
    assert may_expire(ends_on=DAY, today=today).ok is ok


@pytest.mark.parametrize(
    ("received", "ok"),
    [(DAY, True), (date(2026, 3, 5), True), (date(2026, 3, 6), False), (date(2026, 3, 1), False)],
)
def test_an_objection_came_while_it_was_public(received: date, ok: bool) -> None:
    assert may_object(received_on=received, begins_on=DAY, today=date(2026, 3, 5)).ok is ok


@pytest.mark.parametrize(
    ("finding", "stays", "note", "ok"),
    [
        ("true", False, "查实", True),
        ("true", True, "查实", False),
        ("not_true", True, "查无此事", True),
        ("not_true", False, "查无此事", False),
        ("partly", True, "情节轻微", True),
        ("partly", False, "影响公信", True),
        ("not_true", True, " ", False),
    ],
)
def test_what_is_true_takes_the_person_off_and_what_is_not_leaves_the_person_on(
    finding: str, stays: bool, note: str, ok: bool
) -> None:
    assert may_close(Handling(finding, stays, note)).ok is ok
