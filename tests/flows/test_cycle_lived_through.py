"""A year lived through: plan, list, vote, count, panel, committee, archive (第六条)."""

from __future__ import annotations

import pytest

from accounts.models import Role
from appraisal.models import Cycle, CycleEvent, Grading, Participant
from appraisal.services import participant_add, participant_correct, participants_generate, plan_draft
from appraisal.workflow import missing_before
from core.pages import RuleBroken, StaleState
from tests.support.planned import AWAY, DAYS, PEOPLE, YEAR, Story, reader

pytestmark = pytest.mark.django_db
S = Cycle.State


def test_from_the_plan_to_the_archive() -> None:
    story = Story()
    assert story.cycle.state == S.DRAFT and not story.cycle.parameters
    story.approved()
    assert story.cycle.state == S.APPROVED and story.cycle.parameters, "the committee froze the parameters"
    assert "第" in story.cycle.plan.meeting
    with pytest.raises(RuleBroken, match="名单中还没有人"):
        story.step("open_reports")
    story.listed()
    assert len(story.participants) == PEOPLE
    story.step("open_reports")
    story.step("publish_reports")
    story.step("open_voting")
    assert dict(story.cycle.merged)["机关部门正职"] == "机关部门（正副职合并）", (
        "the merge is fixed before the vote"
    )
    with pytest.raises(RuleBroken, match="还没有导入测评票"):
        story.step("close_voting")
    story.voted().step("close_voting")
    story.scored()
    assert story.cycle.state == S.SCORED and story.cycle.confirmed_at
    story.step("open_panel")
    story.judged({0: "优秀"})
    story.decided_by_meeting("appraisal.grades", "")
    assert story.cycle.state == S.DECIDED, "with the last grade of the final minutes the year is decided"
    best = Grading.objects.get(participant=story.participants[0])
    assert (best.decided, best.revision) == ("优秀", 1) and "第" in best.meeting
    story.step("open_feedback")
    story.step("open_review")
    with pytest.raises(RuleBroken, match="请写一段复盘"):
        story.step("archive", note=" ")
    story.step("archive", note="述职早布置一周。")
    assert story.cycle.state == S.ARCHIVED and story.cycle.closing_note == "述职早布置一周。"
    reached = [event.to_state for event in CycleEvent.objects.filter(case=story.cycle).order_by("pk")]
    assert [state for state, _ in zip(S, S, strict=True) if state.value not in reached] == [S.PUBLICITY]


def test_who_was_away_for_most_of_the_year_has_no_grade_and_the_reason_is_for_the_heads() -> None:
    story = Story().until("self_report")
    away = story.participants[AWAY]
    assert not away.graded and away.discreet and "病假" in away.ungraded_reason
    assert [row.graded for row in story.participants].count(False) == 1


def test_only_the_heads_read_a_discreet_reason(client) -> None:
    story = Story().until("self_report")
    page = f"/appraisal/{YEAR}/people-list/"
    for user, reads in (
        (story.head, True),
        (reader(Role.DISCIPLINE_HEAD), True),
        (story.officer, False),
        (reader(Role.DISCIPLINE_OFFICER, "96002"), False),
    ):
        client.force_login(user)
        for address in (page, f"{page}export/"):
            response = client.get(address)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            if not address.endswith("export/"):
                said = body.decode()
                assert ("病假" in said) is reads and ("需组织部门核定" in said) is not reads, user


def test_the_same_register_gives_the_same_list_and_what_was_put_by_hand_stays() -> None:
    story = Story().until("self_report")
    first = list(Participant.objects.order_by("pk").values_list("pk", "category", "graded"))
    participants_generate(cycle_pk=story.cycle.pk, actor=story.officer)
    assert list(Participant.objects.order_by("pk").values_list("pk", "category", "graded")) == first
    someone = story.participants[0]
    participant_correct(
        participant_pk=someone.pk,
        version=someone.version,
        category="二级学院正职",
        graded=True,
        ungraded_reason="",
        discreet=False,
        why="十二月调任",
        actor=story.officer,
    )
    participants_generate(cycle_pk=story.cycle.pk, actor=story.officer)
    someone.refresh_from_db()
    assert someone.category == "二级学院正职" and someone.source == Participant.Source.HAND
    note = CycleEvent.objects.filter(note__contains="十二月调任").get().note
    assert "机关部门正职 改为 二级学院正职" in note


def test_nobody_takes_part_in_two_cycles_of_one_kind() -> None:
    story = Story().until("self_report")
    other = plan_draft(year=YEAR, kind="annual", level="section", values=DAYS, actor=story.officer)
    with pytest.raises(RuleBroken, match="已有考核"):
        plan_draft(year=YEAR, kind="annual", level="section", values=DAYS, actor=story.officer)
    story.decided_by_meeting("appraisal.plan", "approved")
    with pytest.raises(RuleBroken, match="不能重叠"):
        participant_add(
            cycle_pk=other.pk,
            staff_no=story.cadres[0].staff_no,
            category="机关部门正职",
            why="科级兼任",
            actor=story.officer,
        )
    participants_generate(cycle_pk=other.pk, actor=story.officer)
    assert not other.participants.exists()


def test_what_is_missing_is_listed_and_going_on_needs_a_reason() -> None:
    story = Story().until("report_public")
    lacking = [item.text for item in missing_before(story.cycle, "open_voting")]
    assert any("尚未指定计分人、监票人" in text for text in lacking)
    with pytest.raises(RuleBroken, match="请写明理由"):
        story.step("open_voting", why=" ")
    story.step("open_voting", why="计分人下周到岗")
    assert CycleEvent.objects.filter(note__contains="计分人下周到岗").exists()


def test_a_step_that_somebody_else_has_taken_is_not_taken_twice() -> None:
    story = Story().until("self_report")
    story.step("publish_reports")
    with pytest.raises(StaleState):
        from appraisal.services import cycle_step  # noqa: PLC0415

        cycle_step(
            cycle_pk=story.cycle.pk,
            step="publish_reports",
            seen="self_report",
            why_now="",
            actor=story.head,
        )


def test_more_than_the_share_are_not_excellent() -> None:
    story = Story().until("panel")
    story.judged({0: "优秀", 1: "优秀"})
    with pytest.raises(RuleBroken, match="优秀 2 人，超过应当确定等次的 5 人的 20%（1 人）"):
        story.decided_by_meeting("appraisal.grades", "")
    assert story.cycle.state == S.PANEL and not Grading.objects.exclude(decided="").exists()
