"""A finding that is reviewed, judged again or revoked (第十二、十四条)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.pages import RuleBroken
from matters import accountability
from matters.models import Accountability, Relief
from matters.services import relief_record, relief_revoke
from notices.selectors import inbox_of
from tests.support.tolerance import Clock, Story, waiting
from tolerance.access import may_ever, steps_of
from tolerance.models import Publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def story(client: Client) -> Story:
    return Story(client)


def test_while_the_committee_judges_again_the_finding_cannot_be_withdrawn(story: Story, time: Clock) -> None:
    story.submitted().accepted().verified().referred("lighter").decided("lighter").reported().public(time)
    story.acts(story.person, "ask_review", {"reasons": "责任不在本人。"})
    story.acts(story.org, "answer_review", {"result": "again", "answer": "提请重新研究。"})
    case = story.case
    story.client.force_login(story.person)
    assert "撤回申请" not in story.client.get(case.get_absolute_url()).content.decode()
    given = {"version": case.version, "reason": "不再申请。"}
    story.client.post(reverse("tolerance_withdraw", args=[case.pk]), given)
    assert (story.case.state, story.case.outcome_in_force.kind) == ("committee", "lighter")


@pytest.mark.parametrize("state", ["decided", "reported", "published", "reviewing"])
def test_a_revoked_finding_is_read_by_nobody_and_its_case_is_over(
    story: Story, time: Clock, state: str
) -> None:
    story.submitted().accepted().verified().referred().decided()
    if state != "decided":
        story.reported()
    if state in ("published", "reviewing"):
        story.public(time)
    if state == "reviewing":
        story.acts(story.person, "ask_review", {"reasons": "责任不在本人。"})
    assert story.case.state == state
    story.acts(story.discipline, "revoke", {"document_no": "沪教〔2026〕8号", "reason": "查实弄虚作假"})
    case = story.case
    assert (case.state, case.closed_on) == ("closed", clock.today())
    story.client.force_login(story.secretary)
    assert "认定为容错" not in story.client.get(reverse("tolerance_published")).content.decode()
    if state in ("published", "reviewing"):
        assert Publication.objects.get().withdrawn_on == clock.today()
    for who, step in (
        (story.discipline, "report"),
        (story.org, "answer_review"),
        (story.discipline, "revoke"),
    ):
        story.client.force_login(who)
        answer = story.client.post(reverse(f"tolerance_{step}", args=[case.pk]), {"version": case.version})
        assert answer.status_code == 200, step
    assert not steps_of(story.discipline, case)
    assert not [label for label in waiting(story.discipline) if "容错" in label]
    story.starts()
    story.acts(story.person, "submit", story.texts(new_facts="上级机关复查后的新情况。"))
    assert story.case.earlier == case


def test_a_review_is_answered_by_the_other_office_and_only_the_committee_finds_otherwise(
    story: Story, time: Clock
) -> None:
    story.submitted().accepted().verified().referred("lighter").decided("lighter").reported()
    story.acts(story.discipline, "show", {"scope": "school", "text": "认定从轻。"})
    time.after(story.case.outcome_in_force.publication.objections_until)
    story.acts(story.discipline, "publish")
    story.acts(story.person, "ask_review", {"reasons": "责任不在本人。"})
    assert may_ever(story.discipline, "answer_review", story.case) is False
    story.acts(story.org, "answer_review", {"result": "again", "answer": "提请重新研究。"})
    assert story.case.state == "committee"
    story.decided("exempt")
    assert Relief.objects.get().kind == "免除责任"
    assert story.case.outcomes.count() == 2
    story.acts(story.discipline, "revoke", {"document_no": "沪教〔2026〕8号", "reason": "上级改变认定"})
    assert Relief.objects.get().valid_to == clock.today()
    assert (story.case.state, story.case.outcome_in_force) == ("closed", None)


def held(story: Story) -> Accountability:
    """The cadre is held to account on the matter and was told of the right to apply."""
    record = accountability.accountability_record(
        matter=story.matter, cadre=story.who, body="校党委", intended="诫勉",
        opened_on=clock.today(), actor=story.desk,
    )  # fmt: skip
    return accountability.accountability_tell(
        pk=record.pk, version=record.version, told_on=clock.today(), actor=story.desk
    )


def decide(record: Accountability, story: Story) -> Accountability:
    record.refresh_from_db()
    return accountability.accountability_decide(
        pk=record.pk, version=record.version, form="诫勉", document_no="校纪〔2026〕1号",
        decided_on=clock.today(), actor=story.discipline,
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["exempt", "lighter", "not_tolerated"])
def test_with_the_finding_its_answer_goes_and_accountability_asks_again(
    story: Story, time: Clock, kind: str
) -> None:
    record = held(story)
    story.submitted().accepted().verified().referred(kind).decided(kind)
    record.refresh_from_db()
    assert (record.state, record.answer) == ("ended" if kind == "exempt" else "open", "case")
    assert story.case.number in record.answer_words
    time.after(record.opened_on)
    story.acts(story.discipline, "revoke", {"document_no": "沪教〔2026〕8号", "reason": "查实弄虚作假"})
    record.refresh_from_db()
    assert (record.state, record.answer, record.answer_words) == ("open", "", "")
    assert "沪教〔2026〕8号" in record.events.latest("pk").note
    with pytest.raises(RuleBroken, match="还没有回答"):
        decide(record, story)
    (duty,) = [
        item.duty
        for item in inbox_of(story.desk, clock.today()).waiting
        if item.duty.label == "回答问责中的容错问题"
    ]
    assert duty.since == clock.today(), "the time begins anew"
    assert "登记问责决定或者不再问责" not in waiting(story.discipline)
    record = accountability.accountability_absent(
        pk=record.pk, version=record.version, reason="不存在先行先试的情形", actor=story.desk
    )
    assert decide(record, story).state == "decided"
    assert "容错认定已撤销，重新研究问责决定" not in waiting(story.discipline)


@pytest.mark.parametrize("result", ["keep", "anew"])
def test_what_was_decided_on_a_revoked_finding_is_looked_at_again(story: Story, result: str) -> None:
    record = held(story)
    story.submitted().accepted().verified().referred("lighter").decided("lighter")
    decide(record, story)
    label = "容错认定已撤销，重新研究问责决定"
    assert label not in waiting(story.discipline)
    story.acts(story.discipline, "revoke", {"document_no": "沪教〔2026〕8号", "reason": "查实弄虚作假"})
    record.refresh_from_db()
    assert (record.state, record.form) == ("decided", "诫勉"), "never backwards"
    assert label in waiting(story.discipline)
    url = reverse("accountability_again", args=[record.pk])
    story.client.force_login(story.discipline)
    assert url in story.client.get(record.get_absolute_url()).content.decode()
    sent = {"version": record.version, "result": result}
    assert story.client.post(url, {**sent, "reason": " "}).status_code == 200, "a reason is asked for"
    assert story.client.post(url, {**sent, "reason": "原决定仅依据该认定。"}).status_code == 303
    assert label not in waiting(story.discipline)
    record.refresh_from_db()
    assert (record.state, record.again_on) == ("decided", None)
    others = Accountability.objects.exclude(pk=record.pk)
    if result == "keep":
        assert not others.exists()
    else:
        assert (others.get().state, others.get().answer, others.get().intended) == ("open", "", "诫勉")


def test_a_finding_that_takes_the_place_of_an_exemption_answers_again(story: Story, time: Clock) -> None:
    record = held(story)
    story.submitted().accepted().verified().referred().decided().reported().public(time)
    story.acts(story.person, "ask_review", {"reasons": "请求重新研究。"})
    story.acts(story.org, "answer_review", {"result": "again", "answer": "提请重新研究。"})
    record.refresh_from_db()
    assert record.state == "ended"
    story.decided("lighter")
    record.refresh_from_db()
    assert (record.state, record.answer_words) == ("open", f"{story.case.number} 从轻")


def test_what_ended_for_a_clarification_opens_when_that_is_overturned(story: Story) -> None:
    record = held(story)
    relief = relief_record(
        matter=story.matter, cadre=story.who, kind="澄清", source="查核", actor=story.discipline
    )
    record.refresh_from_db()
    assert record.state == "ended"
    relief_revoke(
        relief=relief, on=clock.today(), document_no="1号", reason="核查有误", actor=story.discipline
    )
    record.refresh_from_db()
    assert (record.state, record.end_reason) == ("open", "")
