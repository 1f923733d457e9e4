"""A tolerance case from the application to the archive, in the words of who works with it (第十一、十二条)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from matters.models import Investigation, Relief
from matters.services import mark_record
from matters.signals import investigation_changed
from notices.selectors import calendar, inbox_of
from policy.workdays import deadline
from tests.support.tolerance import Clock, Story, register_only, somebody_else

pytestmark = pytest.mark.django_db


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def story(client: Client) -> Story:
    return Story(client)


def waiting(user: object) -> set[str]:
    return {item.duty.label for item in inbox_of(user, clock.today()).waiting}  # type: ignore[arg-type]


def test_an_excused_fault_from_the_application_to_the_archive(story: Story, time: Clock) -> None:
    story.submitted()
    case = story.case
    assert (case.state, case.number[:6]) == ("submitted", f"RC{clock.today().year}")
    assert case.due == deadline(clock.today(), 5, calendar()).day
    assert "初步研判容错申请" in waiting(story.desk)
    assert "对容错申请提出书面意见" in waiting(story.secretary)

    story.accepted()
    assert story.case.due == deadline(clock.today(), 30, calendar()).day
    assert "调查核实并确认结果" in waiting(story.one)
    story.verified()
    assert story.case.state == "analysing"
    assert "对容错申请作本人陈述" in waiting(story.person)
    story.referred()
    assert story.case.state == "committee"
    assert "将容错认定列入会议议题" in waiting(story.org)

    story.decided("exempt")
    outcome = story.case.outcome_in_force
    assert (story.case.state, outcome.kind) == ("decided", "exempt")
    relief = Relief.objects.get(matter=story.matter, cadre=story.who)
    assert (relief.kind, outcome.relief) == ("免除责任", relief)

    story.reported()
    text = {"scope": "unit", "text": "经党委研究，对实训设备采购中的失误认定为容错。"}
    story.acts(story.discipline, "show", text)
    assert "阅看拟公开的认定结果" in waiting(story.person)
    story.acts(story.discipline, "publish", fails=True)
    story.acts(story.person, "object", {"text": "请写明损失已经追回。"})
    time.after(deadline(clock.today(), 3, calendar()).day)
    story.acts(story.discipline, "publish", fails=True)
    settled = {"reply": "采纳。", "changed": "on", "scope": "unit", "text": text["text"] + "损失已经追回。"}
    story.acts(story.discipline, "settle_objection", settled)
    time.after(deadline(clock.today(), 3, calendar()).day)
    story.acts(story.discipline, "publish")
    publication = story.case.outcome_in_force.publication
    assert publication.ends_on == deadline(clock.today(), 5, calendar()).day

    public = reverse("tolerance_published")
    for reader, sees in ((story.secretary, True), (story.stranger, False)):
        story.client.force_login(reader)
        assert ("损失已经追回" in story.client.get(public).content.decode()) is sees
    time.after(publication.ends_on)
    story.client.force_login(story.secretary)
    assert "损失已经追回" not in story.client.get(public).content.decode()

    rectified = {
        "problem": "先用后批。",
        "cause": "制度没有覆盖新的采购方式。",
        "measures": "修订采购办法。",
        "responsible": "秦素",
        "done": "办法已经印发。",
    }
    story.acts(story.person, "rectify", rectified)
    story.acts(story.discipline, "check", {"passed": "yes", "note": "已经到位。"})
    story.acts(story.discipline, "close", fails=True)
    story.acts(story.discipline, "take_down")
    time.after(publication.begins_on + (clock.today() - clock.today()))
    from datetime import timedelta  # noqa: PLC0415

    time.after(publication.begins_on + timedelta(days=30))
    story.acts(story.discipline, "close")
    assert story.case.state == "closed"
    assert not story.case.is_open
