"""Never worse: every pair of grades and lists, and the days (第六条, 公务员法第九十五条)."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from policy.review import (
    HARMLESS,
    ORDERS,
    Officer,
    RequestFacts,
    Standing,
    better_or_equal,
    conclusion,
    last_day,
    may_answer,
    may_appeal,
    may_name_verifiers,
    may_record_refusal,
    may_refuse,
    may_revise,
    may_submit,
)
from policy.workdays import Calendar

YEAR = ORDERS[0]


@pytest.mark.parametrize(("old", "new"), list(product(YEAR, YEAR)))
def test_a_grade_stays_or_rises(old: str, new: str) -> None:
    assert may_revise(Standing(old), Standing(new)).ok is (YEAR.index(new) <= YEAR.index(old))


@pytest.mark.parametrize("new", [*YEAR, "合格", "不合格"])
def test_who_had_no_grade_gets_none_that_harms(new: str) -> None:
    assert may_revise(Standing("不确定等次"), Standing(new)).ok is (new in HARMLESS)


def test_a_grade_is_not_taken_away_and_words_of_a_term_are_no_words_of_a_year() -> None:
    assert not may_revise(Standing("称职"), Standing("不确定等次")).ok
    assert not may_revise(Standing("称职"), Standing("")).ok
    assert not may_revise(Standing("称职"), Standing("合格")).ok
    assert may_revise(Standing("不合格"), Standing("合格")).ok


@pytest.mark.parametrize(("was", "becomes"), list(product((True, False), repeat=2)))
def test_nobody_leaves_the_first_list_or_enters_the_last(was: bool, becomes: bool) -> None:
    commended = may_revise(Standing("称职", commended=was), Standing("称职", commended=becomes))
    judged = may_revise(Standing("称职", judged=was), Standing("称职", judged=becomes))
    assert commended.ok is (becomes or not was)
    assert judged.ok is (was or not becomes)


def test_only_better_grades_are_offered() -> None:
    assert better_or_equal("称职") == ("优秀",)
    assert better_or_equal("不称职") == ("优秀", "称职", "基本称职")
    assert better_or_equal("优秀") == ()


def test_a_last_day_on_which_nobody_works_moves_on() -> None:
    known = Calendar({date(2026, 1, 1): False, date(2026, 10, 1): False})
    assert last_day(date(2026, 3, 2), 30, known).day == date(2026, 4, 1)
    assert last_day(date(2026, 3, 5), 30, known).day == date(2026, 4, 6)  # 4 April is a Saturday
    assert last_day(date(2026, 9, 1), 30, known).day == date(2026, 10, 2)
    assert last_day(date(2029, 3, 2), 30, known).provisional


def test_a_request_needs_reasons_and_stands_alone() -> None:
    assert may_submit(RequestFacts("有异议", waiting=False, answered=False)).ok
    for facts in (
        RequestFacts(" ", waiting=False, answered=False),
        RequestFacts("有异议", waiting=True, answered=False),
        RequestFacts("有异议", waiting=False, answered=True),
    ):
        assert not may_submit(facts).ok


def test_the_last_day_is_in_time() -> None:
    until = date(2026, 4, 1)
    assert not may_refuse(submitted_on=until, until=until).ok
    assert may_refuse(submitted_on=date(2026, 4, 2), until=until).ok


@pytest.mark.parametrize(
    ("officers", "ok"),
    [
        ((Officer("甲"), Officer("乙")), True),
        ((Officer("甲"),), False),
        ((Officer("甲"), Officer("乙", proposed=True)), False),
        ((Officer("甲"), Officer("乙", own=True)), False),
        ((Officer("甲"), Officer("乙", related=True)), False),
    ],
)
def test_two_verify_who_have_no_part_in_it(officers: tuple[Officer, ...], ok: bool) -> None:
    assert may_name_verifiers(officers, least=2).ok is ok
    assert not may_name_verifiers(officers, least=3).ok


def test_the_result_stands_only_where_everybody_says_so() -> None:
    assert conclusion(["keep", "keep"]) == "keep"
    assert conclusion(["keep", "correct", "keep"]) == "correct"
    assert may_answer(["keep", "keep", "keep"]).ok
    assert not may_answer(["keep", "keep", ""]).ok
    assert not may_answer([]).ok


def test_an_appeal_stands_between_the_answer_and_its_last_day() -> None:
    answered, until = date(2026, 5, 6), date(2026, 5, 21)
    days = {date(2026, 5, 5): False, answered: True, until: True, date(2026, 5, 22): False}
    for day, ok in days.items():
        assert may_appeal(appealed_on=day, answered_on=answered, until=until).ok is ok


def test_a_refusal_has_two_witnesses_who_are_not_the_cadre() -> None:
    assert may_record_refusal(reason="不签", witnesses=("王一", "李二"), name="陈静").ok
    for witnesses in (("王一", "王一"), ("王一", ""), ("陈　静", "王一")):
        assert not may_record_refusal(reason="不签", witnesses=witnesses, name="陈静").ok
