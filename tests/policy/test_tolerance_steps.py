"""State × party × step, against a table written by hand in the words of the field (第十二条)."""

from __future__ import annotations

from datetime import date

import pytest

from policy.limits import LIMITS
from policy.tolerance_steps import HELD, STEPS, TERMS, Party, allowed, last_day
from policy.tolerance_terms import AFTER_FINDING, OUTCOMES, STATES
from policy.workdays import Calendar

# 步骤 | 谁 | 在什么状态 (the words of `STATES`), → 到什么状态
TABLE = """
write | applicant | 草稿 待补正 |
submit | applicant | 草稿 待补正 | 待受理
withdraw | applicant cadre | 草稿 待受理 待补正 调查核实 综合分析 待党委研究 并案中止 | 已撤回
give_opinion | other_side | 待受理 待补正 调查核实 综合分析 |
triage | handler | 待受理 调查核实 综合分析 |
join | handler | 待受理 调查核实 综合分析 |
send_back | handler | 待受理 | 待补正
accept | handling_head | 待受理 | 调查核实
refuse | handling_head | 待受理 待补正 | 不予受理
attach | applicant other_side handler verifier analyst | 待受理 调查核实 综合分析 |
name | handling_head | 调查核实 |
extend | handling_head | 调查核实 |
verify | verifier | 调查核实 |
confirm | verifier | 调查核实 | 综合分析
analyse | handler verifier analyst | 综合分析 |
state | cadre | 综合分析 |
hear | handler verifier | 综合分析 |
sign | handling_head other_head | 综合分析 |
refer | handling_head | 综合分析 | 待党委研究
schedule | organizing | 待党委研究 |
take_back | handling_head | 待党委研究 | 综合分析
report | handler | 已认定，待报上级 | 已报上级，待公开或答复
enter_given | handler discipline | 已认定，待报上级 已报上级，待公开或答复 已公开 已答复 复核中 纠错整改 |
show | handler | 已报上级，待公开或答复 |
object | cadre | 已报上级，待公开或答复 |
settle_objection | handler | 已报上级，待公开或答复 |
publish | handling_head | 已报上级，待公开或答复 | 已公开
take_down | handler | 已公开 复核中 纠错整改 |
reply | handling_head | 已报上级，待公开或答复 | 已答复
ask_review | cadre | 已公开 已答复 纠错整改 | 复核中
answer_review | other_head | 复核中 | 纠错整改
rectify | cadre unit | 已公开 已答复 纠错整改 | 纠错整改
check | discipline | 纠错整改 |
close | handling_head | 纠错整改 | 办结归档
resume | discipline | 并案中止 |
revoke | handling_head | 已认定，待报上级 已报上级，待公开或答复 已公开 已答复 \
复核中 纠错整改 办结归档 | 办结归档
"""
ROWS = [tuple(part.strip() for part in line.split("|")) for line in TABLE.strip().splitlines()]
OF_WORDS = {words: state for state, words in STATES.items()}
# Which finding the step asks for: any, one that is public, the refusal, or none.
FOR = {"show": "public", "object": "public", "settle_objection": "public", "publish": "public",
       "take_down": "public", "reply": "refusal", "withdraw": "none"}  # fmt: skip
OUTCOME_OF = {"refusal": "not_tolerated", "none": ""}


def outcome_for(step: str) -> str:
    return OUTCOME_OF.get(FOR.get(step, ""), "exempt")


def test_every_step_is_in_the_table_and_leads_where_it_says() -> None:
    assert [row[0] for row in ROWS] == list(STEPS)
    for code, _, _, to in ROWS:
        assert STEPS[code].to == OF_WORDS.get(to, ""), code


def test_nobody_takes_a_step_that_the_table_does_not_give() -> None:
    seen = 0
    for code, who, states, _ in ROWS:
        for state, words in STATES.items():
            for party in Party:
                expected = party.value in who.split() and words in states.split()
                found = allowed(code, {party}, state=state, outcome=outcome_for(code), shown=True)
                assert found is expected, (code, party, words)
                seen += 1
    assert seen == len(STEPS) * len(STATES) * len(Party)


@pytest.mark.parametrize("outcome", [*OUTCOMES, ""])
def test_a_refusal_is_answered_and_everything_else_is_published(outcome: str) -> None:
    everybody = set(Party)
    public = allowed("publish", everybody, state="reported", outcome=outcome)
    answered = allowed("reply", everybody, state="reported", outcome=outcome)
    assert public is (outcome in ("exempt", "lighter", "reduced"))
    assert answered is (outcome == "not_tolerated")


def test_before_the_cadre_is_shown_the_text_he_can_object_to_no_finding() -> None:
    for outcome in OUTCOMES:
        assert not allowed("object", {Party.CADRE}, state="reported", outcome=outcome)


def test_what_an_office_began_is_not_withdrawn() -> None:
    assert not allowed("withdraw", {Party.APPLICANT}, state="verifying", applicant="office")
    assert allowed("withdraw", {Party.CADRE}, state="verifying", applicant="unit")


def test_while_a_finding_stands_nobody_withdraws_the_case_that_is_judged_again() -> None:
    for state in ("analysing", "committee", "suspended"):
        assert not allowed("withdraw", {Party.CADRE}, state=state, outcome="lighter")


def test_after_a_finding_nothing_is_left_to_do_once_it_was_revoked() -> None:
    left = {code for code in STEPS for state in AFTER_FINDING if allowed(code, set(Party), state=state)}
    assert left == set()


def test_every_state_says_who_holds_it_and_every_limit_is_declared() -> None:
    assert HELD.keys() == STATES.keys()
    assert all(term.key in LIMITS for term in TERMS.values())
    open_ended = {"draft", "suspended", "refused", "withdrawn", "closed"}
    assert TERMS.keys() == STATES.keys() - open_ended


def test_working_days_leave_out_holidays_and_calendar_days_do_not() -> None:
    holidays = Calendar({date(2026, 10, day): False for day in range(1, 9)} | {date(2026, 1, 1): False})
    start = date(2026, 9, 30)
    assert last_day(start, 5, holidays).day == date(2026, 10, 15)
    assert last_day(start, 5, holidays, working=False).day == date(2026, 10, 5)
    assert last_day(date(2026, 12, 30), 5, holidays).provisional
