"""No decision on accountability before the tolerance question is answered (第十二条)."""

from __future__ import annotations

from datetime import date

import pytest

from policy.accountability import ABSENT, CASE, Question, may_answer_absent, may_decide, may_record

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("question", "rules"),
    [
        (Question(), {"accountability.unanswered", "accountability.told"}),
        (Question(told=True), {"accountability.unanswered"}),
        (Question(answer=CASE), {"accountability.told"}),
        (Question(told=True, answer=ABSENT), set()),
        (Question(told=True, answer=CASE), set()),
        (Question(told=True, answer=ABSENT, open_since=DAY), {"accountability.case"}),
        (Question(told=True, open_since=DAY), {"accountability.case"}),
        (Question(told=True, answer=CASE, exempt="免除责任"), {"accountability.excused"}),
    ],
)
def test_what_stands_before_a_decision(question: Question, rules: set[str]) -> None:
    assert {reason.rule for reason in may_decide("秦素", question).reasons} == rules


def test_after_the_finding_nothing_is_recorded() -> None:
    assert may_record("秦素", Question()).ok
    assert not may_record("秦素", Question(exempt="免除责任，校党委常委会")).ok


@pytest.mark.parametrize(
    ("question", "reason", "ok"),
    [
        (Question(told=True), "没有先行先试的情形", True),
        (Question(told=True), " ", False),
        (Question(), "没有先行先试的情形", False),
        (Question(told=True, open_since=DAY), "没有先行先试的情形", False),
        (Question(told=True, answer=CASE), "没有先行先试的情形", False),
    ],
)
def test_written_reasons_come_after_the_cadre_was_told(question: Question, reason: str, ok: bool) -> None:
    assert may_answer_absent("秦素", question, reason).ok is ok
