"""On which matter an application is judged: one that exists, one that is described, and the two as one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, RoleGrant, User
from core import clock
from core.pages import RuleBroken
from matters import accountability as services
from matters.investigations import investigation_disclose, investigation_record
from matters.models import Accountability, Mark, Matter, Relief
from matters.selectors import record_of
from tests.flows.test_two_worlds import looks, undone
from tests.support.people import SINCE, user_with
from tests.support.register import appointed, post, unit
from tests.support.tolerance import Story
from tolerance.models import ToleranceCase
from tolerance.selectors import matters_offered

pytestmark = pytest.mark.django_db
DESCRIBED = {"matter": "", "matter_title": "设备采购先用后批", "matter_text": "开学前先行试用，后补手续。"}
SAME = "时间、对象和经过相同。"


@pytest.fixture
def story(client: Client) -> Story:
    return Story(client, marked=False)


def held(story: Story, *, title: str = "", told: bool = True) -> Accountability:
    """The cadre is held to account on a matter; told: of the right to apply."""
    matter = Matter.objects.create(number="SX20260955", title=title) if title else story.matter
    record = services.accountability_record(
        matter=matter,
        cadre=story.who,
        body="校党委",
        intended="诫勉",
        opened_on=clock.today(),
        actor=story.desk,
    )
    return step(record, "tell", story.desk, told_on=clock.today()) if told else record


def step(record: Accountability, name: str, actor: User, **given: Any) -> Accountability:
    record.refresh_from_db()
    act = getattr(services, f"accountability_{name}")
    return act(pk=record.pk, version=record.version, actor=actor, **given)  # type: ignore[no-any-return]


def unit_told(record: Accountability, story: Story) -> Accountability:
    return step(record, "tell_unit", story.desk, told_on=clock.today())


def offered(story: Story) -> str:
    """What the unit's Party organisation may pick on the page of a new application."""
    story.starts(story.secretary, "unit")
    page = story.client.get(reverse("tolerance_write", args=[story.case.pk])).content.decode()
    return page.split('name="matter"')[1].split("</select>")[0]


def test_the_units_party_organisation_applies_on_the_matter_it_was_told_of(story: Story) -> None:
    record = held(story)
    with pytest.raises(RuleBroken, match="早于告知本人"):
        step(record, "tell_unit", story.desk, told_on=clock.today() - timedelta(days=1))
    story.client.force_login(story.desk)
    page = reverse("accountability_tell_unit", args=[record.pk])
    assert page in story.client.get(record.get_absolute_url()).content.decode()
    record.refresh_from_db()
    sent = {"version": record.version, "told_on": clock.today().isoformat()}
    assert story.client.post(page, sent).status_code == 303
    assert "实训中心" in story.client.get(record.get_absolute_url()).content.decode()
    assert story.matter.title in offered(story)
    story.acts(story.secretary, "submit", story.texts())
    assert story.case.matter == story.matter
    with pytest.raises(RuleBroken, match="认定之前不能作出问责决定"):
        step(record, "decide", story.discipline, form="诫勉", document_no="1号", decided_on=clock.today())
    story.client.force_login(story.secretary)
    assert story.client.get(record.get_absolute_url()).status_code == 404


def test_told_is_the_cadre_first_and_the_unit_where_he_stands(story: Story) -> None:
    record = held(story, told=False)
    with pytest.raises(RuleBroken, match="先告知干部本人"):
        unit_told(record, story)
    step(record, "tell", story.desk, told_on=clock.today())
    assert not matters_offered(story.who, story.secretary).exists()
    unit_told(record, story)
    assert matters_offered(story.who, story.secretary).get() == story.matter
    elsewhere = user_with(staff_no="69002", name="外单位书记")
    away = unit("别的单位")
    RoleGrant.objects.create(user=elsewhere, role=Role.UNIT_PARTY, unit=away, valid_from=SINCE)
    story.who.appointments.update(ended_on="2026-09")
    appointed(story.who, post(away, "副主任"))
    assert not matters_offered(story.who, elsewhere).exists(), "the other unit was told nothing"
    step(record, "end", story.discipline, reason="查无此事")
    assert not matters_offered(story.who, story.secretary).exists(), "nothing is open any more"


def test_what_is_held_back_shows_nowhere_to_the_unit(story: Story) -> None:
    """两个世界：有没有不告知的问责、不公开的立案，二级党组织看到的完全一样。"""
    unit_told(held(story), story)
    assert story.matter.title in offered(story)
    case = story.case
    story.acts(story.secretary, "submit", story.texts(**DESCRIBED))
    paths = {
        name: reverse(f"tolerance_{name}", args=args)
        for name, args in (("start", ["unit"]), ("case", [case.pk]), ("attach", [case.pk]))
    }
    story.starts(story.secretary, "unit")
    paths |= {"home": "/", "list": reverse("tolerance"), "write": f"/tolerance/{story.case.pk}/write/"}
    paths["withdraw"] = reverse("tolerance_withdraw", args=[story.case.pk])
    without = looks(story.client, paths)
    with undone():
        secret = held(story, title="另有问题线索")
        investigation_record(
            cadre=story.who,
            matter=secret.matter,
            opened_on=clock.today(),
            document_no="立〔2026〕1号",
            disclosed=False,
            actor=story.discipline,
        )
        assert {name for name, seen in looks(story.client, paths).items() if seen != without[name]} == set()
        unit_told(secret, story)
        assert looks(story.client, paths)["write"] != without["write"], "the control: told, it shows"


@pytest.fixture
def marked(client: Client) -> Story:
    """The cadre has a mark on a matter, and describes what is the same thing in words of his own."""
    story = Story(client)
    story.submitted(**DESCRIBED)
    assert story.case.matter != story.matter
    return story


def joins(story: Story, **more: Any) -> str:
    given = {"matter": story.matter.pk, "reason": SAME, **more}
    fails = more.pop("fails", False)
    given.pop("fails", None)
    return story.acts(story.desk, "join", given, fails=fails).content.decode()  # type: ignore[no-any-return]


def test_a_described_application_joins_the_matter_and_the_finding_lifts_its_marks(marked: Story) -> None:
    story = marked
    record = services.accountability_record(
        matter=story.matter, cadre=story.who, body="校党委", intended="诫勉",
        opened_on=clock.today(), actor=story.desk,
    )  # fmt: skip
    own = story.case.matter
    story.client.force_login(story.desk)
    join = reverse("tolerance_join", args=[story.case.pk])
    for page in ("case", "triage"):
        assert join in story.client.get(reverse(f"tolerance_{page}", args=[story.case.pk])).content.decode()
    joins(story)
    assert story.case.matter == story.matter
    assert f"由事项 {own.number} 并入 {story.matter.number}" in story.case.events.latest("pk").note
    own.refresh_from_db()
    assert own.title.endswith(f"（已并入 {story.matter.number}）")
    story.client.force_login(story.person)
    page = story.client.get(story.case.get_absolute_url()).content.decode()
    assert all(said in page for said in (story.matter.number, story.matter.title, DESCRIBED["matter_title"]))
    step(record, "tell", story.desk, told_on=clock.today())
    with pytest.raises(RuleBroken, match="认定之前不能作出问责决定"):
        step(record, "decide", story.discipline, form="诫勉", document_no="1号", decided_on=clock.today())
    story.accepted().verified().referred().decided("exempt")
    assert Relief.objects.get().matter == story.matter
    (item,) = record_of(story.who.pk, on=clock.today())
    assert (item.measure, item.counts) == ("通报批评", False)
    record.refresh_from_db()
    assert record.state == "ended"


def test_on_the_joined_matter_there_is_one_open_application(marked: Story) -> None:
    story, first = marked, marked.case
    story.starts(story.secretary, "unit")
    story.acts(story.secretary, "submit", story.texts())
    second = story.case
    assert second.matter == story.matter
    story.client.force_login(story.desk)
    url = reverse("tolerance_join", args=[first.pk])
    sent = {"version": first.version, "matter": story.matter.pk, "reason": SAME}
    answer = story.client.post(url, sent)
    assert answer.status_code == 200
    assert "已有一份容错申请正在办理" in answer.content.decode()
    assert SAME in answer.content.decode(), "what was typed stays"
    first.refresh_from_db()
    assert first.matter != story.matter


def test_a_second_one_on_the_joined_matter_needs_new_facts(client: Client) -> None:
    story = Story(client)
    story.submitted()
    story.acts(story.person, "withdraw", {"reason": "先处理整改。"})
    earlier = story.case
    story.starts()
    story.acts(story.person, "submit", story.texts(**DESCRIBED))
    assert "先退回补正" in joins(story, fails=True)
    story.acts(story.desk, "send_back", {"note": "请写明新的事实。"})
    story.acts(story.person, "submit", story.texts(**DESCRIBED))
    assert "写明理由不予受理" in joins(story, fails=True)
    story.acts(story.person, "withdraw", {"reason": "重写。"})
    story.starts()
    story.acts(story.person, "submit", story.texts(**DESCRIBED, new_facts="审计确认没有损失。"))
    joins(story)
    assert (story.case.matter, story.case.earlier) == (story.matter, earlier)


def test_what_may_not_be_joined(marked: Story) -> None:
    story = marked
    hidden = held(story, title="没有告知的事项", told=False)
    secret = Matter.objects.create(number="SX20260977", title="不公开的立案")
    found = investigation_record(
        cadre=story.who, matter=secret, opened_on=clock.today(), document_no="立〔2026〕1号",
        disclosed=False, actor=story.discipline,
    )  # fmt: skip
    story.client.force_login(story.desk)
    url = reverse("tolerance_join", args=[story.case.pk])
    page = story.client.get(url).content.decode()
    assert str(story.matter) in page
    for matter in (hidden.matter, secret):
        assert matter.number not in page
        joins(story, matter=matter.pk, fails=True)
    investigation_disclose(pk=found.pk, version=found.version, actor=story.discipline)
    assert secret.number in story.client.get(url).content.decode()
    joins(story, reason="", fails=True)
    joins(story, matter=secret.pk)
    case = ToleranceCase.objects.get(pk=story.case.pk)
    assert (case.state, case.investigation) == ("suspended", found), "it joins what investigates its matter"


def test_after_the_heads_have_signed_the_matter_is_fixed(marked: Story) -> None:
    story = marked.accepted().verified()
    join = reverse("tolerance_join", args=[story.case.pk])
    for signed in (False, True):
        if signed:
            story.analysed()
        story.client.force_login(story.discipline)
        page = story.client.get(story.case.get_absolute_url()).content.decode()
        assert (join in page) is not signed
    answer = story.acts(
        story.discipline, "join", {"matter": story.matter.pk, "reason": SAME}, fails=True
    ).content.decode()
    assert "共同意见已经签署" in answer


def test_one_that_names_a_matter_of_its_cadre_stays_on_it(client: Client) -> None:
    story = Story(client)
    other = Matter.objects.create(number="SX20260966", title="另一事项")
    Mark.objects.create(matter=other, cadre=story.who, measure="提醒", decided_on=clock.today())
    story.submitted()
    url = reverse("tolerance_join", args=[story.case.pk])
    story.client.force_login(story.desk)
    assert story.client.get(url).status_code == 303
    assert url not in story.client.get(story.case.get_absolute_url()).content.decode()
    sent = {"version": story.case.version, "matter": other.pk, "reason": SAME}
    story.client.post(url, sent)
    assert story.case.matter == story.matter
