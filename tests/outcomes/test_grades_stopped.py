"""Grades whose publicity is stopped, and minutes that are corrected after the year was decided (第六条)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from appraisal.duties.flow import grades_to_correct, steps_to_take
from appraisal.models import Cycle, Grading
from appraisal.workflow import missing_before
from core import clock
from core.pages import RuleBroken
from decisions import services as decisions
from decisions.models import AgendaItem, Publicity
from decisions.selectors import waiting_offers
from notices.registry import Audience
from outcomes.models import Feedback, Revision
from tests.support.meetings import closed, objected
from tests.support.planned import Story, _meeting

pytestmark = pytest.mark.django_db
S = Cycle.State


def publicized() -> tuple[Story, Publicity]:
    """The best is 优秀 by decision, and the school reads the name."""
    story = Story().until("panel").judged({0: "优秀"})
    story.decided_by_meeting("appraisal.grades", "")
    story.step("publicize")
    return story, Publicity.objects.get()


def grade(story: Story, i: int) -> Grading:
    return Grading.objects.get(participant=story.participants[i])


def blocked(story: Story) -> str:
    return "；".join(one.text for one in missing_before(story.cycle, "open_feedback") if one.blocks)


def duties(source: Any) -> list[str]:
    return [duty.label for duty in source(Audience(clock.today()))]


def decided_again(story: Story, word: str) -> None:
    (offer,) = [one.offer for one in waiting_offers() if one.kind.code == "appraisal.regrade"]
    story.decided_by_meeting("appraisal.regrade", "", **{entry.label: word for entry in offer.entries})


def upheld(publicity: Publicity) -> None:
    closed(objected(publicity, publicity.people.get().name), "true", stays=False)


def test_an_objection_found_true_stops_the_grade_until_the_committee_decides_again() -> None:
    story, publicity = publicized()
    upheld(publicity)
    assert "1 人的公示已停止" in blocked(story)
    with pytest.raises(RuleBroken, match="公示已停止"):
        story.step("open_feedback")
    assert duties(grades_to_correct) == ["提请会议更正等次"] and not duties(steps_to_take)
    decided_again(story, "称职")
    assert not duties(grades_to_correct) and duties(steps_to_take) == ["反馈结果"]
    assert (grade(story, 0).decided, grade(story, 0).held, grade(story, 0).revision) == ("称职", "", 2)
    made = Revision.objects.get()
    assert (made.before["grade"], made.after["grade"]) == ("优秀", "称职") and "会议研究" in made.reason
    story.step("open_feedback")
    notice = Feedback.objects.get(participant=story.participants[0])
    assert notice.revision == 2


def test_who_is_taken_off_and_stays_excellent_is_made_public_again() -> None:
    story, publicity = publicized()
    decisions.publicity_person_withdraw(
        pk=publicity.pk,
        person_pk=publicity.people.get().pk,
        version=publicity.version,
        reason="职务有误",
        actor=story.officer,
    )
    assert "职务有误" in grade(story, 0).held
    decided_again(story, "优秀")
    assert story.cycle.state == S.DECIDED and "还没有公示" in blocked(story)
    story.step("publicize")
    assert "公示还没有结束" in blocked(story)


def test_a_list_taken_back_is_published_again_before_anybody_is_told() -> None:
    story, publicity = publicized()
    decisions.publicity_withdraw(
        pk=publicity.pk, version=publicity.version, reason="正文有误", actor=story.officer
    )
    assert story.cycle.state == S.DECIDED
    with pytest.raises(RuleBroken, match="1 人的等次还没有公示"):
        story.step("open_feedback")
    story.step("publicize")
    newest = Publicity.objects.latest("pk")
    with time_machine.travel(clock.now() + timedelta(days=20)):
        decisions.publicity_expire(pk=newest.pk, version=newest.version, actor=story.officer)
        assert not blocked(story)
        story.step("open_feedback")


def corrected(story: Story, i: int, word: str) -> None:
    """A later meeting corrects the minutes on person i."""
    item = AgendaItem.objects.get(kind="appraisal.grades")
    room = _meeting(story.room)
    entry = item.entries.get(subject_id=story.participants[i].pk)
    again = decisions.correction_add(
        **room.given, item_pk=item.pk, entry_pks=[entry.pk], reason="记录有误", actor=story.officer
    )
    room.members()
    room.held()
    room.decided(again, word)
    room.final()


def test_minutes_corrected_after_the_decision_make_a_revision_and_a_new_notice() -> None:
    story = Story().until("feedback")
    corrected(story, 1, "优秀")
    made = Revision.objects.get()
    assert (made.number, made.before["grade"], made.after["grade"]) == (2, "称职", "优秀")
    assert "记录有误" in made.reason
    assert grade(story, 1).revision == 2
    notices = Feedback.objects.filter(participant=story.participants[1])
    assert sorted(notices.values_list("revision", flat=True)) == [1, 2]


def test_minutes_corrected_after_the_decision_make_nothing_worse() -> None:
    story = Story().until("feedback")
    with pytest.raises(RuleBroken, match="不得加重"):
        corrected(story, 1, "基本称职")
    assert grade(story, 1).decided == "称职" and not Revision.objects.exists()
