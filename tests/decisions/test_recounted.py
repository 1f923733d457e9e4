"""A year counted anew while its grades, commendations or judgements stand on a meeting's agenda."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from appraisal.agenda import GRADES
from appraisal.models import Cycle, Grading, Participant
from appraisal.services import cycle_reopen, year_score
from core.pages import RuleBroken
from decisions import registry, services
from decisions.models import AgendaItem, MeetingEvent
from decisions.selectors.stale import stale_items
from outcomes.models import BottomReview, CommendationCase, StaleResult
from outcomes.services import bottom_list, commendations_list
from outcomes.uses_agenda import BOTTOM, TOP
from policy.meetings import Votes
from tests.outcomes.test_revisions import lift
from tests.support.meetings import Room
from tests.support.small_year import small_year, staff_no
from tests.support.told_year import confirmed
from tests.support.uses import Uses

pytestmark = pytest.mark.django_db


def before_the_panel(cycle: Cycle) -> Cycle:
    """The count is confirmed and the panel has spoken of everybody."""
    confirmed(cycle)
    Cycle.objects.filter(pk=cycle.pk).update(source=Cycle.Source.PLAN, state=Cycle.State.PANEL)
    panel = User.objects.system()
    for person in Participant.objects.filter(cycle=cycle).order_by("pk"):
        said = {"proposed": "称职", "proposal_reason": "履职尽责", "proposed_by": panel}
        Grading.objects.update_or_create(
            participant=person, defaults={**said, "proposed_at": cycle.scored_at}
        )
    return Cycle.objects.get(pk=cycle.pk)


def counted_again(cycle: Cycle) -> Cycle:
    """What a relief or 重新核对计分 has asked for is done: count, two confirmations, the panel."""
    Cycle.objects.filter(pk=cycle.pk).update(state=Cycle.State.VOTING)
    return before_the_panel(year_score(cycle_pk=cycle.pk, actor=User.objects.system()))


def tabled(room: Room, kind: str) -> AgendaItem:
    """What waits of that kind, as an item of the meeting."""
    source = registry.source_of(kind)
    assert source is not None
    (offer,) = source()
    return services.agenda_item_from_offer(
        **room.given,
        kind=kind,
        subject_kind=offer.subject_kind,
        subject_id=offer.subject_id,
        title=offer.title,
        actor=room.officer,
    )


def recorded(room: Room, item: AgendaItem, outcome: str) -> None:
    results = {
        entry.pk: services.ResultDraft(outcome, "综合研究", Votes(9, 0, 0)) for entry in item.entries.all()
    }
    services.item_result_record(
        item_pk=item.pk, version=room.now.version, method="vote", results=results, actor=room.clerk
    )


def why(item: AgendaItem) -> str:
    return "".join(stale_items([item]).get(item.pk, ()))


@pytest.fixture
def cycle() -> Cycle:
    return before_the_panel(small_year(10, marked={3: "扣分"}))


def test_what_has_not_changed_is_decided(cycle: Cycle) -> None:
    room = Room()
    item = tabled(room, GRADES)
    room.members()
    room.held()
    assert why(item) == ""
    recorded(room, item, "称职")
    room.final()
    assert Grading.objects.filter(decided="称职").count() == 10


def test_while_the_year_is_counted_anew_its_grades_wait(cycle: Cycle) -> None:
    room = Room()
    item = tabled(room, GRADES)
    cycle_reopen(cycle_pk=cycle.pk, reason="重新核对计分", actor=User.objects.system())
    assert "已退回重新计分" in why(item)
    with pytest.raises(RuleBroken, match="现在没有可以提交会议的名单"):
        services.agenda_item_renew(item_pk=item.pk, version=room.now.version, actor=room.officer)
    room.members()
    room.held()
    recorded(room, item, "称职")
    with pytest.raises(RuleBroken, match="已退回重新计分"):
        room.final()


def test_final_minutes_refuse_by_name_what_rests_on_superseded_totals(cycle: Cycle) -> None:
    room = Room()
    item = tabled(room, GRADES)
    room.members()
    room.held()
    recorded(room, item, "称职")
    lift(3)
    counted_again(cycle)
    with pytest.raises(RuleBroken) as refused:
        room.final()
    said = "".join(refused.value.messages)
    assert "甲3" in said
    assert "总分" in said
    assert "甲7" not in said, "whose total is what it was is not named"
    assert "更新议题以后再上会" in said
    assert not Grading.objects.exclude(decided="").exists()


def test_by_one_click_the_agenda_says_what_the_list_says(cycle: Cycle, client: Client) -> None:
    room = Room()
    item = tabled(room, GRADES)
    room.members()
    kept = item.entries.get(label__startswith="甲7")
    services.recusal_add(
        item_pk=item.pk,
        entry_pk=kept.pk,
        attendee_pk=room.meeting.attendees.latest("pk").pk,
        version=room.now.version,
        reason="有直接利害关系",
        actor=room.officer,
    )
    room.agreed()
    lift(3)
    counted_again(cycle)
    client.force_login(room.officer)
    for page in (room.meeting.get_absolute_url(), reverse("meeting_item", args=[room.meeting.pk, item.pk])):
        shown = client.get(page).content.decode()
        assert "依据已有变化" in shown
        assert "甲3（" in shown
        assert "更新议题</button>" in shown
    url = reverse("meeting_item_renew", args=[room.meeting.pk, item.pk])
    assert client.post(url, {"version": room.now.version}).status_code == 303
    assert why(item) == ""
    assert kept.recusals.count() == 1, "the answer of somebody who stays is kept"
    assert MeetingEvent.objects.filter(case=room.meeting, note__startswith="更新议题").exists()
    services.meeting_hold(**room.given, actor=room.clerk)
    results = {
        entry.pk: services.ResultDraft("称职", "", Votes(8 if entry.pk == kept.pk else 9, 0, 0))
        for entry in item.entries.all()
    }
    services.item_result_record(
        item_pk=item.pk, version=room.now.version, method="vote", results=results, actor=room.clerk
    )
    room.final()
    assert Grading.objects.filter(decided="称职").count() == 10


def test_after_the_meeting_the_item_is_put_off_by_one_click(cycle: Cycle, client: Client) -> None:
    room = Room()
    item = tabled(room, GRADES)
    room.members()
    room.held()
    recorded(room, item, "称职")
    lift(3)
    counted_again(cycle)
    with pytest.raises(RuleBroken, match="不能办理这一步"):
        services.agenda_item_renew(item_pk=item.pk, version=room.now.version, actor=room.officer)
    client.force_login(room.clerk)
    page = client.get(reverse("meeting_item", args=[room.meeting.pk, item.pk])).content.decode()
    assert "改为缓议，更新后再上会" in page
    given = {"version": room.now.version, "reason": "列入议题后依据有变化，更新议题后再上会"}
    url = reverse("meeting_item_postpone", args=[room.meeting.pk, item.pk])
    assert client.post(url, given).status_code == 303
    room.final()
    assert not Grading.objects.exclude(decided="").exists()
    later = Room(number="2026年第13次")
    assert why(tabled(later, GRADES)) == ""


def test_another_word_of_the_panel_is_told_too(cycle: Cycle) -> None:
    room = Room()
    item = tabled(room, GRADES)
    Grading.objects.filter(participant__cadre__staff_no=staff_no(5)).update(proposed="基本称职")
    assert "甲5" in why(item)
    assert "考核组建议" in why(item)


def recounted(uses: Uses) -> None:
    """The first one's marks are lifted, the count is confirmed again and the lists are made again."""
    lift(0)
    Cycle.objects.filter(pk=uses.cycle.pk).update(state=Cycle.State.VOTING)
    confirmed(year_score(cycle_pk=uses.cycle.pk, actor=User.objects.system()))
    commendations_list(cycle_pk=uses.cycle.pk, actor=uses.officer)
    bottom_list(cycle_pk=uses.cycle.pk, actor=uses.officer)


@pytest.mark.parametrize(("kind", "outcome"), [(TOP, "commend"), (BOTTOM, "talk")])
def test_no_commendation_and_no_judgement_while_the_year_is_counted(kind: str, outcome: str) -> None:
    uses = Uses(marked={0: "扣分"}).listed().submitted()
    room = uses.room
    item = tabled(room, kind)
    room.members()
    room.held()
    recorded(room, item, outcome)
    lift(0)
    assert "正在重新计分" in why(item)
    with pytest.raises(RuleBroken, match="正在重新计分"):
        room.final()
    assert not BottomReview.objects.exclude(outcome="").exists()
    assert not CommendationCase.objects.exclude(meeting="").exists()


def test_a_commendation_on_a_superseded_rank_is_refused_and_renewed() -> None:
    uses = Uses(same={1: 0}, marked={0: "扣分"}).listed().submitted()
    room = uses.room
    item = tabled(room, TOP)
    recounted(uses)
    assert "甲0" in why(item)
    services.agenda_item_renew(item_pk=item.pk, version=room.now.version, actor=room.officer)
    assert why(item) == ""
    room.members()
    room.held()
    recorded(room, item, "commend")
    room.final()
    assert CommendationCase.objects.filter(state="agreed").exists()


def test_nobody_is_judged_whose_result_waits_for_a_correction() -> None:
    uses = Uses().listed().submitted()
    room = uses.room
    item = tabled(room, BOTTOM)
    room.members()
    room.held()
    recorded(room, item, "talk")
    StaleResult.objects.create(
        participant=uses.review.participant,
        cause="澄清",
        source="纪委〔2026〕8号",
        found_on=uses.room.meeting.held_on,
        would_be={},
    )
    with pytest.raises(RuleBroken, match="考核结果的更正"):
        room.final()


def test_the_page_of_a_meeting_asks_as_often_for_ten_people_as_for_two(cycle: Cycle, client: Client) -> None:
    room = Room()
    item = tabled(room, GRADES)
    client.force_login(room.officer)
    client.get(room.meeting.get_absolute_url())
    with CaptureQueriesContext(connection) as many:
        client.get(room.meeting.get_absolute_url())
    item.entries.filter(position__gt=2).delete()
    with CaptureQueriesContext(connection) as few:
        client.get(room.meeting.get_absolute_url())
    assert len(many) == len(few)
