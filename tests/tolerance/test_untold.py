"""Before the step that tells of it no page tells a finding from another, to cadre or unit (第十二条)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from matters import accountability, pending
from matters.models import Mark
from matters.selectors import record_of
from matters.services import GivenMeasure
from policy.tolerance_steps import STEPS, Party
from tests.flows.test_two_worlds import looks, undone
from tests.support.tolerance import Clock, Story
from tolerance import services
from tolerance.models import ToleranceCase

pytestmark = pytest.mark.django_db
KINDS = ("exempt", "lighter", "not_tolerated")
DOCUMENTS = ("application", "finding", "public", "reply", "minutes", "upward")
OUTSIDE = {Party.APPLICANT, Party.OTHER_SIDE, Party.CADRE, Party.UNIT}


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture(scope="module")
def world(module_db: None) -> Story:
    """The case waits for the committee; the cadre is held to account and has two marks on the matter."""
    story = Story(Client())
    Mark.objects.create(
        matter=story.matter, cadre=story.who, measure="诫勉", decided_on=clock.today(), document_no="1号"
    )
    record = accountability.accountability_record(
        matter=story.matter, cadre=story.who, body="校党委", intended="诫勉",
        opened_on=clock.today(), actor=story.desk,
    )  # fmt: skip
    accountability.accountability_tell(
        pk=record.pk, version=record.version, told_on=clock.today(), actor=story.desk
    )
    return story.submitted().accepted().verified().referred()


@pytest.fixture
def story(world: Story, client: Client) -> Story:
    return world.again(client)


def decided(story: Story, kind: str) -> ToleranceCase:
    services.case_decide(
        pk=story.case.pk, kind=kind, reason="出于公心", meeting="党委常委会", entry=1,
        decided_on=clock.today(), actor=story.party,
    )  # fmt: skip
    return story.case


def given(story: Story) -> None:
    """What the competent body gave under 从轻 is entered before the cadre was told of the finding."""
    measure = GivenMeasure("提醒", clock.today(), 1, "沪电机纪〔2026〕3号")
    services.given_record(
        pk=story.case.pk, version=story.case.version, given=[measure], actor=story.discipline
    )


def paths(story: Story) -> dict[str, str]:
    """Every page that knows of the case, and every step of those outside the offices by its address."""
    case, record = story.case, story.who.accountabilities.get()
    found = {
        "home": "/",
        "messages": reverse("messages"),
        "waiting": reverse("inbox_export"),
        "calendar": reverse("duty_calendar"),
        "person": f"/cadres/{story.who.staff_no}/",
        "list": reverse("tolerance"),
        "case": case.get_absolute_url(),
        "documents": reverse("tolerance_documents", args=[case.pk]),
        "officers": reverse("tolerance_officers", args=[case.pk]),
        "published": reverse("tolerance_published"),
        "matter": reverse("matter_page", args=[story.matter.pk]),
        "accountabilities": reverse("accountabilities"),
        "over": f"{reverse('accountabilities')}?asked=over",
        "accountability": record.get_absolute_url(),
    }
    found |= {f"found {kind}": f"{reverse('tolerance')}?outcome={kind}" for kind in KINDS}
    found |= {code: reverse("tolerance_document", args=[case.pk, code]) for code in DOCUMENTS}
    theirs = [code for code, step in STEPS.items() if OUTSIDE & set(step.by)]
    return found | {code: reverse(f"tolerance_{code}", args=[case.pk]) for code in theirs}


def worlds(
    story: Story, who: Any, then: Callable[[], object], pages: Callable[[Story], dict[str, str]] = paths
) -> dict[str, dict[str, Any]]:
    """What somebody sees in the world of each finding, `then` something was done in it."""
    found = {}
    for kind in KINDS:
        with undone():
            decided(story, kind)
            if kind == "lighter":
                given(story)
            then()
            story.client.force_login(who)
            found[kind] = looks(story.client, pages(story))
    return found


def differing(found: dict[str, dict[str, Any]]) -> set[str]:
    """The pages that are not the same in every world."""
    first = found["not_tolerated"]
    return {name for one in found.values() for name in first if one[name] != first[name]}


@pytest.mark.parametrize("state", ["decided", pytest.param("reported", marks=pytest.mark.once)])
def test_no_page_of_the_cadre_or_the_unit_tells_one_finding_from_another(story: Story, state: str) -> None:
    def then() -> None:
        if state == "reported":
            story.reported()
        assert story.case.state == state

    for who in (story.person, story.secretary):
        assert differing(worlds(story, who, then)) == set(), who.name


def test_control_the_offices_see_the_difference(story: Story) -> None:
    names = {"list", "case", "matter", "accountability", "person", "found exempt"}

    def some(story: Story) -> dict[str, str]:
        return {name: path for name, path in paths(story).items() if name in names}

    assert differing(worlds(story, story.discipline, lambda: None, some)) == names


def test_control_each_guard_off_something_tells(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    def telling(*names: str) -> set[str]:
        def some(story: Story) -> dict[str, str]:
            return {name: path for name, path in paths(story).items() if name in names}

        return differing(worlds(story, story.person, story.reported, some))

    with monkeypatch.context() as off:
        off.setattr(pending, "_untold", [])
        names = {"person", "matter", "accountability", "accountabilities"}
        assert telling(*names) == names
    with monkeypatch.context() as off:
        off.setattr("tolerance.access.told_to_cadre", lambda outcome: True)
        assert telling("case", "object") == {"case", "object"}


def test_the_cadre_learns_it_with_text_and_scope_and_the_unit_when_it_is_public(
    story: Story, time: Clock
) -> None:
    story.decided("exempt").reported()
    case, person = story.case, f"/cadres/{story.who.staff_no}/"

    def said(who: Any, url: str = "") -> str:
        story.client.force_login(who)
        return story.client.get(url or case.get_absolute_url()).content.decode()

    record = story.who.accountabilities.get()
    assert record.state == "ended"
    assert "免除责任" not in said(story.person)
    assert "不再问责" not in said(story.person, record.get_absolute_url())
    assert "容错认定中" in said(story.person, record.get_absolute_url())
    assert "已容错，不计" not in said(story.person, person)
    assert not all(one.counts for one in record_of(story.who.pk, on=clock.today())), "it has its effect"
    text = "经党委研究，认定为容错。"
    story.acts(story.discipline, "show", {"scope": "unit", "text": text})
    page = said(story.person)
    assert "免除责任" in page and text in page and "本单位" in page
    assert "不再问责" in said(story.person, record.get_absolute_url())
    assert "已容错，不计" in said(story.person, person)
    assert not pending.untold_of(story.who.pk)
    assert "免除责任" not in said(story.secretary) and text not in said(story.secretary)
    time.after(case.outcome_in_force.publication.objections_until)
    story.acts(story.discipline, "publish")
    assert "免除责任" in said(story.secretary) and text in said(story.secretary)


def test_a_refusal_is_learnt_from_the_answer(story: Story) -> None:
    decided(story, "not_tolerated")
    story.reported()
    for answered in (False, True):
        if answered:
            story.acts(story.discipline, "reply", {"how": "written", "text": "不属于容错情形。"})
        for who in (story.person, story.secretary):
            story.client.force_login(who)
            page = story.client.get(story.case.get_absolute_url()).content.decode()
            # 基本情况 names no finding; what every reader is told of the next step names all of them.
            assert ("不属于容错情形" in page) is answered
            assert ("认定结果</h2>" in page) is answered
