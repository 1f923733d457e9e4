"""The first 20 % and the last 3 % of a year, told as the organization department would tell it (第七条)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Role, RoleGrant, Supervision, User
from cadres.models import Absence, Cadre, Kin
from core import clock
from core.pages import RuleBroken
from decisions import services as decisions
from decisions.models import Publicity
from notices.registry import Audience
from notices.selectors import calendar, inbox_of
from outcomes import services
from outcomes.models import BottomReview, CommendationCase, ReminderTalk
from outcomes.selectors.bottom import missing_fact_sheets, talks_counted
from outcomes.selectors.commendation import missing_evidence
from outcomes.selectors.talks import missing_talks
from outcomes.uses_agenda import BOTTOM, TOP
from outcomes.uses_documents import commendation_document_of, talk_document_of
from policy.workdays import deadline
from tests.support.people import SINCE, user_with
from tests.support.uses import Uses, fact_sheet, participant, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def days_later(settings: Any, tmp_path: Path) -> Iterator[Any]:
    """Shifts the clock by so many days from now."""
    path = tmp_path / "clock"
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, clock_file=str(path))

    def shift(days: int) -> None:
        path.write_text(str(days * 86400))

    return shift  # type: ignore[return-value]


def labels(user: User) -> list[str]:
    """What waits for somebody from these lists."""
    items = inbox_of(user, clock.today()).waiting
    return [item.duty.label for item in items if item.duty.kind.startswith("outcomes.")]


def text_of(document: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return package.read("word/document.xml").decode()


def published(uses: Uses) -> Publicity:
    """Everybody agreed on is made public."""
    return services.commendations_publish(
        cycle_pk=uses.cycle.pk,
        cases=[case.pk for case in uses.cases if case.state == "agreed"],
        scope="school",
        text="经党委研究，拟对下列同志予以表彰。",
        actor=uses.officer,
    )


def test_from_the_list_to_the_commendation(days_later: Any) -> None:
    uses = Uses(marked={2: "诫勉"})
    uses.listed()
    # 34 people, 20 %: six seats; who is barred is no candidate and cannot become one.
    people = [case.participant.cadre.name for case in uses.cases]
    assert "甲2" not in people
    assert people[:2] == ["甲0", "甲1"]
    assert missing_evidence(uses.cycle)[0].count == len(people)
    first = uses.cases[0]
    with pytest.raises(RuleBroken, match="主动作为"):
        services.commendation_submit(pk=first.pk, version=first.version, actor=uses.officer)

    # The unit's Party organisation knows the facts.
    secretary = user_with(staff_no="95020", name="书记")
    RoleGrant.objects.create(user=secretary, role=Role.UNIT_PARTY, unit=uses.unit, valid_from=SINCE)
    assert labels(secretary) == ["提供表彰人选的事迹"]
    first = services.evidence_record(
        pk=first.pk, version=first.version, initiative="牵头教学整改", performance="", actor=secretary
    )
    with pytest.raises(RuleBroken, match="表现突出"):
        services.commendation_submit(pk=first.pk, version=first.version, actor=uses.officer)

    uses.submitted()
    assert not missing_evidence(uses.cycle)
    last = uses.cases[-1].pk

    def chosen(entry: Any) -> tuple[str, str]:
        return ("decline", "事迹还不够突出") if entry.subject_id == last else ("commend", "")

    items = uses.meeting({TOP: chosen, BOTTOM: "talk"})
    assert all("名次" not in entry.note for entry in items[TOP].entries.all())
    assert [case.state for case in uses.cases] == ["agreed"] * (len(people) - 1) + ["declined"]
    assert uses.cases[-1].decision_reason == "事迹还不够突出"
    assert "公示拟表彰人员" in labels(uses.officer)

    publicity = published(uses)
    shown = publicity.people.all()
    assert {(person.name, person.unit) for person in shown} == {(name, "教务处") for name in people[:-1]}
    assert publicity.days == 5
    objected = publicity.people.get(name="甲1")
    decisions.objection_record(
        publicity_pk=publicity.pk,
        person_pk=objected.pk,
        received_on=clock.today(),
        channel="letter",
        objector="",
        content="事迹有出入",
        handler=uses.head,
        actor=uses.officer,
    )
    days_later(20)
    publicity.refresh_from_db()
    decisions.publicity_expire(pk=publicity.pk, version=publicity.version, actor=uses.officer)
    states = {case.participant.cadre.name: case.state for case in uses.cases}
    assert states["甲1"] == "public"
    assert states["甲0"] == "cleared"

    cleared = [case.pk for case in uses.cases if case.state == "cleared"]
    given: dict[str, Any] = {
        "cycle_pk": uses.cycle.pk,
        "form": "circular",
        "document_no": "校党〔2026〕5号",
        "on": clock.today(),
        "actor": uses.officer,
    }
    everybody = [case.pk for case in uses.cases if case.state in ("cleared", "public")]
    with pytest.raises(RuleBroken, match="甲1"):
        services.commendations_issue(cases=everybody, **given)
    services.commendations_issue(cases=cleared, **given)
    objection = publicity.objections.get()
    decisions.objection_close(
        objection_pk=objection.pk, finding="true", stays=False, note="查核属实", actor=uses.head
    )
    states = {case.participant.cadre.name: case.state for case in uses.cases}
    assert states["甲1"] == "stopped"
    assert states["甲0"] == "commended"

    text = text_of(commendation_document_of(CommendationCase.objects.get(pk=cleared[0])))
    assert "校党〔2026〕5号" in text
    assert "甲0" in text
    assert "甲1" not in text
    assert "名次" not in text
    assert "总分" not in text


def test_among_equals_the_committee_chooses_and_says_why() -> None:
    """Ranks 6 and 7 are equal on the last seat: neither is proposed by the system."""
    uses = Uses(same={6: 5}).listed().submitted()
    tied = [case for case in uses.cases if case.participant.result.suggestion == "并列待党委研究"]
    assert len(tied) == 2

    def chosen(entry: Any, reason: str = "") -> tuple[str, str]:
        if entry.subject_id == tied[1].pk:
            return "decline", "两人中择一"
        return "commend", reason if entry.subject_id == tied[0].pk else ""

    with pytest.raises(RuleBroken, match="并列"):
        uses.meeting({TOP: chosen})


def test_what_was_put_off_comes_back_and_an_addition_moves_nobody() -> None:
    uses = Uses().listed().submitted()
    first = uses.cases[0].pk
    uses.meeting(
        {TOP: lambda entry: ("defer", "待核实") if entry.subject_id == first else ("commend", "按核实")}
    )
    case = CommendationCase.objects.get(pk=first)
    assert case.state == "deferred"
    case = services.commendation_reopen(pk=first, version=case.version, reason="核实完毕", actor=uses.officer)
    assert case.state == "gathering"
    before = {c.pk: c.state for c in uses.cases}
    with pytest.raises(RuleBroken, match="理由"):
        services.commendation_add_above_quota(
            participant_pk=participant(20).pk, reason="", actor=uses.officer
        )
    added = services.commendation_add_above_quota(
        participant_pk=participant(20).pk, reason="有关事项已容错免责", actor=uses.officer
    )
    assert added.above_quota
    assert {c.pk: c.state for c in uses.cases if c.pk != added.pk} == before
    # The list taken over again leaves the addition alone.
    services.commendations_list(cycle_pk=uses.cycle.pk, actor=uses.officer)
    added.refresh_from_db()
    assert added.state == "gathering"


def test_the_number_alone_does_nothing_until_the_committee_has_judged() -> None:
    uses = Uses().supervised()
    person = participant(33)
    cadre = uses.cadre_user(person.cadre)
    before = inbox_of(cadre, clock.today())
    uses.listed()
    assert uses.review.participant == person
    assert missing_fact_sheets(uses.cycle)[0].count == 1
    review = uses.review
    with pytest.raises(RuleBroken, match="只凭名次"):
        services.bottom_submit(pk=review.pk, version=review.version, actor=uses.officer)
    uses.submitted()
    assert not ReminderTalk.objects.exists()
    assert inbox_of(cadre, clock.today()) == before
    assert labels(uses.leader) == []
    assert not ReminderTalk.objects.visible_to(cadre).exists()

    with pytest.raises((RuleBroken, ValidationError), match="理由"):
        uses.meeting({BOTTOM: "no_talk"})


def test_no_talk_with_a_reason_leaves_no_trace() -> None:
    uses = Uses().supervised().decided(bottom=lambda entry: ("no_talk", "敢于碰硬，群众一时不理解"))
    assert uses.review.outcome == "no_talk"
    assert not ReminderTalk.objects.exists()
    assert not talks_counted(uses.review.participant.cadre, clock.today()).exists()
    assert labels(uses.leader) == []


def test_from_the_decision_to_the_last_follow_up(days_later: Any) -> None:
    uses = Uses().supervised().decided()
    talk, cadre = uses.talk, uses.cadre_user(uses.review.participant.cadre)
    assert talk.leader == uses.leader
    assert talk.due_on == deadline(uses.room.now.held_on, 15, calendar()).day
    assert labels(uses.leader) == ["进行谈话提醒并登记记录"]
    assert labels(cadre) == []
    assert missing_talks(uses.cycle)[0].count == 1
    with pytest.raises(RuleBroken, match="改进要求"):
        uses.recorded(points=" ")

    uses.recorded()
    assert labels(uses.leader) == []
    User.objects.filter(pk=cadre.pk).update(is_active=False)
    assert labels(uses.leader) == ["补充纸质签字或登记拒签"]
    User.objects.filter(pk=cadre.pk).update(is_active=True)
    assert labels(cadre) == ["核对并确认谈话记录"]
    talk = uses.talk
    talk = services.talk_confirm(
        pk=talk.pk, version=talk.version, comment="第二点与谈话略有出入", actor=cadre
    )
    assert talk.state == "following"
    assert not missing_talks(uses.cycle)
    assert labels(cadre) == []
    text = text_of(talk_document_of(uses.talk))
    for words in ("行政楼 301", "接受提醒", "每月到课堂听课两次", "郑分管", "略有出入"):
        assert words in text

    first, second = uses.talk.follow_ups.all()
    with pytest.raises(RuleBroken, match="才能登记"):
        services.follow_up_record(pk=first.pk, version=talk.version, note="有改进", actor=uses.leader)
    days_later((first.due_on - clock.today()).days)
    assert labels(uses.leader) == ["登记谈话后 3 个月的跟踪情况"]
    services.follow_up_record(pk=first.pk, version=uses.talk.version, note="有改进", actor=uses.leader)
    days_later(190)
    services.follow_up_record(pk=second.pk, version=uses.talk.version, note="已落实", actor=uses.leader)
    assert uses.talk.state == "closed"
    assert labels(uses.leader) == []
    assert talks_counted(uses.review.participant.cadre, clock.today()).count() == 1


def test_refusal_takes_two_witnesses() -> None:
    uses = Uses().supervised().decided()
    refused = {"signing": "refused", "refused": "认为评价不公", "witness_one": "钱平"}
    with pytest.raises(RuleBroken, match="两名"):
        uses.recorded(**refused)
    with pytest.raises(RuleBroken, match="不能作为见证人"):
        uses.recorded(**refused, witness_two="郑分管")
    talk = uses.recorded(**refused, witness_two="孙立")
    assert talk.state == "following"
    assert "孙立" in text_of(talk_document_of(uses.talk))


@pytest.mark.parametrize("case", ["none", "two", "kin", "absent"])
def test_where_the_leader_is_not_clear_the_head_names_one(case: str) -> None:
    uses = Uses()
    person = participant(33)
    if case != "none":
        uses.supervised()
    if case == "two":
        other = user_with(Role.LEADER, staff_no="95011", name="孙分管")
        Supervision.objects.create(unit=uses.unit, leader=other, valid_from=SINCE)
    own = participant(0).cadre
    if case == "kin":
        User.objects.filter(pk=uses.leader.pk).update(staff_no="T-1")
        type(own).objects.filter(pk=own.pk).update(staff_no="T-1")
        Kin.objects.create(cadre=person.cadre, relation="spouse", name="郑分管", relative=own)
    if case == "absent":
        User.objects.filter(pk=uses.leader.pk).update(staff_no="T-1")
        type(own).objects.filter(pk=own.pk).update(staff_no="T-1")
        Absence.objects.create(cadre=own, kind="study", starts=clock.today() - timedelta(days=3))
    uses.decided()
    talk = uses.talk
    assert talk.state == "assigning"
    assert talk.leader is None
    assert talk.assign_note
    assert "指定谈话领导" in labels(uses.head)
    assert "指定谈话领导" not in labels(uses.officer)
    given = {"pk": talk.pk, "version": talk.version, "actor": uses.head}
    if case == "kin":
        leader = User.objects.get(pk=uses.leader.pk)
        with pytest.raises(RuleBroken, match="回避"):
            services.talk_assign(**given, leader=leader, reason="由其谈话")
    chosen = user_with(Role.LEADER, staff_no="95012", name="吴校长")
    with pytest.raises(RuleBroken, match="理由"):
        services.talk_assign(**given, leader=chosen, reason="")
    talk = services.talk_assign(**given, leader=chosen, reason="分管领导需要回避")
    assert talk.state == "waiting"
    assert labels(chosen) == ["进行谈话提醒并登记记录"]


def test_the_clock_stands_still_while_the_cadre_is_away(days_later: Any) -> None:
    uses = Uses().supervised().decided()
    talk = uses.talk
    given: dict[str, Any] = {"pk": talk.pk, "actor": uses.officer}
    with pytest.raises(RuleBroken, match="离岗"):
        services.talk_pause(**given, version=talk.version, reason="病假")
    Absence.objects.create(cadre=talk.review.participant.cadre, kind="sick", starts=clock.today())
    talk = services.talk_pause(**given, version=talk.version, reason="病假")
    assert talk.state == "paused"
    assert labels(uses.leader) == []
    days_later(60)
    again = "恢复谈话计时（本人已返岗）"
    assert again not in labels(uses.officer), "still away"
    Absence.objects.update(ends=clock.today() - timedelta(days=1))
    assert again in labels(uses.officer)
    talk = services.talk_resume(**given, version=talk.version)
    assert again not in labels(uses.officer)
    assert talk.due_on == deadline(clock.today(), 15, calendar()).day
    assert labels(uses.leader) == ["进行谈话提醒并登记记录"]


def test_a_leader_who_goes_away_before_the_talk_hands_it_to_whoever_is_named() -> None:
    uses = Uses().supervised().decided()
    other = Cadre.objects.exclude(pk=uses.talk.review.participant.cadre_id).first()
    assert other is not None
    User.objects.filter(pk=uses.leader.pk).update(staff_no=f"0{other.staff_no}")
    Cadre.objects.filter(pk=other.pk).update(staff_no=f"0{other.staff_no}")
    Absence.objects.create(cadre=other, kind="study", starts=clock.today())
    assert labels(uses.leader) == []
    assert labels(uses.head) == ["另行指定谈话领导（原定领导不在岗）"]


def test_taken_back_in_writing_it_counts_no_more() -> None:
    uses = Uses().supervised().decided()
    cadre = uses.review.participant.cadre
    given = {"participant_pk": uses.review.participant_id, "on": clock.today(), "actor": uses.head}
    with pytest.raises(RuleBroken, match="文号"):
        services.bottom_withdraw(**given, reason="事项已容错", document_no="")
    services.bottom_withdraw(**given, reason="事项已容错", document_no="校组〔2026〕8号")
    assert uses.review.state == "withdrawn"
    assert uses.talk.state == "withdrawn"
    assert labels(uses.leader) == []
    assert not talks_counted(cadre, clock.today()).exists()
    assert BottomReview.objects.count() == 1


def test_after_two_years_only_the_head_sees_it(days_later: Any) -> None:
    uses = Uses().supervised().decided()
    cadre = uses.cadre_user(uses.review.participant.cadre)
    seen = [uses.head, uses.officer, uses.leader, cadre]
    assert all(ReminderTalk.objects.visible_to(user).exists() for user in seen)
    days_later(740)
    still = [user for user in seen if ReminderTalk.objects.visible_to(user).exists()]
    assert still == [uses.head]
    assert BottomReview.objects.visible_to(uses.head).exists()
    assert not BottomReview.objects.visible_to(uses.officer).exists()


def test_the_fact_sheet_is_frozen_with_what_the_register_knew() -> None:
    uses = Uses()
    person = participant(33)
    Absence.objects.create(cadre=person.cadre, kind="sick", starts=date(2025, 3, 1), ends=date(2025, 5, 1))
    uses.listed()
    review = fact_sheet(uses.review, uses.officer)
    services.bottom_submit(pk=review.pk, version=review.version, actor=uses.officer)
    facts = dict(map(tuple, uses.review.facts))
    assert "病假" in facts["本年度离岗"]
    assert "低" in facts["与类别平均分之差"]
    assert set(record()) >= {"talked_at", "place", "content", "said", "points"}


def test_duties_ask_the_same_number_of_queries_for_one_and_for_many(
    django_assert_max_num_queries: Any,
) -> None:
    uses = Uses().listed()
    from outcomes.duties.uses import KINDS  # noqa: PLC0415

    for kind in KINDS:
        with django_assert_max_num_queries(8):
            list(kind.source(Audience(clock.today())))
    assert uses.cases
