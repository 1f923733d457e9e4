"""The Word papers of a case that was really walked: filled with its own words, for whom they are meant."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.test import Client
from docx import Document

from core import clock
from policy.tolerance_terms import FACTORS
from tests.support.tolerance import STATEMENT, TEXTS, Clock, Story
from tolerance.documents.contexts import day
from tolerance.documents.filling import document_written, documents_of

pytestmark = [pytest.mark.once, pytest.mark.django_db]
INSIDE = {"verification", "factors", "minutes", "upward"}


@pytest.fixture
def story(client: Client) -> Story:
    return Story(client)


def said(story: Story, code: str, *, inside: bool = True) -> str:
    """Every word of one paper of the case as it stands."""
    body = Document(io.BytesIO(document_written(code, story.case, inside=inside))).element.body
    return "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


def had(story: Story, *, inside: bool = False) -> set[str]:
    """The papers that the cadre can have now, or the offices."""
    return {one.code for one in documents_of(story.case, inside=inside, own=not inside)}


def test_the_papers_of_an_excused_case(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    time = Clock(monkeypatch)
    story.submitted()
    assert had(story) == {"application"}
    for word in (TEXTS["grounds"], "60001", "实训设备采购超期", "没有谋取私利"):
        assert str(word) in said(story, "application")
    story.accepted()
    acceptance = said(story, "acceptance")
    assert "倪安、郝立" in acceptance and day(story.case.due) in acceptance
    story.verified()
    assert "纪核〔2026〕2号" in said(story, "verification")
    story.referred()
    factors = said(story, "factors")
    assert STATEMENT in factors and "免除责任" in factors
    assert all(name in factors for name in FACTORS.values())
    assert "情况属实，建议容错。" in said(story, "application")
    assert "情况属实，建议容错。" not in said(story, "application", inside=False), "for the offices alone"
    story.decided()
    assert had(story, inside=True) == {"application", "acceptance", "finding", *INSIDE}
    assert not had(story) & {"finding", *INSIDE}, "it has not been told him yet"
    assert "秦素" in said(story, "minutes") and "免除责任" in said(story, "minutes")
    story.reported()
    assert "沪电机委〔2026〕9号" in said(story, "upward")
    assert "finding" not in had(story)
    story.public(time)
    assert had(story) == {"application", "acceptance", "finding", "public"}
    assert "经党委研究，认定为容错。" in said(story, "public") and "秦素" not in said(story, "public")
    finding = said(story, "finding")
    assert "免除责任" in finding and "出于公心，损失已挽回" in finding
    assert day(clock.today() + timedelta(days=30)) in finding, "until when a review may be asked for"


def test_a_refusal_is_had_once_it_is_given(story: Story) -> None:
    story.submitted().read()
    assert "refusal" not in had(story)
    story.acts(story.discipline, "refuse", {"reason": "问责决定已经作出并生效。"})
    assert had(story) == {"application", "refusal"}
    assert "问责决定已经作出并生效。" in said(story, "refusal")


def test_the_reply_to_what_is_not_tolerated_is_had_once_it_is_given(story: Story) -> None:
    story.submitted().accepted().verified().referred("not_tolerated")
    story.decided("not_tolerated", "不属于第十一条所列情形").reported()
    assert "reply" not in had(story)
    story.acts(story.discipline, "reply", {"how": "written", "text": "经党委研究，不属于容错情形。"})
    assert "reply" in had(story) and not had(story, inside=True) & {"finding", "public"}
    assert "经党委研究，不属于容错情形。" in said(story, "reply")
    assert "答复书" in said(story, "upward")


def test_a_letter_says_who_asked_for_it(story: Story, client: Client) -> None:
    """The unit's application is not called the cadre's own, nor is what an office began by itself."""
    story.starts(story.secretary, applicant="unit")
    story.acts(story.secretary, "submit", story.texts())
    story.accepted()
    letter = said(story, "acceptance")
    assert "你所在的二级党组织于" in letter and "为你提出的容错申请" in letter
    assert "抄送：实训中心党组织" in letter
    type(story.case).objects.update(applicant="office")
    letter = said(story, "acceptance")
    assert "我部门于" in letter and "为你依职权启动的容错申请" in letter and "抄送" not in letter
