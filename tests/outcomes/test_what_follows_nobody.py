"""What a place among the last leaves behind: only a decided talk counts, and not for ever (第七条)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from appraisal.models import Cycle, Grading, Participant, Result
from appraisal.services import cycle_open_from_file
from appraisal.workflow import missing_before
from cadres.models import Cadre, Kin
from core import clock
from core.pages import RuleBroken
from notices.selectors import inbox_of
from outcomes import services
from outcomes.models import BottomReview, Feedback
from outcomes.selectors.bottom import facts_of, facts_told
from policy.reminder_talk import Talker, may_name_place, may_still_talk
from tests.support.people import user_with
from tests.support.planned import Story
from tests.support.uses import Uses, fact_sheet, participant

pytestmark = pytest.mark.django_db
BEHIND = "提请研判人选"


@pytest.fixture
def days_later(settings: Any, tmp_path: Path) -> Iterator[Any]:
    """Shifts the clock by so many days from now."""
    path = tmp_path / "clock"
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, clock_file=str(path))

    def shift(days: int) -> None:
        path.write_text(str(days * 86400))

    return shift  # type: ignore[return-value]


def the_year_before(cadre: Cadre, *, grade: str = "称职") -> Participant:
    """The same cadre stood among the last a year earlier, in a year that is decided."""
    cycle = cycle_open_from_file(year=2024, actor=User.objects.system())
    person = Participant.objects.create(cycle=cycle, cadre=cadre, category="机关部门正职")
    newest = Result.objects.get(participant__cadre=cadre, cycle__year=2025)
    newest.pk, newest.participant, newest.cycle = None, person, cycle
    newest.save()
    Grading.objects.create(participant=person, decided=grade, decided_on=date(2025, 2, 1), revision=1)
    return person


def judged(person: Participant, **changes: Any) -> BottomReview:
    """As a meeting judged then, without one."""
    given: dict[str, Any] = {
        "state": "decided",
        "outcome": "talk",
        "decided_on": date(2025, 2, 1),
        "entry": 1,
        "seen_until": date(2027, 2, 1),
    }
    return BottomReview.objects.create(participant=person, **(given | changes))


def earlier(review: BottomReview) -> str:
    return dict(map(tuple, facts_of(review)))["近年考核"]


def test_the_fact_sheet_tells_of_earlier_grades_and_decided_talks_alone(days_later: Any) -> None:
    uses = Uses().listed()
    now = uses.review
    before = the_year_before(now.participant.cadre)
    assert earlier(now) == "2024 年称职", "nobody had judged: the place on that list is no ground"
    review = judged(before, outcome="no_talk")
    assert earlier(now) == "2024 年称职"
    BottomReview.objects.filter(pk=review.pk).update(outcome="talk")
    assert earlier(now) == "2024 年称职，谈话提醒"
    withdrawn = {"withdrawn_on": date(2025, 5, 1), "withdrawn_reason": "容错", "withdrawn_document": "8号"}
    BottomReview.objects.filter(pk=review.pk).update(state="withdrawn", **withdrawn)
    assert earlier(now) == "2024 年称职"
    BottomReview.objects.filter(pk=review.pk).update(state="decided")
    days_later((date(2027, 2, 2) - clock.today()).days)
    assert earlier(now) == "2024 年称职", "after two years it is no ground either"


def test_a_frozen_fact_sheet_tells_no_more_of_a_talk_out_of_view(days_later: Any) -> None:
    uses = Uses().listed()
    now = uses.review
    judged(the_year_before(now.participant.cadre))
    filled = fact_sheet(now, uses.officer)
    now = services.bottom_submit(pk=filled.pk, version=filled.version, actor=uses.officer)
    frozen = dict(map(tuple, now.facts))["近年考核"]
    assert dict(map(tuple, facts_told(now)))["近年考核"] == frozen == "2024 年称职，谈话提醒"
    days_later((date(2027, 2, 2) - clock.today()).days)
    assert dict(map(tuple, facts_told(now)))["近年考核"] == "2024 年称职"
    assert dict(map(tuple, now.facts))["近年考核"] == frozen


def test_who_left_the_list_unjudged_is_shown_to_the_head_alone() -> None:
    uses = Uses().listed()
    readers = [uses.head, uses.officer, user_with(Role.DISCIPLINE_HEAD, staff_no="95030")]
    assert all(BottomReview.objects.visible_to(user).exists() for user in readers)
    Result.objects.filter(participant=uses.review.participant).update(suggestion="")
    services.bottom_list(cycle_pk=uses.cycle.pk, actor=uses.officer)
    assert uses.review.state == "lapsed"
    assert [u for u in readers if BottomReview.objects.visible_to(u).exists()] == [uses.head]


def word_on_the_person_page(client: Client, user: User, cadre: Cadre) -> bool:
    client.force_login(user)
    return BEHIND in client.get(reverse("cadre", args=[cadre.staff_no])).content.decode()


@pytest.mark.parametrize("outcome", ["talk", "no_talk"])
def test_the_person_page_names_the_place_only_while_a_decided_talk_is_in_view(
    client: Client, days_later: Any, outcome: str
) -> None:
    uses = Uses().supervised().listed()
    cadre = uses.review.participant.cadre
    inspector = user_with(Role.DISCIPLINE_HEAD, staff_no="95030")
    assert word_on_the_person_page(client, inspector, cadre), "the committee has not judged yet"
    uses.submitted().meeting({"appraisal.bottom": lambda entry: (outcome, "敢于碰硬，一时不被理解")})
    assert word_on_the_person_page(client, inspector, cadre) is (outcome == "talk")
    assert word_on_the_person_page(client, uses.head, cadre) is (outcome == "talk")
    days_later(740)
    assert not word_on_the_person_page(client, inspector, cadre)
    assert not word_on_the_person_page(client, uses.officer, cadre)


def test_taken_off_in_writing_the_place_is_named_no_more(client: Client) -> None:
    uses = Uses().supervised().decided()
    person = uses.review.participant
    services.bottom_withdraw(
        participant_pk=person.pk,
        reason="事项已容错",
        document_no="校组〔2026〕8号",
        on=clock.today(),
        actor=uses.head,
    )
    assert not word_on_the_person_page(client, uses.officer, person.cadre)


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({"open_still": True}, True),
        ({}, True),
        ({"outcome": "no_talk"}, False),
        ({"outcome": "help"}, False),
        ({"stands": False}, False),
        ({"seen": False}, False),
    ],
)
def test_what_may_name_a_place(facts: dict[str, Any], named: bool) -> None:
    given = {"open_still": False, "outcome": "talk", "stands": True, "seen": True}
    assert may_name_place(**(given | facts)) is named


def test_a_relative_learned_of_after_the_duty_came_does_not_talk() -> None:
    uses = Uses().supervised().decided()
    talk, own = uses.talk, participant(0).cadre
    User.objects.filter(pk=uses.leader.pk).update(staff_no="T-1")
    type(own).objects.filter(pk=own.pk).update(staff_no="T-1")
    Kin.objects.create(cadre=talk.review.participant.cadre, relation="spouse", name="郑分管", relative=own)
    uses.leader.refresh_from_db()
    with pytest.raises(RuleBroken, match=r"应当回避.*另行指定谈话领导"):
        uses.recorded()
    waiting = [item.duty.label for item in inbox_of(uses.head, clock.today()).waiting]
    assert "另行指定谈话领导（原定领导应当回避）" in waiting
    assert not [i for i in inbox_of(uses.leader, clock.today()).waiting if i.duty.kind == "outcomes.talk"]


def test_who_was_away_may_write_down_the_talk_afterwards() -> None:
    assert may_still_talk(Talker(1, "郑分管", absent=True, is_leader=False)).ok
    assert not may_still_talk(Talker(1, "郑分管", is_self=True)).ok


def missing_at_the_archive(cycle: Cycle) -> str:
    return "；".join(item.text for item in missing_before(cycle, "archive"))


def test_before_the_archive_unfinished_commendations_and_judgements_are_named() -> None:
    uses = Uses().listed()
    said = missing_at_the_archive(uses.cycle)
    assert "6 名表彰人选还没有办结" in said
    assert "1 名研判人选还没有经党委研判" in said
    uses.submitted().meeting(
        {"appraisal.top": lambda entry: ("decline", "事迹不足"), "appraisal.bottom": "help"}
    )
    said = missing_at_the_archive(uses.cycle)
    assert "表彰人选" not in said
    assert "研判人选" not in said


def test_before_the_archive_it_is_said_that_reviews_may_still_be_asked_for(days_later: Any) -> None:
    story = Story().until("review")
    last = Feedback.objects.latest("review_until").review_until
    assert f"6 人申请复核的期限还没有过（最晚到 {last}）" in missing_at_the_archive(story.cycle)
    with pytest.raises(RuleBroken, match="请写明理由"):
        story.step("archive", why="", note="述职早布置一周。")
    days_later((last - clock.today()).days + 1)
    assert "申请复核" not in missing_at_the_archive(story.cycle)
