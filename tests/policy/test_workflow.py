"""The way of an appraisal: what may be taken when, and what stands in the way."""

import pytest

from policy.workflow import BY_CODE, STEPS, Lack, may_discard_plan, may_step, next_steps

STATES = [
    "draft",
    "approved",
    "self_report",
    "report_public",
    "voting",
    "interview",
    "scored",
    "panel",
    "decided",
    "publicity",
    "feedback",
    "review",
    "archived",
]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.code)
@pytest.mark.parametrize("state", STATES)
def test_a_step_is_taken_from_its_own_states_only(step, state):
    verdict = may_step(step, state, [], why_now="")
    assert verdict.ok is (state in step.sources and not step.by_meeting)


def test_every_state_but_the_last_leads_on_and_the_last_nowhere():
    assert [state for state in STATES if not next_steps(state, source="plan")] == ["archived"]
    assert {step.target for step in STEPS} == set(STATES) - {"draft"}


def test_a_year_by_file_is_led_by_its_files_until_it_is_counted():
    assert [state for state in STATES if next_steps(state, source="file")] == STATES[6:-1]
    close = BY_CODE["close_voting"]
    assert "由文件导入" in may_step(close, "voting", [], why_now="急", source="file").reasons[0].text


def test_what_blocks_is_said_and_no_reason_helps():
    verdict = may_step(BY_CODE["open_panel"], "scored", [Lack("计分还没有经两人确认", True)], why_now="急")
    assert [reason.text for reason in verdict.reasons] == ["计分还没有经两人确认（第六条）。"]


def test_what_does_not_block_needs_a_reason():
    lacks = [Lack("尚未指定监票人", False)]
    step = BY_CODE["open_voting"]
    assert not may_step(step, "report_public", lacks, why_now="  ").ok
    assert may_step(step, "report_public", lacks, why_now="监票人下周到岗").ok


@pytest.mark.parametrize("code", ["approve", "decide"])
def test_what_the_committee_decides_nobody_clicks(code):
    step = BY_CODE[code]
    assert "会议纪要" in may_step(step, step.sources[0], [], why_now="急").reasons[0].text


def test_a_draft_is_given_up_with_a_reason_and_before_a_meeting_has_it() -> None:
    assert may_discard_plan([], reason="年度选错").ok
    assert not may_discard_plan([], reason="  ").ok
    (standing,) = may_discard_plan(["党委常委会2026年第3次"], reason="年度选错").reasons
    assert "已列入党委常委会2026年第3次的议题" in standing.text
