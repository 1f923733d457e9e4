"""Everybody's 考核结果通知书 as one zip, from the list of notices."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, SecurityEvent, User
from core.jobs import job_run
from core.models import DocumentBundle
from outcomes.models import Feedback
from tests.appraisal.test_documents import text_of
from tests.support.people import user_with
from tests.support.small_year import YEAR, staff_no
from tests.support.told_year import decided_year, notice_of, told_year

pytestmark = pytest.mark.django_db
NEW = reverse("feedback_notices_make", args=[YEAR])
PURPOSE = {"purpose": "送达各单位签收"}


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user_with(Role.ORG_OFFICER, staff_no="91012"))
    return client


def test_all_newest_notices_come_as_one_zip(officer: Client) -> None:
    cycle = told_year(4)
    old = notice_of(1)
    Feedback.objects.create(
        participant=old.participant, revision=2, notified_on=old.notified_on, due=old.due,
        review_until=old.review_until,
    )  # fmt: skip
    assert NEW in officer.get(reverse("feedback_list", args=[YEAR])).content.decode()
    officer.post(NEW, PURPOSE)
    bundle = DocumentBundle.objects.get()
    page = reverse("year_document_bundle", args=[YEAR, bundle.pk])
    assert "正在制作" in officer.get(page).content.decode()
    assert job_run(bundle.job_id)
    assert "下载" in officer.get(page).content.decode()
    answer = officer.get(reverse("year_document_file", args=[YEAR, bundle.pk]))
    package = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    names = package.namelist()
    assert len(names) == cycle.participants.count() == 4
    assert names[0].endswith(f"{staff_no(0)}-甲0-2025年度考核结果通知书.docx")
    said = text_of(package.read(names[0]))
    for words in ("甲0同志", "优秀", "总分：90.00", "送达回执"):
        assert words in said
    note = SecurityEvent.objects.filter(kind=SecurityEvent.Kind.EXPORT).latest("pk")
    assert (note.subject, PURPOSE["purpose"] in note.note) == (bundle.name, True)


def test_the_zip_says_of_each_what_the_single_notice_says(officer: Client) -> None:
    told_year(3)
    officer.post(NEW, PURPOSE)
    bundle = DocumentBundle.objects.get()
    assert job_run(bundle.job_id)
    answer = officer.get(reverse("year_document_file", args=[YEAR, bundle.pk]))
    package = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    alone = officer.get(reverse("feedback_notice", args=[YEAR, notice_of(2).pk])).getvalue()
    [name] = [found for found in package.namelist() if staff_no(2) in found]
    assert text_of(package.read(name)) == text_of(alone)


def test_before_the_feedback_there_is_nothing_to_make(officer: Client) -> None:
    decided_year(3)
    assert NEW not in officer.get(reverse("feedback_list", args=[YEAR])).content.decode()
    assert "没有可以制作的通知书" in officer.post(NEW, PURPOSE).content.decode()


def test_who_lost_the_role_gets_none(officer: Client) -> None:
    told_year(3)
    officer.post(NEW, PURPOSE)
    User.objects.filter(staff_no="91012").update(is_active=False)
    bundle = DocumentBundle.objects.get()
    job_run(bundle.job_id)
    bundle = DocumentBundle.objects.get()
    assert not bundle.is_ready
    assert "权限" in bundle.failed
