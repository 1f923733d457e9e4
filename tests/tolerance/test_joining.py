"""A case that joins an investigation, and one whose matter was clarified (第十二、十四条)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.pages import RuleBroken
from matters.investigations import investigation_disclose, investigation_record
from matters.models import Investigation, Matter, Relief
from matters.services import mark_record, relief_record
from tests.support.tolerance import Story, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(client: Client) -> Story:
    return Story(client)


def test_an_investigation_takes_the_case_along_and_gives_it_back(story: Story) -> None:
    story.submitted().accepted()
    found = investigation_record(
        cadre=story.who,
        opened_on=clock.today(),
        document_no="立〔2026〕1号",
        disclosed=False,
        actor=story.discipline,
    )
    assert story.case.state == "verifying", "what may not be known of changes nothing that others see"
    investigation_disclose(pk=found.pk, version=found.version, actor=story.discipline)
    case = story.case
    assert (case.state, case.suspended_from, case.due) == ("suspended", "verifying", None)
    assert "提出处分意见之前恢复容错申请" in waiting(story.discipline)
    story.acts(story.discipline, "resume", {"reason": "处分意见提出之前先研究容错。"})
    assert (story.case.state, story.case.suspended_from) == ("verifying", "")


def investigated(story: Story, **more: object) -> Investigation:
    given = {"opened_on": clock.today(), "document_no": "立〔2026〕1号", "disclosed": True, **more}
    return investigation_record(cadre=story.who, actor=story.discipline, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("disclosed", [True, False])
def test_a_case_handed_in_while_the_matter_is_investigated_joins_at_once(
    story: Story, disclosed: bool
) -> None:
    found = investigated(story, matter=story.matter, disclosed=disclosed)
    story.submitted()
    case = story.case
    assert (case.state, case.investigation) == (("suspended", found) if disclosed else ("submitted", None))
    if disclosed:
        story.acts(story.discipline, "resume", {"reason": "处分意见提出之前先研究容错。"})
        story.acts(story.desk, "send_back", {"note": "请附会议记录。"})
        story.acts(story.person, "submit", story.texts())
        assert story.case.state == "submitted", "resumed, it stays with the office"


def test_no_sanction_is_entered_before_the_case_that_joined_is_answered(story: Story) -> None:
    story.submitted().accepted()
    day = clock.today()
    given = {"matter": story.matter, "cadre": story.who, "decided_on": day, "actor": story.discipline}
    mark_record(measure="党内警告", **{**given, "decided_on": day - timedelta(days=1)})
    investigated(story)
    for resumed in (False, True):
        if resumed:
            story.acts(story.discipline, "resume", {"reason": "处分意见提出之前先研究容错。"})
        with pytest.raises(RuleBroken, match="请先恢复办理并作出认定"):
            mark_record(measure="党内严重警告", **given)
    mark_record(measure="提醒", **given)
    other = Matter.objects.create(number="SX20260902", title="另一事项")
    mark_record(measure="党内严重警告", **{**given, "matter": other})
    story.verified().referred("not_tolerated").decided("not_tolerated", "不属于容错情形")
    mark_record(measure="党内严重警告", **given)


def test_an_investigation_on_a_matter_takes_only_the_case_on_that_matter_along(story: Story) -> None:
    story.submitted().accepted()
    about = {"staff_no": story.who.staff_no, "opened_on": clock.today().isoformat(), "disclosed": "on"}
    story.client.force_login(story.discipline)

    def recorded(matter: str, document: str) -> str:
        given = {**about, "matter": matter, "document_no": document}
        return story.client.post(reverse("investigation_new"), given, follow=True).content.decode()

    assert "没有这个编号的事项" in recorded("SX99999999", "立〔2026〕1号")
    other = Matter.objects.create(number="SX20260902", title="另一事项")
    assert "SX20260902 另一事项" in recorded(other.number, "立〔2026〕1号")
    assert story.case.state == "verifying"
    recorded(story.matter.number, "立〔2026〕2号")
    assert (story.case.state, story.case.investigation.matter) == ("suspended", story.matter)


def cleared(story: Story) -> Relief:
    return relief_record(
        matter=story.matter, cadre=story.who, kind=Relief.Kind.CLARIFIED, source="查核", actor=story.desk
    )


@pytest.mark.parametrize("state", ["submitted", "verifying"])
def test_a_clarified_matter_ends_its_open_case(story: Story, state: str) -> None:
    story.submitted()
    if state == "verifying":
        story.accepted()
    cleared(story)
    case = story.case
    assert (case.state, case.closed_on) == ("closed", clock.today())
    assert "事项已澄清" in case.events.latest("pk").note
    assert not {label for label in waiting(story.one) | waiting(story.discipline) if "容错" in label}


def test_one_before_the_committee_is_still_decided_after_the_matter_was_clarified(story: Story) -> None:
    story.submitted().accepted().verified().referred().tabled()
    relief = cleared(story)
    story.decided("exempt")
    assert set(Relief.objects.values_list("kind", flat=True)) == {"澄清", "免除责任"}
    assert story.case.outcome_in_force.relief != relief
