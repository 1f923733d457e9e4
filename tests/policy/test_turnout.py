"""Rates, and what does not fit together."""

from __future__ import annotations

from fractions import Fraction

from policy.turnout import Turnout, sitting_verdict, turnout_doubts


def group(
    *,
    expected: int | None = 12,
    present: int | None = 11,
    issued: int | None = 11,
    returned: int = 10,
    valid: int = 9,
) -> Turnout:
    return Turnout("校领导", expected, present, issued, returned, valid)


def rules(found: Turnout) -> list[str]:
    return [reason.rule for reason in turnout_doubts(found)]


def test_rates_are_of_what_was_given_out_and_of_what_came_back() -> None:
    assert group().return_rate == Fraction(10, 11)
    assert group().valid_rate == Fraction(9, 10)
    assert group().abstained == 1
    assert group().entered


def test_what_nobody_entered_has_no_rate() -> None:
    assert group(issued=None).return_rate is None
    assert not group(issued=None).entered
    assert group(issued=0, returned=0, valid=0).return_rate is None
    assert group(returned=0, valid=0).valid_rate is None


def test_as_many_back_as_given_out_is_valid_one_more_is_void() -> None:
    assert rules(group(issued=10)) == []
    assert rules(group(issued=9)) == ["turnout.returned"]
    assert "多于发出 9 张" in turnout_doubts(group(issued=9))[0].text
    assert rules(group(issued=None, returned=99)) == []


def test_more_papers_than_people_is_asked_about_and_not_forbidden() -> None:
    assert rules(group(issued=12)) == ["turnout.issued"]
    assert rules(group(issued=12, present=None)) == []


def test_nobody_comes_who_is_not_entitled() -> None:
    assert sitting_verdict("校领导", 12, 12).ok
    assert sitting_verdict("校领导", None, 13).ok
    assert sitting_verdict("校领导", 12, None).ok
    assert not sitting_verdict("校领导", 12, 13).ok
