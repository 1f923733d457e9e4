"""Who reads a corrected result sees that it is one, what changed and by which decision; nobody else moves."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from accounts.models import Role
from appraisal.documents.filling import annual_forms
from appraisal.models import Participant
from core import clock
from outcomes.agenda_review import offers
from outcomes.models import Feedback, StaleResult
from outcomes.selectors.standing import COMMEND, GRADE
from tests.outcomes.test_revisions import decide, lift
from tests.support.people import user_with
from tests.support.small_year import YEAR, staff_no
from tests.support.told_year import DECIDED_ON, cadre_user, notice_of, told_year

pytestmark = pytest.mark.django_db
CHANGED = "澄清：等次由“称职”更正为“优秀”"


def corrected() -> None:
    told_year(10, best=0, marked={0: "诫勉"})
    lift(0)
    (offer,) = offers()
    decide(offer, {COMMEND: "approve", GRADE: "优秀"})


def page(client: Client, name: str, *args: object) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_the_cadre_reads_what_changed_and_who_decided_it_on_page_and_paper(client: Client) -> None:
    corrected()
    client.force_login(cadre_user())
    notice = notice_of()
    shown = page(client, "feedback_page", YEAR, notice.pk)
    assert CHANGED in shown
    assert f"（{DECIDED_ON}）研究决定，原第 1 版保留" in shown
    assert "下面是审定时的计分，原样保留" in shown, "its total is not the corrected one"
    first = Feedback.objects.get(participant=notice.participant, revision=1)
    assert "更正情况" not in page(client, "feedback_page", YEAR, first.pk)
    paper = Document(BytesIO(client.get(reverse("feedback_notice", args=[YEAR, notice.pk])).getvalue()))
    words = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert CHANGED in words
    assert "甲0同志（教务处 第0处处长）：" in words, "of a year by file the register says where"
    # The lists are told by their own steps.
    for text in (shown, words):
        assert "补充表彰" not in text
        assert "研判" not in text
    assert "经党委更正，第 2 版" in page(client, "cadre", staff_no(0))


def test_the_form_says_that_it_is_a_later_one_and_nobody_elses_does() -> None:
    corrected()
    cycle = Participant.objects.select_related("cycle").first().cycle  # type: ignore[union-attr]
    forms = {person.cadre.staff_no: form for person, form in annual_forms(cycle, user_with(Role.ORG_HEAD))}
    assert "更正后的第 2 版" in forms[staff_no(0)].remark
    assert {form.remark for number, form in forms.items() if number != staff_no(0)} == {""}


def test_the_head_is_led_on_from_the_decision_to_the_evidence(client: Client) -> None:
    corrected()
    case = StaleResult.objects.get()
    client.force_login(user_with(Role.ORG_HEAD, staff_no="90100"))
    url = reverse("stale_apply", args=[YEAR, case.pk])
    given = {"version": case.version, "document_no": "校党〔2026〕9号", "on": clock.today().isoformat()}
    answer = client.post(url, given, follow=True)
    assert "已列为补充表彰人选，请在“表彰人选”填写事迹" in answer.content.decode()
    listed = page(client, "commendations", YEAR)
    assert "补充表彰，不占名额" in listed
