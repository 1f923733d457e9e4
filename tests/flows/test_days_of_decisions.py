"""A decision has the day of the meeting that made it, however much later its minutes are entered."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from appraisal.documents.filling import annual_forms
from appraisal.models import Grading, Participant
from clarification.models import Clarification
from clarification.services import plan_approve
from core import clock
from core.pages import RuleBroken
from decisions import registry
from decisions import services as decisions
from matters.models import Relief, Ruling
from outcomes.agenda_review import KIND
from outcomes.models import BottomReview, Feedback, Revision, StaleResult
from outcomes.selectors.standing import BOTTOM, COMMEND, GRADE
from outcomes.services import stale_apply
from outcomes.uses_agenda import BOTTOM as BOTTOM_KIND
from policy.meetings import Votes
from tests.outcomes.test_review_flow import found, verifying
from tests.outcomes.test_revisions import lift
from tests.support.clarifications import Clarity
from tests.support.meetings import Room
from tests.support.people import user_with
from tests.support.small_year import YEAR
from tests.support.told_year import told_year
from tests.support.tolerance import Clock, Story
from tests.support.uses import Uses

pytestmark = pytest.mark.django_db
LATER = 5  # days between the meeting and its final minutes


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def later(time: Clock) -> date:
    """Some days pass; the day that was."""
    before = clock.today()
    time.to(date.fromordinal(before.toordinal() + LATER))
    return before


def offered_at(kind: str) -> Room:
    """A meeting of today with everything on its agenda that waits of that kind."""
    room = Room(number="2026年第13次")
    source = registry.source_of(kind)
    assert source is not None
    for offer in source():
        decisions.agenda_item_from_offer(
            **room.given,
            kind=kind,
            subject_kind=offer.subject_kind,
            subject_id=offer.subject_id,
            title=offer.title,
            actor=room.officer,
        )
    room.members()
    return room.held()


def entered(room: Room, outcomes: dict[int, str] | str) -> None:
    """党办 enters the results and the head makes the minutes final. outcomes: by subject, or one for all."""
    for item in room.meeting.items.all():
        results = {
            entry.pk: decisions.ResultDraft(
                outcomes if isinstance(outcomes, str) else outcomes[entry.subject_id],
                "情况属实",
                Votes(9, 0, 0),
            )
            for entry in item.entries.all()
        }
        decisions.item_result_record(
            item_pk=item.pk,
            version=room.now.version,
            method="vote",
            results=results,
            actor=room.clerk,
        )
    room.final()


def page(client: Client, name: str, *args: Any) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_a_revision_is_of_the_day_of_the_meeting_everywhere(time: Clock, client: Client) -> None:
    cycle = told_year(10, best=0, marked={0: "诫勉"})
    lift(0)
    room = offered_at(KIND)
    met = later(time)
    entered(room, {COMMEND: "approve", GRADE: "优秀"})
    made = Revision.objects.get()
    person = Participant.objects.select_related("cadre").get(pk=made.participant_id)
    assert made.decided_on == met
    assert Grading.objects.get(participant=person).decided_on == met
    assert f"（{met}）" in StaleResult.objects.get().note
    head = user_with(Role.ORG_HEAD, staff_no="90100")
    ((_, form),) = annual_forms(cycle, head, people=[person])
    assert form.committee.on == f"{met.year}年{met.month}月{met.day}日"
    client.force_login(head)
    shown = page(client, "stale_results", YEAR).partition("修订记录")[2]
    assert str(met) in shown
    assert str(clock.today()) not in shown
    # The notice is of the day on which the cadre was told.
    assert Feedback.objects.get(participant=person, revision=2).notified_on == clock.today()


def test_a_review_says_when_the_committee_decided_and_is_answered_today(time: Clock) -> None:
    told_year(2)
    head = user_with(Role.ORG_HEAD, staff_no="90100")
    officers = [
        user_with(Role.ORG_OFFICER, staff_no="90101"),
        user_with(Role.DISCIPLINE_OFFICER, staff_no="90102"),
    ]
    case = found(found(verifying(head, officers), officers[0], "correct", "优秀"), officers[1])
    room = offered_at(KIND)
    met = later(time)
    entered(room, "优秀")
    case.refresh_from_db()
    assert f"（{met}）研究决定" in case.answer
    assert case.answered_on == clock.today(), "an appeal is counted from the answer"
    assert Revision.objects.get().decided_on == met


def test_somebody_is_off_the_bottom_list_from_the_day_of_the_document(time: Clock) -> None:
    uses = Uses().supervised().decided()
    judged = uses.review
    case = StaleResult.objects.create(
        participant=judged.participant,
        cause="澄清",
        source="纪委〔2026〕8号",
        found_on=clock.today(),
        would_be={},
        agreed=[BOTTOM],
        note="党委会：撤出提请研判名单",
        state="decided",
    )
    written = later(time)
    given = {"pk": case.pk, "version": case.version, "document_no": "校党〔2026〕9号", "actor": uses.head}
    for wrong in (date.fromordinal(written.toordinal() - 1), date.fromordinal(clock.today().toordinal() + 1)):
        with pytest.raises(RuleBroken, match="文件日期应在"):
            stale_apply(**given, on=wrong)
    stale_apply(**given, on=written)
    assert BottomReview.objects.get(pk=judged.pk).withdrawn_on == written


def test_a_talk_is_due_from_the_day_of_the_meeting(time: Clock) -> None:
    uses = Uses().supervised().listed().submitted()
    room = uses.room = offered_at(BOTTOM_KIND)
    met = later(time)
    entered(room, "talk")
    assert (uses.review.decided_on, uses.talk.review.decided_on) == (met, met)


def test_a_plan_of_clarification_is_approved_on_the_day_of_the_meeting(time: Clock) -> None:
    Clarity().proposed().planned(managed=True)
    room = offered_at("clarification.plan")
    met = later(time)
    entered(room, "approve")
    assert Clarification.objects.get().approved_on == met


def test_what_a_body_approved_earlier_keeps_its_day(time: Clock) -> None:
    clarity = Clarity().proposed().planned(managed=True)
    decided = later(time)
    given = {"approving_body": "secretary", "approval_no": "签批〔2026〕4号"}
    with pytest.raises(RuleBroken, match="批准日期不能早于"):
        clarity.act(plan_approve, clarity.head, approved_on=date(2020, 1, 1), **given)
    clarity.act(plan_approve, clarity.head, approved_on=decided, **given)
    assert clarity.case.approved_on == decided


def test_what_was_given_under_a_finding_is_of_the_day_of_the_meeting(time: Clock, client: Client) -> None:
    story = Story(client).submitted().accepted().verified().referred("reduced").tabled()
    met = later(time)
    story.decided("reduced", "损失已经追回")
    given = {
        "measure_1": "提醒",
        "decided_on_1": met.isoformat(),
        "document_no_1": "校纪〔2026〕2号",
        "points_1": "1",
    }
    story.acts(story.discipline, "enter_given", given)
    assert story.case.outcome_in_force.decided_on == met
    assert Ruling.objects.get().ruled_on == met
    revoked = later(time)
    said = {"document_no": "沪纪〔2026〕1号", "reason": "查实弄虚作假", "revoked_on": revoked.isoformat()}
    story.acts(story.discipline, "revoke", said)
    assert Ruling.objects.get().revoked_on == revoked


def test_a_finding_revoked_by_an_earlier_document_keeps_its_day(time: Clock, client: Client) -> None:
    story = Story(client).submitted().accepted().verified().referred().tabled().decided()
    revoked = later(time)
    said = {"document_no": "沪纪〔2026〕1号", "reason": "查实弄虚作假"}
    story.acts(story.discipline, "revoke", {**said, "revoked_on": "2020-01-01"}, fails=True)
    story.acts(story.discipline, "revoke", {**said, "revoked_on": revoked.isoformat()})
    relief = Relief.objects.get()
    assert (relief.revoked_on, relief.valid_to) == (revoked, clock.today()), "never backwards"
