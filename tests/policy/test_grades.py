"""Grades: what the panel may propose, and how many may be 优秀."""

from decimal import Decimal

import pytest

from policy.grades import (
    ANNUAL,
    TERM,
    ProposalFacts,
    QuotaFacts,
    excellent_seats,
    may_decide_grade,
    may_decide_grades,
    may_propose_grade,
)

BARRED = ("事项 SX1 的诫勉影响评优（第八条）。",)


@pytest.mark.parametrize(
    ("facts", "word", "ok"),
    [
        (ProposalFacts("甲", ANNUAL, True), "优秀", True),
        (ProposalFacts("甲", ANNUAL, True), "合格", False),
        (ProposalFacts("甲", TERM, True), "合格", True),
        (ProposalFacts("甲", ANNUAL, False), "称职", False),
        (ProposalFacts("甲", ANNUAL, False), "不确定等次", True),
        (ProposalFacts("甲", ANNUAL, True, BARRED), "优秀", False),
        (ProposalFacts("甲", ANNUAL, True, BARRED), "称职", True),
    ],
)
def test_what_may_be_proposed(facts, word, ok):
    assert may_propose_grade(facts, word).ok is ok


def test_who_is_barred_reads_the_measure_itself():
    verdict = may_propose_grade(ProposalFacts("甲", ANNUAL, True, BARRED), "优秀")
    assert [reason.text for reason in verdict.reasons] == list(BARRED)


@pytest.mark.parametrize(
    ("graded", "share", "seats"), [(124, "20", 24), (4, "20", 0), (33, "25", 8), (5, "20", 1)]
)
def test_seats_are_rounded_down(graded, share, seats):
    assert excellent_seats(graded, Decimal(share)) == seats


@pytest.mark.parametrize(
    ("excellent", "share", "ok"),
    [(24, "20", True), (25, "20", False), (31, "25", True), (31, "40", True), (32, "40", False)],
)
def test_no_plan_goes_beyond_what_a_decision_can_allow(excellent, share, ok):
    quota = QuotaFacts(graded=124, excellent=excellent, share=Decimal(share), most=Decimal("25"))
    assert may_decide_grades(quota).ok is ok


@pytest.mark.parametrize(
    ("facts", "word", "said"),
    [
        (ProposalFacts("甲", ANNUAL, True, BARRED), "优秀", ["甲不能审定为“优秀”：" + BARRED[0]]),
        (ProposalFacts("乙", ANNUAL, False), "称职", ["乙不能审定为“称职”：乙在本次考核中不确定等次"]),
        (ProposalFacts("丙", ANNUAL, False), "不称职", ["丙不能审定为“不称职”：丙在本次考核中不确定等次"]),
        (ProposalFacts("丁", ANNUAL, False, may_fail=True), "不称职", []),
        (ProposalFacts("丁", ANNUAL, False, may_fail=True), "称职", ["丁不能审定为“称职”"]),
    ],
)
def test_the_committee_decides_no_word_that_the_panel_may_not_propose(facts, word, said):
    reasons = may_decide_grade(facts, word).reasons
    assert len(reasons) == len(said)
    assert all(reason.text.startswith(text) for reason, text in zip(reasons, said, strict=True))
    assert all(reason.article == "第六条" for reason in reasons)
