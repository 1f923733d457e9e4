"""A year's documents: one form at once, all of them by a job; whom they are for and what they hold."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from accounts.models import Role, SecurityEvent, User
from appraisal.documents import annual_form
from appraisal.documents.contexts import AnnualForm, PublicNotice, day, listed, month, paragraphs
from appraisal.documents.filling import NO_GRADE, NOT_MEASURED, annual_forms
from appraisal.models import Cycle, Grading, Participant
from appraisal.selectors.sheets import PersonSheet
from appraisal.services import forms_request
from cadres.models import Appointment, Cadre
from core.jobs import job_run
from core.models import DocumentBundle, Job
from core.pages import RuleBroken
from policy.disclosure import Disclosure
from tests.support.people import user_with
from tests.support.scoring import confirmed_as_if
from tests.support.small_year import YEAR, small_year, staff_no
from tests.support.told_year import MEETING, decided_year

pytestmark = pytest.mark.django_db
PAGE = f"/appraisal/{YEAR}/documents/"
NEW = f"{PAGE}forms/new/"
PURPOSE = {"purpose": "党委常委会审定等次"}


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user_with(Role.ORG_OFFICER, staff_no="91012", name="许文澜"))
    return client


def text_of(content: bytes) -> str:
    """Every text of a Word file's body, tables too."""
    root = Document(io.BytesIO(content)).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in root.iter(f"{W}p"))


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def made(client: Client) -> DocumentBundle:
    """A bundle of everybody's forms, asked for on the page and made."""
    client.post(NEW, PURPOSE)
    bundle = DocumentBundle.objects.get()
    assert job_run(bundle.job_id)
    bundle.refresh_from_db()
    return bundle


def test_dates_and_paragraphs_are_ready_for_print() -> None:
    assert (day(date(2026, 3, 5)), day(None)) == ("2026年3月5日", "")
    assert (month("1975-03"), month("1975-10-20"), month("")) == ("1975年3月", "1975年10月", "")
    assert paragraphs("　一、\n\n  二、 \r\n") == ("一、", "二、")


def test_a_notice_knows_neither_score_nor_rank() -> None:
    fields = {*PublicNotice.__dataclass_fields__, *listed([("甲", "乙", "丙")])[0].__dataclass_fields__}
    assert not {name for name in fields if re.search(r"score|rank|total|number|grade|position", name)}


def test_a_form_is_found_downloaded_and_noted(officer: Client) -> None:
    small_year(3)
    Cadre.objects.filter(staff_no=staff_no(1)).update(name="甲&<乙>", sex="女", initials="jy")
    page = officer.get(PAGE, {"who": "JY"}).content.decode()
    address = reverse("year_document_form", args=[YEAR, staff_no(1)])
    assert address in page
    assert reverse("year_document_form", args=[YEAR, staff_no(0)]) not in page
    answer = officer.get(address)
    said = text_of(answer.getvalue())
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert answer["Cache-Control"] == "no-store" or "no-store" in answer["Cache-Control"]
    for words in ("甲&<乙>", "1975年3月", "教务处", "第1处处长", "（2025年度）", NOT_MEASURED):
        assert words in said
    note = SecurityEvent.objects.filter(kind=SecurityEvent.Kind.EXPORT).latest("pk")
    assert staff_no(1) in note.subject
    assert officer.get(reverse("year_document_form", args=[YEAR, "x"])).status_code == 404


def test_nobody_found_is_said(officer: Client) -> None:
    small_year(1)
    assert "没有符合“张三”的人" in officer.get(PAGE, {"who": "张三"}).content.decode()


def test_why_somebody_has_no_grade_is_not_printed() -> None:
    cycle = small_year(6, ungraded={2: "立案调查"})
    forms = {person.cadre.staff_no: form for person, form in annual_forms(cycle, user_with(Role.ORG_HEAD))}
    assert forms[staff_no(2)].ungraded == NO_GRADE
    assert forms[staff_no(0)].ungraded == ""
    assert "立案" not in repr(forms)


@pytest.fixture
def nothing_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """A year big enough for dimension means to be told; what hides them has tests of its own."""
    told = Disclosure(frozenset(), dimensions=True)
    for of in ("for_the_cadre", "for_departments"):
        monkeypatch.setattr(f"appraisal.documents.filling.{of}", lambda *args: told)


def test_dimension_means_stand_on_the_form_once_the_year_is_confirmed(nothing_hidden: None) -> None:
    cycle = small_year(6)
    head = user_with(Role.ORG_HEAD)
    assert all(not form.dimensions for _, form in annual_forms(cycle, head))
    cycle = confirmed_as_if(cycle)
    told = [form for _, form in annual_forms(cycle, head)]
    assert [line.label for line in told[0].dimensions] == ["政治素质", "工作实绩", "作风建设", "决策部署执行"]
    assert [line.value for line in told[0].dimensions] == ["90.0"] * 4
    assert all(form.dimensions for form in told)


def test_dimension_means_that_disclosure_hides_are_not_printed() -> None:
    cycle = confirmed_as_if(small_year(6))
    forms = [form for _, form in annual_forms(cycle, user_with(Role.ORG_HEAD))]
    assert all((form.dimensions, form.dimensions_note) == ((), NOT_MEASURED) for form in forms)


@pytest.mark.parametrize("reader", ["for_the_cadre", "for_departments"])
def test_what_one_reader_may_not_read_is_not_printed(
    nothing_hidden: None, monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    """The cadre and the departments read the same paper, and each knows other group means beside it."""
    cycle = confirmed_as_if(small_year(6))
    nothing = Disclosure(frozenset(), dimensions=False)
    monkeypatch.setattr(f"appraisal.documents.filling.{reader}", lambda *args: nothing)
    forms = [form for _, form in annual_forms(cycle, user_with(Role.ORG_HEAD))]
    assert forms and not any(form.dimensions for form in forms)


def test_who_takes_part_sees_no_dimension_of_the_own_category(nothing_hidden: None) -> None:
    cycle = confirmed_as_if(small_year(6))
    own = user_with(Role.ORG_OFFICER, staff_no=staff_no(0))
    assert all(not form.dimensions for _, form in annual_forms(cycle, own))


def test_a_replay_that_differs_from_the_score_prints_no_dimension(nothing_hidden: None) -> None:
    cycle = confirmed_as_if(small_year(6))
    with patch.object(PersonSheet, "differences", ("总分不同",)):
        forms = [form for _, form in annual_forms(cycle, user_with(Role.ORG_HEAD))]
    assert all(not form.dimensions for form in forms)


def test_the_post_is_that_of_the_year() -> None:
    cycle = small_year(1)
    held = Appointment.objects.get()
    later = {"cadre": held.cadre, "post": held.post.unit.posts.create(title="副校长助理", rank="正职")}
    Appointment.objects.filter(pk=held.pk).update(in_post_since="2020-01", ended_on="2026-02")
    Appointment.objects.create(**later, in_post_since="2026-02")
    [(_, form)] = annual_forms(cycle, user_with(Role.ORG_HEAD))
    assert (form.basics.post, form.basics.in_post_since) == ("第0处处长", "2020年1月")


def test_comment_grade_and_meeting_stand_on_the_form_once_decided() -> None:
    cycle = decided_year(3)
    first = Participant.objects.order_by("pk")[0]
    Grading.objects.filter(participant=first).update(comment="担当作为。\n实绩突出。")
    head = user_with(Role.ORG_HEAD)
    form = next(form for person, form in annual_forms(cycle, head) if person.pk == first.pk)
    assert (form.grade, form.leader.text) == ("优秀", "担当作为。\n实绩突出。")
    assert (form.committee.text, form.committee.on) == (f"经{MEETING}研究审定。", "2026年3月2日")
    said = text_of(annual_form(form))
    for words in ("担当作为。", "审定等次：优秀", MEETING, "2026年3月2日"):
        assert words in said
    Cycle.objects.filter(pk=cycle.pk).update(state=Cycle.State.PANEL)
    cycle = Cycle.objects.get(pk=cycle.pk)
    assert all((form.grade, form.leader.text) == ("", "") for _, form in annual_forms(cycle, head))


def test_what_no_room_keeps_stays_blank() -> None:
    forms: list[AnnualForm] = [form for _, form in annual_forms(small_year(2), user_with(Role.ORG_HEAD))]
    assert [(form.report, form.grade, form.leader.text) for form in forms] == [((), "", "")] * 2


@pytest.mark.parametrize("decided", [False, True])
def test_forms_cost_the_same_queries_for_one_person_and_for_many(decided: bool) -> None:
    cycle = small_year(40)
    if decided:
        cycle = confirmed_as_if(cycle)
    head = user_with(Role.ORG_HEAD)
    everybody = list(Participant.objects.select_related("cadre", "result").order_by("cadre__staff_no"))
    counts = []
    for people in (everybody[:1], everybody):
        year = Cycle.objects.select_related("round").get(pk=cycle.pk)
        with CaptureQueriesContext(connection) as queries:
            assert len(list(annual_forms(year, head, people=people))) == len(people)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_all_forms_come_as_one_zip(officer: Client) -> None:
    small_year(5)
    bundle = made(officer)
    address = reverse("year_document_bundle", args=[YEAR, bundle.pk])
    assert "下载" in officer.get(address).content.decode()
    answer = officer.get(reverse("year_document_file", args=[YEAR, bundle.pk]))
    package = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    names = package.namelist()
    assert len(names) == bundle.documents == 5
    assert names[0].endswith(f"/{staff_no(0)}-甲0-2025年度考核登记表.docx")
    assert "甲4" in text_of(package.read(names[4]))
    note = SecurityEvent.objects.filter(kind=SecurityEvent.Kind.EXPORT).latest("pk")
    assert (note.subject, PURPOSE["purpose"] in note.note) == (bundle.name, True)
    assert bundle.name in officer.get(PAGE).content.decode()


def test_a_bundle_being_made_shows_its_progress_after_a_reload(officer: Client) -> None:
    small_year(1)
    officer.post(NEW, PURPOSE)
    bundle = DocumentBundle.objects.get()
    Job.objects.filter(pk=bundle.job_id).update(progress_done=3, progress_total=9, progress_note="正在制作")
    address = reverse("year_document_bundle", args=[YEAR, bundle.pk])
    for _ in range(2):
        page = officer.get(address).content.decode()
        assert "3 / 9" in page
        assert f'data-hx-get="{address}"' in page
    part = officer.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "3 / 9" in part
    assert "<html" not in part
    assert officer.get(reverse("year_document_file", args=[YEAR, bundle.pk])).status_code == 404
    job_run(bundle.job_id)
    assert officer.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_bundle_is_for_who_asked_for_it_alone(officer: Client, client: Client) -> None:
    small_year(1)
    bundle = made(officer)
    client.force_login(user_with(Role.ORG_HEAD, staff_no="91013"))
    for name in ("year_document_bundle", "year_document_file"):
        assert client.get(reverse(name, args=[YEAR, bundle.pk])).status_code == 404
    assert bundle.name not in client.get(PAGE).content.decode()


def test_a_bundle_of_another_year_is_not_found_under_this_one(officer: Client) -> None:
    small_year(1)
    bundle = made(officer)
    DocumentBundle.objects.update(arguments={"cycle": 0})
    assert officer.get(reverse("year_document_bundle", args=[YEAR, bundle.pk])).status_code == 404


def test_who_lost_the_role_gets_no_documents_from_a_waiting_job(officer: Client) -> None:
    small_year(1)
    officer.post(NEW, PURPOSE)
    User.objects.filter(staff_no="91012").update(is_active=False)
    bundle = DocumentBundle.objects.get()
    job_run(bundle.job_id)
    bundle = DocumentBundle.objects.get()
    assert not bundle.is_ready
    assert "没有制作本年度文书的权限" in bundle.failed


def test_a_year_without_people_has_nothing_to_make(officer: Client) -> None:
    cycle = small_year(1)
    Participant.objects.all().delete()
    assert "还没有参加考核人员" in officer.get(PAGE).content.decode()
    with pytest.raises(RuleBroken, match="没有可以制作的登记表"):
        forms_request(cycle_pk=cycle.pk, purpose="试", actor=User.objects.get(staff_no="91012"))
