"""聘期考核登记表: what a term's form says, and when."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role, SecurityEvent, User
from appraisal.documents.term_filling import NOT_COUNTED, term_forms
from appraisal.models import Cycle, Grading, Participant
from appraisal.selectors.documents import people_in_order
from appraisal.services import year_score
from cadres.models import Cadre
from core.jobs import job_run
from core.models import DocumentBundle
from tests.appraisal.test_documents import text_of
from tests.appraisal.test_term import term_of
from tests.support.people import user_with
from tests.support.small_year import staff_no
from tests.support.told_year import confirmed

pytestmark = pytest.mark.django_db
DECIDED = date(2026, 4, 2)


def decided_term() -> Cycle:
    """A term whose count is confirmed and whose first person the committee found 合格."""
    term = term_of()
    confirmed(term)
    Cycle.objects.filter(pk=term.pk).update(source=Cycle.Source.PLAN, state=Cycle.State.DECIDED)
    first = Participant.objects.filter(cycle=term).order_by("pk")[0]
    Grading.objects.create(
        participant=first,
        decided="合格",
        decided_on=DECIDED,
        meeting="党委常委会2026年第4次",
        comment="聘期内实绩突出。",
        revision=1,
    )
    return Cycle.objects.get(pk=term.pk)


def test_a_decided_term_is_printed_in_full_and_noted(client: Client) -> None:
    term = decided_term()
    client.force_login(user_with(Role.ORG_OFFICER))
    page = client.get(reverse("year_documents", args=[term.code]), {"who": staff_no(0)}).content.decode()
    address = reverse("year_document_form", args=[term.code, staff_no(0)])
    assert "聘期考核登记表" in page
    assert address in page
    said = text_of(client.get(address).getvalue())
    wanted = (
        "2023年至2025年",
        "聘期总分 90.00",
        "占 60%",
        "聘期考核结论：合格",
        "聘期内实绩突出。",
        "2026年4月2日",
    )
    assert [words for words in wanted if words not in said] == []
    note = SecurityEvent.objects.filter(kind=SecurityEvent.Kind.EXPORT).latest("pk")
    assert note.subject.endswith("2023—2025聘期考核登记表.docx")


def test_before_the_count_is_confirmed_a_term_has_no_score_and_no_conclusion() -> None:
    term = term_of()
    forms = [form for _, form in term_forms(term, user_with(Role.ORG_HEAD))]
    assert {(form.parts, form.parts_note, form.conclusion) for form in forms} == {((), NOT_COUNTED, "")}
    assert [year.score for year in forms[0].years] == ["", "", ""]


def test_who_takes_part_sees_no_score_of_the_own_category_before_the_decision() -> None:
    term = decided_term()
    own = user_with(Role.ORG_OFFICER, staff_no=staff_no(0))
    Cycle.objects.filter(pk=term.pk).update(state=Cycle.State.SCORED)
    term.refresh_from_db()
    assert all(not form.parts for _, form in term_forms(term, own))


def test_all_forms_of_a_term_come_as_one_zip(client: Client) -> None:
    term = decided_term()
    client.force_login(user_with(Role.ORG_OFFICER))
    client.post(reverse("year_forms_make", args=[term.code]), {"purpose": "党委常委会审定"})
    bundle = DocumentBundle.objects.get()
    assert job_run(bundle.job_id)
    answer = client.get(reverse("year_document_file", args=[term.code, bundle.pk]))
    package = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    assert len(package.namelist()) == term.participants.count()
    assert "干部聘期考核登记表" in text_of(package.read(package.namelist()[0]))


def test_term_forms_cost_the_same_queries_for_one_and_for_many() -> None:
    term = decided_term()
    head, counts = user_with(Role.ORG_HEAD), []
    for people in (list(people_in_order(term))[:1], list(people_in_order(term))):
        cycle = Cycle.objects.select_related("round").get(pk=term.pk)
        with CaptureQueriesContext(connection) as queries:
            assert len(list(term_forms(cycle, head, people=people))) == len(people)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_why_a_year_does_not_count_and_that_somebody_left_is_noted() -> None:
    term = term_of()
    first = Participant.objects.filter(cycle=term).order_by("pk")[0]
    Cadre.objects.filter(pk=first.cadre_id).update(status=Cadre.Status.LEFT, left_on="2025-10")
    year_score(cycle_pk=term.pk, actor=User.objects.system())
    confirmed(term)
    term.refresh_from_db()
    forms = {person.pk: form for person, form in term_forms(term, user_with(Role.ORG_HEAD))}
    assert "2023 年度没有计入：没有年度考核结果" in forms[first.pk].remark
    assert "2025-10 离任" in forms[first.pk].remark
