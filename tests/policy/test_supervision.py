"""Levels of posts, the day of an update, what a line of the register may say (第八、十三条)."""

from __future__ import annotations

from datetime import date

import pytest

from policy.supervision import (
    FIRST,
    NO_LEVEL,
    SECOND,
    THIRD,
    PostRisks,
    covered,
    level_of,
    may_close,
    may_record,
    may_set_level,
    review_due,
    update_due,
)
from policy.workdays import Calendar


@pytest.mark.parametrize(
    ("post", "level"),
    [
        (PostRisks(0), NO_LEVEL),
        (PostRisks(0, heavy=True), NO_LEVEL),
        (PostRisks(1), THIRD),
        (PostRisks(2), THIRD),
        (PostRisks(3), SECOND),
        (PostRisks(4), SECOND),
        (PostRisks(5), FIRST),
        (PostRisks(9), FIRST),
        (PostRisks(1, heavy=True), FIRST),
        (PostRisks(1, free=True), FIRST),
        (PostRisks(3, tainted=True), FIRST),
    ],
)
def test_the_level_of_a_post(post: PostRisks, level: int) -> None:
    graded = level_of(post, second=3, first=5)
    assert graded.level == level
    assert bool(graded.why) == bool(post.count)


def test_every_ground_of_the_first_level_is_said() -> None:
    assert len(level_of(PostRisks(5, True, True, True), second=3, first=5).reasons) == 4


def test_a_level_set_by_hand_has_its_reason() -> None:
    assert may_set_level(level=2, reason="权力集中").ok
    assert not may_set_level(level=2, reason=" ").ok
    assert not may_set_level(level=0, reason="权力集中").ok


@pytest.mark.parametrize(
    ("changed", "due"),
    [
        (date(2026, 3, 12), date(2026, 4, 1)),
        (date(2026, 4, 30), date(2026, 5, 6)),  # 1 to 5 May are off
        (date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_the_list_is_updated_by_the_first_working_day_of_the_next_month(changed: date, due: date) -> None:
    days = Calendar({date(2026, 5, day): False for day in range(1, 6)})
    assert update_due(changed, 1, days).day == due


def test_an_update_covers_what_came_before_it_as_far_as_that_is_known() -> None:
    assert covered("2026-03-12", date(2026, 3, 12))
    assert not covered("2026-03-12", date(2026, 3, 11))
    assert covered("2026-03", date(2026, 3, 1))
    assert not covered("2026-03", date(2026, 2, 28))
    assert not covered("2026-03", None)


def test_the_next_review() -> None:
    assert review_due(date(2025, 11, 30), 12) == date(2026, 11, 30)


def test_what_is_done_has_a_day() -> None:
    today = date(2026, 3, 12)
    assert may_close(status_done=True, done_on=today, today=today).ok
    assert may_close(status_done=False, done_on=None, today=today).ok
    assert not may_close(status_done=True, done_on=None, today=today).ok
    assert not may_close(status_done=False, done_on=today, today=today).ok
    assert not may_close(status_done=True, done_on=date(2026, 3, 13), today=today).ok


@pytest.mark.parametrize(
    ("kind", "by_office", "about_self", "expected"),
    [
        ("personal", True, False, set()),
        ("personal", False, False, {"register.office"}),
        ("duty", False, False, {"register.office"}),
        ("inspection", False, False, set()),
        ("outside", False, True, {"register.self"}),
        ("audit", True, True, {"register.self"}),
    ],
)
def test_who_moves_a_line_of_the_register(
    kind: str, by_office: bool, about_self: bool, expected: set[str]
) -> None:
    verdict = may_record(kind, by_office=by_office, about_self=about_self)
    assert {reason.rule for reason in verdict.reasons} == expected
