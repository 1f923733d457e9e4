"""How pressing a deadline is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from policy.urgency import urgency_of

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("days", "word", "kind"),
    [
        (-400, "已逾期 400 天", "danger"),
        (-1, "已逾期 1 天", "danger"),
        (0, "今天到期", "danger"),
        (1, "还有 1 天", "warn"),
        (3, "还有 3 天", "warn"),
        (4, "还有 4 天", "info"),
        (7, "还有 7 天", "info"),
        (8, "还有 8 天", "neutral"),
        (400, "还有 400 天", "neutral"),
    ],
)
def test_a_deadline_in_words_and_colour(days: int, word: str, kind: str) -> None:
    found = urgency_of(TODAY + timedelta(days), TODAY)
    assert (found.word, found.kind, found.days) == (word, kind, days)
    assert found.overdue == (days < 0)


def test_without_a_deadline_nothing_is_overdue() -> None:
    found = urgency_of(None, TODAY)
    assert (found.word, found.kind, found.days, found.overdue) == ("未定期限", "neutral", None, False)


def test_a_deadline_at_the_end_of_february_of_a_leap_year() -> None:
    assert urgency_of(date(2028, 2, 29), date(2028, 3, 1)).word == "已逾期 1 天"
