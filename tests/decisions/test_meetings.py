"""A meeting from its agenda to its final minutes, and what cannot be done with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Role
from cadres.models import Cadre, Kin
from core import clock
from core.pages import RuleBroken, StaleState
from decisions import selectors, services
from decisions.models import AgendaEntry, AgendaItem, Attendee, Meeting, MeetingEvent, Recusal
from decisions.registry import Offer
from decisions.selectors.offers import waiting_offers
from decisions.signals import item_decided
from policy.meetings import Votes
from tests.support.append_only import guarded
from tests.support.meetings import PLAN, TOP, Room, entries, kinds_ready, offered, scan, somebody, yesterday
from tests.support.people import user_with

pytestmark = pytest.mark.django_db
WANG, LI = "王建国（教务处处长）", "李秀英（学生处处长）"


@pytest.fixture
def room() -> Room:
    return Room()


def ready(room: Room, *labels: str, **more: object) -> AgendaItem:
    """The meeting was held with nine members and one item."""
    item = room.item(*(labels or (WANG, LI)), **more)  # type: ignore[arg-type]
    room.members()
    room.held()
    return item


def test_a_list_becomes_a_decision_that_its_app_hears_of(room: Room) -> None:
    heard = []

    def hear(sender, item, entries, meeting, actor, **kwargs):
        heard.append((item.title, [(e.label, e.outcome, e.subject_id) for e in entries], meeting.is_final))

    item_decided.connect(hear)
    try:
        item = ready(room)
        room.decided(item, {LI: "not_now"}, reasons={LI: "本人提出不参加表彰"})
        assert heard == []
        room.final()
    finally:
        item_decided.disconnect(hear)
    assert room.now.state == Meeting.State.FINAL
    assert heard == [("审议拟表彰人选", [(WANG, "commend", 1), (LI, "not_now", 2)], True)]
    found = selectors.last_outcome(TOP, "test", 1, 2)
    assert found is not None
    assert (found.outcome_label, found.reason) == ("不表彰", "本人提出不参加表彰")
    assert list(selectors.items_of("test", 1)) == [item]


def test_what_its_app_refuses_leaves_the_minutes_open(room: Room) -> None:
    """The signal is sent within the transaction: a receiver that fails takes the decision back."""

    def refuse(sender, **kwargs):
        raise RuleBroken("本年度已归档。")

    item = ready(room)
    room.decided(item)
    item_decided.connect(refuse)
    try:
        with pytest.raises(RuleBroken, match="归档"):
            room.final()
    finally:
        item_decided.disconnect(refuse)
    assert room.now.state == Meeting.State.HELD


def test_an_item_without_entries_carries_its_own_result(room: Room) -> None:
    item = room.item(kind=PLAN, title="审议年度考核方案")
    room.members()
    room.held()
    room.decided(item, "pass")
    room.final()
    item.refresh_from_db()
    assert (item.outcome_label, item.votes_words) == ("通过", "同意 9 票，不同意 0 票，弃权 0 票")


def test_a_collective_decision_has_words_and_no_votes(room: Room) -> None:
    item = ready(room)
    given = {"item_pk": item.pk, "version": room.now.version, "method": "collective", "actor": room.clerk}
    results = room.results(item, votes=None)
    with pytest.raises(RuleBroken, match="请写明决定内容"):
        services.item_result_record(**given, results=results)
    services.item_result_record(**given, results=results, text="同意考核组意见。")
    item.refresh_from_db()
    assert item.get_method_display() == "集体研究决定"
    assert set(item.entries.values_list("outcome", "agreed")) == {("commend", None)}


@pytest.mark.parametrize(("voters", "present"), [(9, 5), (12, 7), (0, 0)])
def test_without_a_quorum_it_was_not_held(room: Room, voters: int, present: int) -> None:
    room.item(WANG)
    room.members(voters, present)
    with pytest.raises(RuleBroken, match="有表决权"):
        room.held()
    assert room.now.state == Meeting.State.AGENDA_SET


def test_a_meeting_of_tomorrow_was_not_held() -> None:
    room = Room(held_on=clock.today() + timedelta(days=1))
    room.item(WANG)
    room.members()
    with pytest.raises(RuleBroken, match="还没有到"):
        room.held()


def test_an_agenda_needs_an_item_and_takes_a_supplement_with_a_reason(room: Room) -> None:
    with pytest.raises(RuleBroken, match="还没有议题"):
        room.agreed()
    room.item(WANG)
    room.members()
    room.agreed()
    with pytest.raises(RuleBroken, match="补充议题"):
        room.item(LI, title="另一批")
    added = room.item(LI, title="另一批", supplementary="上级来文要求本周研究")
    assert added.supplementary == "上级来文要求本周研究"
    services.meeting_hold(**room.given, actor=room.clerk)
    with pytest.raises(RuleBroken, match="已经召开"):
        room.item(LI, title="第三批", supplementary="补充")


def test_the_database_too_keeps_a_held_agenda_as_it_was(room: Room) -> None:
    item = ready(room)
    for act in (
        lambda: AgendaItem.objects.create(
            meeting=room.now, position=9, kind=TOP, title="夹带", subject_kind="test", subject_id=3
        ),
        lambda: AgendaEntry.objects.create(item=item, subject_id=99, label="夹带", position=9),
        lambda: item.entries.all().delete(),
        lambda: item.entries.filter(subject_id=1).update(label="换人"),
        lambda: item.entries.filter(subject_id=1).update(subject_id=77),
        lambda: AgendaItem.objects.filter(pk=item.pk).update(subject_id=8),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_final_minutes_never_change(room: Room) -> None:
    item = ready(room)
    room.decided(item)
    room.final()
    for act in (
        lambda: Meeting.objects.update(chair="别人"),
        lambda: Meeting.objects.all().delete(),
        lambda: AgendaItem.objects.update(text="改过"),
        lambda: AgendaEntry.objects.update(outcome="not_now"),
        lambda: Attendee.objects.update(presence="leave"),
        lambda: Attendee.objects.create(meeting=room.now, position=99, name="补签"),
        lambda: Recusal.objects.create(
            item=item, attendee=Attendee.objects.first(), ground="other", reason="事后"
        ),
        lambda: MeetingEvent.objects.update(note="改过"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    assert guarded("decisions_meetingevent")
    with pytest.raises(RuleBroken, match="纪要定稿"):
        room.decided(item)


def test_who_entered_results_does_not_finalise(room: Room) -> None:
    item = ready(room)
    room.decided(item)
    with pytest.raises(RuleBroken, match="另一人"):
        services.meeting_finalise(**room.given, actor=room.clerk)
    room.final()


def test_every_item_needs_a_result_or_a_postponement(room: Room) -> None:
    first, second = room.item(WANG), room.item(LI, title="第二批")
    room.members()
    room.held()
    room.decided(first)
    with pytest.raises(RuleBroken, match="第二批"):
        room.final()
    services.item_postpone(
        item_pk=second.pk, version=room.now.version, reason="材料不齐，下次再议", actor=room.clerk
    )
    room.final()
    assert selectors.last_outcome(TOP, "test", 1, 1) is not None


def test_the_head_records_only_for_a_leader_and_with_the_signed_scan(room: Room) -> None:
    item = ready(room)
    given = {"item_pk": item.pk, "method": "vote", "results": room.results(item), "actor": room.head}
    with pytest.raises(RuleBroken, match="代录"):
        services.item_result_record(**given, version=room.now.version)
    services.proxy_set(**room.given, leader="陈正", scan=scan(room.head), actor=room.head)
    services.item_result_record(**given, version=room.now.version)
    with pytest.raises(RuleBroken, match="另一人"):
        room.final()
    services.meeting_finalise(**room.given, actor=room.clerk)
    context = selectors.minutes_context(AgendaItem.objects.select_related("meeting").get(pk=item.pk))
    assert context["proxy_for"] == "陈正"


def test_a_meeting_entered_late_says_why() -> None:
    kinds_ready()
    officer = somebody("95001", Role.ORG_OFFICER, "林静")
    given = {"kind": "standing", "number": "3", "place": "一会议室", "chair": "陈正", "actor": officer}
    with pytest.raises(RuleBroken, match="补录"):
        services.meeting_open(**given, held_on=yesterday())
    found = services.meeting_open(**given, held_on=yesterday(), late_reason="原登记在纸质记录")
    assert found.recorded_late
    clerk = user_with(Role.PARTY_OFFICE, staff_no="95009")
    assert services.meeting_open(**{**given, "number": "4", "actor": clerk}, held_on=clock.today()).pk


def test_two_meetings_of_a_kind_have_two_numbers(room: Room) -> None:
    with pytest.raises(Exception, match="相同的文号"):
        Room()
    services.meeting_cancel(**room.given, reason="时间冲突", actor=room.officer)
    assert Room().meeting.pk != room.meeting.pk


def test_members_are_carried_over_from_the_last_meeting_of_the_kind(room: Room) -> None:
    room.members(7, 5)
    following = Room(number="2026年第13次").meeting
    assert following.attendees.filter(presence="present", is_voter=True).count() == 7
    assert not Room(number="1", kind="special").meeting.attendees.exists()


def cadre(staff_no: str, name: str) -> Cadre:
    return Cadre.objects.create(staff_no=staff_no, name=name)


def test_recusals_are_proposed_from_the_register_and_have_to_be_answered(room: Room) -> None:
    """The cadre concerned, a relative in the register, and a namesake of a relative outside it."""
    wang, li, zhao = cadre("1001", "王建国"), cadre("1002", "李秀英"), cadre("1003", "赵敏")
    self_member = user_with(staff_no="1001", name="王建国")
    spouse = user_with(staff_no="1009", name="周洁")
    Kin.objects.create(cadre=li, relation="spouse", name="周洁", relative=cadre("1009", "周洁"))
    Kin.objects.create(cadre=zhao, relation="parent", name="委员3")
    item = room.item(WANG, LI, "赵敏（图书馆馆长）", cadres=(wang.pk, li.pk, zhao.pk))
    room.members(users=(self_member, spouse))
    grounds = {(found.entry.label, found.ground): found for found in Recusal.objects.select_related("entry")}
    assert set(grounds) == {(WANG, "self"), (LI, "kin"), ("赵敏（图书馆馆长）", "namesake")}
    with pytest.raises(RuleBroken, match="回避建议还没有答复"):
        room.held()
    own = grounds[WANG, "self"]
    with pytest.raises(RuleBroken, match="本人"):
        services.recusal_answer(
            recusal_pk=own.pk, version=room.now.version, recused=False, reason="不需要", actor=room.clerk
        )
    for (_, ground), found in grounds.items():
        services.recusal_answer(
            recusal_pk=found.pk,
            version=room.now.version,
            recused=ground != "namesake",
            reason="" if ground != "namesake" else "经核实不是同一人",
            actor=room.clerk,
        )
    services.meeting_hold(**room.given, actor=room.clerk)
    with pytest.raises(RuleBroken, match="除回避外为 8 人"):
        room.decided(item)
    keys = dict(item.entries.values_list("label", "pk"))
    results = {
        keys[label]: services.ResultDraft("commend", "", Votes(number, 0, 0))
        for label, number in ((WANG, 8), (LI, 8), ("赵敏（图书馆馆长）", 9))
    }
    services.item_result_record(
        item_pk=item.pk, version=room.now.version, method="vote", results=results, actor=room.clerk
    )
    room.final()
    assert selectors.minutes_context(item)["recusals"] == [f"王建国回避（{WANG}）", f"周洁回避（{LI}）"]


def test_a_proposal_of_recusal_goes_when_the_member_goes(room: Room) -> None:
    wang = cadre("1001", "王建国")
    member = user_with(staff_no="1001", name="王建国")
    room.item(WANG, cadres=(wang.pk,))
    room.members(users=(member,))
    assert Recusal.objects.count() == 1
    room.members()
    assert Recusal.objects.count() == 0


def test_attendance_and_recusals_stand_still_once_votes_were_counted(room: Room) -> None:
    item = ready(room)
    room.decided(item)
    with pytest.raises(RuleBroken, match="撤回结果"):
        room.members(9, 8)
    with pytest.raises(RuleBroken, match="撤回结果"):
        services.recusal_add(
            item_pk=item.pk,
            entry_pk=None,
            attendee_pk=Attendee.objects.earliest("pk").pk,
            version=room.now.version,
            reason="利害关系",
            actor=room.clerk,
        )
    services.item_result_withdraw(
        item_pk=item.pk, version=room.now.version, reason="票数登记有误", actor=room.clerk
    )
    room.members(9, 8)
    room.decided(item, votes=Votes(8, 0, 0))


def test_what_was_seen_has_to_be_what_is_there(room: Room) -> None:
    seen = room.now.version
    room.item(WANG)
    with pytest.raises(StaleState, match="刚刚被其他人办理"):
        services.agenda_set(meeting_pk=room.meeting.pk, version=seen, actor=room.officer)


def test_offers_wait_until_they_are_decided(room: Room) -> None:
    offer = Offer("第一批名单", "test", 1, entries(WANG))
    with offered(offer):
        assert [waiting.offer for waiting in waiting_offers()] == [offer]
        given = {"kind": TOP, "subject_kind": "test", "subject_id": 1, "title": "第一批名单"}
        services.agenda_item_from_offer(**room.given, **given, actor=room.officer)
        assert waiting_offers() == []
        with pytest.raises(StaleState, match="不在待上会名单"):
            services.agenda_item_from_offer(**room.given, **given, actor=room.officer)
        other = Room(number="13")
        with pytest.raises(RuleBroken, match="不能重复上会"):
            other.item(WANG, title="第一批名单")
        services.meeting_cancel(**room.given, reason="时间冲突", actor=room.officer)
        assert [waiting.offer for waiting in waiting_offers()] == [offer]


def test_items_change_places_and_come_off_while_it_is_prepared(room: Room) -> None:
    first, second = room.item(WANG, title="甲"), room.item(LI, title="乙")

    def order() -> list[str]:
        return list(room.now.items.order_by("position").values_list("title", flat=True))

    services.agenda_item_move(item_pk=second.pk, version=room.now.version, earlier=True, actor=room.officer)
    assert order() == ["乙", "甲"]
    services.agenda_item_move(item_pk=second.pk, version=room.now.version, earlier=True, actor=room.officer)
    assert order() == ["乙", "甲"]
    services.agenda_item_withdraw(item_pk=first.pk, version=room.now.version, actor=room.officer)
    assert order() == ["乙"]


def test_a_final_decision_is_corrected_by_a_later_meeting(room: Room) -> None:
    item = ready(room)
    room.decided(item)
    room.final()
    later = Room(number="2026年第13次")
    given = {"item_pk": item.pk, "reason": "公示期间查实的问题", "actor": later.officer}
    keys = [item.entries.get(label=LI).pk]
    correction = services.correction_add(**later.given, entry_pks=keys, **given)
    assert correction.corrects == item
    assert "表彰" in correction.entries.get().note
    later.members()
    later.held()
    later.decided(correction, "not_now", votes=Votes(0, 9, 0))
    later.final()
    found = selectors.last_outcome(TOP, "test", 1, 2)
    assert found is not None and found.outcome == "not_now"
    kept = selectors.last_outcome(TOP, "test", 1, 1)
    assert kept is not None and kept.outcome == "commend"
    assert "更正" in selectors.minutes_context(correction)["title"]


def test_an_unknown_proposal_is_a_mistake_of_the_upper_app(room: Room) -> None:
    (draft,) = entries(WANG)
    with pytest.raises(ValueError, match="no outcome"):
        services.agenda_item_add(
            meeting_pk=room.meeting.pk,
            kind=TOP,
            title="甲",
            subject_kind="test",
            subject_id=1,
            entries=[replace(draft, proposal="gold")],
            actor=room.officer,
        )
