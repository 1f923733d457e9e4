"""What the committee's final minutes do to grades, and what they cannot do (第六条)."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import User
from appraisal.models import Cycle, Grading
from appraisal.selectors import grade_count
from appraisal.services import cycle_reopen
from core.pages import RuleBroken
from decisions.selectors import waiting_offers
from matters.models import Mark, Matter
from tests.support.planned import AWAY, YEAR, Story

pytestmark = pytest.mark.django_db


def story_with_a_bar() -> Story:
    """The panel sits; the best has a 诫勉 of the year, one was away for most of it."""
    story = Story()
    Mark.objects.create(
        matter=Matter.objects.create(number="SX1"),
        cadre=story.cadres[0],
        measure="诫勉",
        decided_on=date(YEAR, 5, 6),
        points="0.05",
        file_year=YEAR,
    )
    return story.until("panel").judged()


def label(story: Story, i: int) -> str:
    offer = next(one.offer for one in waiting_offers() if one.kind.code == "appraisal.grades")
    pk = story.participants[i].pk
    return next(entry.label for entry in offer.entries if entry.subject_id == pk)


@pytest.mark.parametrize(
    ("i", "word", "said"),
    [
        (0, "优秀", "乙0不能审定为“优秀”：事项 SX1 的诫勉.*不得评为优秀.*第八条"),
        (AWAY, "称职", f"乙{AWAY}不能审定为“称职”：.*不确定等次.*第六条"),
    ],
)
def test_minutes_with_a_word_that_somebody_may_not_have_do_not_become_final(i, word, said) -> None:
    story = story_with_a_bar()
    with pytest.raises(RuleBroken, match=said):
        story.decided_by_meeting("appraisal.grades", "", **{label(story, i): word})
    assert story.cycle.state == Cycle.State.PANEL and not Grading.objects.exclude(decided="").exists()


def test_after_a_new_count_the_panel_speaks_again() -> None:
    story = Story().until("panel").judged({0: "优秀"})
    cycle_reopen(cycle_pk=story.cycle.pk, reason="名单有误", actor=User.objects.system())
    story.scored().step("open_panel")
    assert grade_count(story.cycle).proposed == 0
    assert not [one for one in waiting_offers() if one.kind.code == "appraisal.grades"]
    row = Grading.objects.get(participant=story.participants[0])
    assert (row.proposed, row.proposal_reason) == ("", "实绩较好")
