"""A finding that is reviewed, judged again or revoked (第十二、十四条)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from matters.models import Relief
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
