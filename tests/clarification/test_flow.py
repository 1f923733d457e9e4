"""A clarification from the talk to the visit, in the words of those who do it (第十四条)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from appraisal.models import Cycle, Participant
from cadres.models import Appointment
from clarification import services
from clarification.models import Clarification, Malice
from clarification.selectors import APPROVE, SUBJECT, notes_for, offers
from core import clock
from core.pages import RuleBroken, StaleState
from decisions.services import agenda_item_add
from evidence.selectors.clarified_part import clarified_part
from matters.models import Mark, Relief
from notices.models import WorkDay
from notices.registry import Audience, kinds
from policy.clarification import NONE, PARTLY, PERSONS, PRIVATE, SCHOOL, UNITS
from tests.support.clarifications import EARLY, OVERTURNED, WORDS, Clarity, marked
from tests.support.meetings import Room
from tests.support.register import unit

pytestmark = pytest.mark.django_db
S = Clarification.State


def waiting(clarity: Clarity) -> dict[str, Any]:
    """Code -> the duty, of the room."""
    found = {}
    for kind in kinds():
        if kind.code.startswith("clarification."):
            found |= {duty.kind.split(".")[1]: duty for duty in kind.source(Audience(clock.today()))}
    return found


def test_an_office_proposes_and_it_goes_all_the_way() -> None:
    """部门提出→核查失实→审定→征求意见→方案→审批→实施→签收→三个月回访→归档，每一步都有待办。"""
    clarity = Clarity().proposed()
    matter = marked(clarity)
    assert list(waiting(clarity)) == ["check"]
    clarity.found(matter=matter)
    assert waiting(clarity)["confirm"].holder.besides >= {clarity.officer.pk}
    assert not Relief.objects.exists()  # one officer alone lifts nothing
    clarity.act(services.finding_confirm, clarity.head, unsuitable="")
    relief = Relief.objects.get()
    assert (relief.cadre, relief.matter, relief.kind) == (clarity.cadre, matter, "澄清")
    assert "纪委〔2026〕8号" in relief.source
    assert clarity.case.relief == relief
    assert waiting(clarity)["wish"].holder.user_id == clarity.user.pk
    clarity.act(services.wishes_record, clarity.user, wishes="public", wishes_note="请在教务处说明。")
    assert list(waiting(clarity)) == ["plan"]
    clarity.act(services.plan_submit, clarity.officer, **clarity.plan())
    approve = waiting(clarity)["approve"]
    assert approve.due == clarity.case.approve_due
    clarity.act(services.plan_approve, clarity.head, approving_body="", approval_no="")
    assert waiting(clarity)["do"].due == clarity.case.do_due
    given = {"done_on": clock.today(), "letter_no": "", "done_note": "会上说明。"}
    clarity.act(services.clarification_do, clarity.officer, **given)
    assert set(waiting(clarity)) == {"sign", "deliver"}
    clarity.act(services.delivery_sign, clarity.user, delivered_note="满意。")
    visit = waiting(clarity)["visit"]
    assert visit.due == clarity.case.visit_due
    assert 89 <= (visit.due - clock.today()).days <= 92
    with pytest.raises(RuleBroken, match="回访之后才能归档"):
        clarity.act(services.case_archive, clarity.head)
    given = {"visited_on": clock.today(), "visit_note": "传言平息。"}
    with pytest.raises(RuleBroken, match="提前超过 7 天的，请写明理由"):
        clarity.act(services.visit_record, clarity.officer, **given)
    clarity.act(services.visit_record, clarity.officer, **given, visit_early="本人即将调离")
    assert list(waiting(clarity)) == ["archive"]
    clarity.act(services.case_archive, clarity.head)
    assert clarity.case.state == S.ARCHIVED
    assert not waiting(clarity)
    assert clarity.case.events.count() == 10


def test_the_cadre_asks_in_writing_with_facts_content_and_demand() -> None:
    clarity = Clarity()
    draft = services.request_save(
        version=0, origin="rumour", facts="", content="", demand="", actor=clarity.user
    )
    assert not Clarification.objects.visible_to(clarity.officer).exists()
    with pytest.raises(RuleBroken) as refused:
        services.request_submit(pk=draft.pk, version=draft.version, actor=clarity.user)
    assert len(refused.value.messages) == 3
    with pytest.raises(StaleState):
        services.request_save(
            version=0, origin="rumour", facts="一", content="", demand="", actor=clarity.user
        )
    draft = services.request_save(
        version=1, origin="campaign", facts="一", content="二", demand="三", actor=clarity.user
    )
    clarity.case = services.request_submit(pk=draft.pk, version=2, actor=clarity.user)
    assert clarity.case.unit == clarity.office
    assert list(waiting(clarity)) == ["check"]
    clarity.act(services.request_withdraw, clarity.user)
    assert clarity.case.state == S.WITHDRAWN
    assert clarity.asked().case.state == S.CHECKING  # and may ask again


def test_only_what_is_untrue_is_clarified_and_two_stand_for_it() -> None:
    clarity = Clarity().proposed().found(outcome=PARTLY)
    with pytest.raises(RuleBroken, match="理由"):
        clarity.act(services.finding_confirm, clarity.head, unsuitable="")
    clarity.act(services.finding_return, clarity.head, reason="证据不足")
    assert clarity.case.state == S.CHECKING
    clarity.act(services.finding_record, clarity.head, **_finding(clarity))
    with pytest.raises(RuleBroken, match="另一人审定"):
        clarity.act(services.finding_confirm, clarity.head, unsuitable="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Clarification.objects.filter(pk=clarity.case.pk).update(state=S.ASKING)


def _finding(clarity: Clarity) -> dict[str, Any]:
    return {
        "outcome": "untrue",
        "finding": "调阅材料。",
        "finding_no": "纪委〔2026〕8号",
        "checked_on": clock.today(),
        "external_no": "",
        "spread": [UNITS],
        "spread_units": [clarity.office],
        "spread_from": None,
        "matter": None,
    }


def test_a_wider_audience_than_the_rumour_had_is_refused() -> None:
    clarity = Clarity().proposed().agreed()
    for plan in (
        clarity.plan(audience=[SCHOOL], audience_units=[]),
        clarity.plan(audience_units=[clarity.office, unit("图书馆")]),
    ):
        with pytest.raises(RuleBroken, match="超出了传播范围"):
            clarity.act(services.plan_submit, clarity.officer, **plan)
    clarity.act(services.plan_submit, clarity.officer, **clarity.plan())
    assert clarity.case.audience_reach().units == {"教务处"}


def test_the_cadre_may_decline_publicity_or_the_whole_of_it() -> None:
    clarity = Clarity().proposed().agreed(PRIVATE)
    with pytest.raises(RuleBroken, match="本人要求不公开"):
        clarity.act(services.plan_submit, clarity.officer, **clarity.plan())
    quiet = clarity.plan(channel="face", audience=[PERSONS], audience_units=[])
    clarity.act(services.plan_submit, clarity.officer, **quiet)
    assert clarity.case.state == S.APPROVING

    other = clarity.proposed()
    matter = marked(other)
    other.agreed(NONE, matter=matter)
    assert other.case.state == S.DECLINED
    assert Relief.objects.filter(matter=matter).exists()  # what was found untrue counts nowhere all the same
    other.act(
        services.blocked_add, other.org, kind="award", what="2025 年度评优", blocked_on=date(2026, 1, 20)
    )
    with pytest.raises(RuleBroken, match="没有恢复"):
        other.act(services.case_archive, other.head)
    item = other.case.blocked.get()
    assert waiting(other)["restore"].about == "王建国，评优表彰"
    services.blocked_restore(
        pk=item.pk,
        version=item.version,
        restored_on=clock.today(),
        restored_note="补发",
        document_no="党委〔2026〕9号",
        actor=other.org,
    )
    other.act(services.case_archive, other.head)
    assert other.case.state == S.ARCHIVED


def test_not_suitable_is_said_with_the_reason() -> None:
    clarity = Clarity().proposed().planned()
    with pytest.raises(RuleBroken, match="理由"):
        clarity.act(services.case_refuse, clarity.head, unsuitable=" ")
    clarity.act(services.case_refuse, clarity.head, unsuitable="传言已自行平息，再作澄清会引起二次传播。")
    assert clarity.case.state == S.UNSUITABLE
    assert clarity.case.is_untrue
    assert list(waiting(clarity)) == ["archive_unsuitable"]
    clarity.act(services.case_archive, clarity.head)


def test_school_managed_cadres_are_approved_above_the_office() -> None:
    clarity = Clarity().proposed().planned(managed=True)
    with pytest.raises(RuleBroken, match="党委会或纪委书记"):
        clarity.act(services.plan_approve, clarity.head, approving_body="", approval_no="")
    clarity.act(
        services.plan_approve, clarity.head, approving_body="secretary", approval_no="签批〔2026〕4号"
    )
    assert clarity.case.state == S.DOING


def test_the_register_says_who_is_managed_by_the_school_and_a_correction_says_why() -> None:
    clarity = Clarity().proposed().agreed()
    with pytest.raises(RuleBroken, match="按名册的行政级别是校管干部"):
        clarity.act(services.plan_submit, clarity.officer, **clarity.plan(managed_reason=""))
    Appointment.objects.filter(cadre=clarity.cadre).update(admin_level="正科级")
    clarity.act(services.plan_submit, clarity.officer, **clarity.plan())
    assert clarity.case.managed_reason == "", "nothing was corrected"
    clarity.act(services.plan_return, clarity.head, reason="改")
    with pytest.raises(RuleBroken, match="不是校管干部"):
        clarity.act(services.plan_submit, clarity.officer, **clarity.plan(managed=True, managed_reason=" "))
    corrected = clarity.plan(managed=True, managed_reason="已任副处级，名册尚未更新")
    clarity.act(services.plan_submit, clarity.officer, **corrected)
    assert "更正为校管干部：已任副处级" in clarity.case.events.latest("pk").note


def test_a_later_finding_takes_it_back_from_that_day_on(client: Client) -> None:
    """归档以后查明当初的结论不成立：撤销，记录从撤销之日起重新计入，告知过的单位看到“已撤销”。"""
    clarity = Clarity().proposed()
    matter = marked(clarity)
    clarity.agreed(matter=matter)
    clarity.act(services.plan_submit, clarity.officer, **clarity.plan())
    clarity.act(services.plan_approve, clarity.head, approving_body="", approval_no="")
    done = {"done_on": clock.today(), "letter_no": "", "done_note": "会上说明。"}
    clarity.act(services.clarification_do, clarity.officer, **done)
    clarity.act(services.committee_note, clarity.org, spread_from=date(2026, 1, 5), note="")
    clarity.act(services.blocked_add, clarity.org, kind="rank", what="职级晋升", blocked_on=None)
    given = {"overturned_on": clock.today(), **OVERTURNED}
    with pytest.raises(RuleBroken, match="新的核查结论的文号"):
        clarity.act(services.clarification_overturn, clarity.head, **(given | {"overturned_no": " "}))
    clarity.act(services.clarification_overturn, clarity.head, **given)
    relief = Relief.objects.get()
    assert (relief.valid_to, relief.revoked_document) == (clock.today(), OVERTURNED["overturned_no"])
    assert not waiting(clarity)
    assert notes_for([clarity.cadre.pk], until=clock.today()) == {}
    client.force_login(clarity.secretary)
    assert "已撤销" in client.get(reverse("clarifications_told")).content.decode()
    told = client.get(clarity.case.get_absolute_url()).content.decode()
    assert "以下内容不再适用" in told
    assert OVERTURNED["overturned_reason"] not in told
    client.force_login(clarity.user)
    assert OVERTURNED["overturned_reason"] in client.get(clarity.case.get_absolute_url()).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Clarification.objects.filter(pk=clarity.case.pk).update(overturned_reason="")


def test_what_was_not_found_untrue_is_not_overturned() -> None:
    clarity = Clarity().proposed().found(outcome=PARTLY)
    clarity.act(services.finding_confirm, clarity.head, unsuitable="部分属实。")
    with pytest.raises(RuleBroken, match="没有审定失实"):
        clarity.act(services.clarification_overturn, clarity.head, overturned_on=clock.today(), **OVERTURNED)


def test_the_page_says_who_acts_next_and_until_when(client: Client) -> None:
    clarity = Clarity().proposed().planned(managed=True)

    def standing(user: User) -> tuple[str, str, bool]:
        client.force_login(user)
        page = client.get(clarity.case.get_absolute_url()).context["page"]
        return page.holder, page.next_step, page.urgency is not None

    for user in (clarity.head, clarity.user):
        assert standing(user) == ("党委会或纪委书记", "审批方案", True)
    clarity = clarity.proposed().signed()
    assert standing(clarity.officer) == ("纪委监察部门", "到期回访", True)
    page = client.get(clarity.case.get_absolute_url()).content.decode()
    assert "由谁办理" in page
    assert "回访之后才能归档" in page
    clarity.act(
        services.visit_record, clarity.officer, visited_on=clock.today(), visit_note="平息", visit_early=EARLY
    )
    assert standing(clarity.head) == ("纪委监察部门负责人", "归档", False)


def test_the_party_committee_decides_by_its_minutes() -> None:
    clarity = Clarity().proposed().planned(managed=True)
    given = {"pk": clarity.case.pk, "meeting": "党委会〔2026〕3号", "actor": clarity.org}
    given["decided_on"] = clock.today()
    services.plan_decide(agreed=False, reason="范围再研究", **given)
    clarity.case.refresh_from_db()
    assert clarity.case.state == S.PLANNING
    assert list(offers()) == []
    clarity.act(services.plan_submit, clarity.officer, **clarity.plan(managed=True))
    (offer,) = offers()
    room = Room()
    item = agenda_item_add(
        meeting_pk=room.meeting.pk,
        kind=SUBJECT,
        title=offer.title,
        subject_kind=offer.subject_kind,
        subject_id=offer.subject_id,
        entries=offer.entries,
        supplementary="",
        actor=room.officer,
    )
    room.members()
    room.held()
    room.decided(item, APPROVE)
    assert Clarification.objects.get().state == S.APPROVING  # not before the minutes are final
    room.final()
    clarity.case.refresh_from_db()
    assert (clarity.case.state, clarity.case.approving_body) == (S.DOING, "party")
    assert "2026年第12次" in clarity.case.approval_no
    assert services.plan_decide(agreed=True, reason="", **given) is None  # corrected minutes change nothing


def test_a_false_accusation_is_found_by_the_higher_body_only() -> None:
    clarity = Clarity().proposed("report", external_no="纪办2026-17")
    with pytest.raises(RuleBroken, match="承办部门编号"):
        clarity.found()
    clarity.found(external_no="纪办2026-17").act(services.finding_confirm, clarity.head, unsuitable="")
    step = {"actor": clarity.officer}
    with pytest.raises(RuleBroken, match="不能办理"):
        clarity.act(services.malice_step, to=Malice.RESULT_RECEIVED, **step)
    clarity.act(services.malice_step, to=Malice.SUSPECTED, **step)
    clarity.act(services.malice_step, to=Malice.REFERRED_UP, malice_body="市纪委监委", **step)
    found = {"malice_body": "市纪委监委", "malice_found": True}
    with pytest.raises(RuleBroken, match="文号"):
        clarity.act(services.malice_step, to=Malice.RESULT_RECEIVED, **found, **step)
    with pytest.raises(IntegrityError), transaction.atomic():
        Clarification.objects.filter(pk=clarity.case.pk).update(malice="result", malice_no="")
    clarity.act(services.wishes_record, clarity.user, wishes="public", wishes_note="")
    words = clarity.plan(words="经查系诬告陷害。")
    with pytest.raises(RuleBroken, match="诬告陷害须由"):
        clarity.act(services.plan_submit, clarity.officer, **words)
    clarity.act(
        services.malice_step, to=Malice.RESULT_RECEIVED, malice_no="市纪〔2026〕15号", **found, **step
    )
    clarity.act(services.plan_submit, clarity.officer, **words)


def test_the_panel_is_told_of_votes_that_fell_after_the_rumour_began() -> None:
    clarity = Clarity().proposed().confirmed()
    until = date(2026, 1, 20)
    assert notes_for([clarity.cadre.pk], until=until) == {}  # nobody put it before the committee
    clarity.act(services.committee_note, clarity.org, spread_from=date(2026, 1, 5), note="票数明显低于往年。")
    (note,) = notes_for([clarity.cadre.pk], until=until)[clarity.cadre.pk]
    assert note.words.startswith("2026-01-05起")
    assert "经查不实（纪委〔2026〕8号）" in note.words
    assert notes_for([clarity.cadre.pk], until=date(2026, 1, 4)) == {}
    person = Participant(cycle=Cycle(year=2026), cadre=clarity.cadre)
    part = clarified_part(person)
    assert part is not None
    assert "票数明显低于往年" in part.text
    person.cycle.confirmed_at = datetime(2026, 1, 4, 12, tzinfo=clock.ZONE)
    assert clarified_part(person) is None  # counted before the talk began


def test_deadlines_are_ten_and_fifteen_working_days() -> None:
    clarity = Clarity().proposed().approved()
    plan, do = clarity.case.approve_due, clarity.case.do_due
    assert plan is not None
    assert do is not None
    assert plan - clock.today() >= timedelta(days=12)
    assert do - clock.today() >= timedelta(days=19)
    with pytest.raises(RuleBroken, match="不能晚于今天"):
        clarity.act(
            services.clarification_do,
            clarity.officer,
            done_on=clock.today() + timedelta(days=1),
            letter_no="",
            done_note="",
        )


def test_a_provisional_deadline_follows_the_calendar() -> None:
    clarity = Clarity().proposed().planned()
    last = clarity.case.approve_due
    assert last is not None
    Clarification.objects.filter(pk=clarity.case.pk).update(provisional=True)
    WorkDay.objects.update_or_create(day=last, defaults={"is_working": False})
    services.deadlines_recount(actor=clarity.org)
    clarity.case.refresh_from_db()
    assert clarity.case.approve_due > last
    assert clarity.case.events.latest("pk").note.startswith("工作日历有变化")


def test_who_was_slower_hears_so() -> None:
    clarity = Clarity().proposed().planned()
    seen = clarity.case.version
    clarity.act(services.plan_return, clarity.head, reason="改")
    with pytest.raises(StaleState, match="拟定方案"):
        services.plan_approve(
            pk=clarity.case.pk, version=seen, approving_body="", approval_no="", actor=clarity.head
        )
    assert clarity.plan()["words"] == WORDS


def test_marks_of_others_on_the_matter_stay() -> None:
    clarity = Clarity().proposed()
    matter = marked(clarity)
    other = type(clarity.cadre).objects.create(staff_no="20899", name="同案")
    Mark.objects.create(matter=matter, cadre=other, measure="黄牌", decided_on=date(2026, 2, 3))
    clarity.confirmed(matter=matter)
    assert not Relief.objects.filter(cadre=other).exists()
