"""使用限制: whom a measure holds back on a day, until when and why, and which finding lifts it."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role, User
from cadres.models import Cadre, Term
from matters.models import Mark
from matters.selectors import bars_in, bars_on, record_of
from matters.services import mark_record, matter_create, relief_record
from policy.bars import blocking
from policy.influence_table import AWARD
from tests.support.people import user_with
from tests.support.register import appointed, cadre, post, unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 29)


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.clock.today", lambda: TODAY)


@pytest.fixture
def page(client: Client) -> Client:
    user_with(Role.DISCIPLINE_HEAD, staff_no="8002", name="纪检负责")
    client.force_login(user_with(Role.ORG_OFFICER, staff_no="8001", name="组织一"))
    return client


def told(page: Client, **asked: str) -> str:
    answer = page.get(reverse("bars"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def measure(who: Cadre, word: str, on: str) -> Mark:
    actor = User.objects.get(staff_no="8002")
    matter = matter_create(title=f"{word}一事", description="", actor=actor)
    return mark_record(matter=matter, cadre=who, measure=word, decided_on=date.fromisoformat(on), actor=actor)


def test_who_is_held_back_until_when_and_why_and_what_was_lifted(page: Client) -> None:
    measure(cadre("1001", "陈静"), "政务警告", "2026-08-10")
    measure(cadre("1002", "李华"), "事业单位警告", "2026-01-10")
    excused = measure(cadre("1003", "王容"), "党内警告", "2026-03-10")
    about = {"matter": excused.matter, "cadre": excused.cadre, "actor": User.objects.get(staff_no="8002")}
    relief_record(kind="免除责任", source="党委会〔2026〕9号", **about)
    measure(cadre("1004", "赵扣"), "黄牌", "2026-03-10")
    words = told(page)
    assert "不得，至 2027-02-09" in words and "公职人员政务处分法第八条" in words
    assert "尚未办理书面解除" in words and "党政领导干部选拔任用工作条例第二十四条" in words
    assert "党内警告已认定免除责任，不再限制，来源：党委会〔2026〕9号" in words
    assert "赵扣" not in words
    assert "陈静" in (titles := told(page, use="title")) and "李华" not in titles
    assert "李华" in (judged := told(page, use="judgement")) and "陈静" not in judged
    assert "王容" in (lifted := told(page, use="lifted")) and "陈静" not in lifted
    assert "陈静" not in told(page, use="promotion", day="2027-02-10")
    assert "陈静" in told(page, use="promotion", day="2027-02-09")
    assert "请更正筛选条件" in told(page, day="明天")
    book = page.get(reverse("bars_export"), {"use": "title", "day": "2026-12-31"})
    rows = [
        [str(cell or "") for cell in row]
        for row in load_workbook(io.BytesIO(book.getvalue())).active.iter_rows(values_only=True)
    ]
    assert any("陈静" in row for row in rows) and not any("李华" in row for row in rows)
    assert any(
        "晋升岗位和职称、列入优秀年轻干部：不得，至 2027-02-09" in cell for row in rows for cell in row
    )


def test_the_person_file_says_it_of_one_person(page: Client) -> None:
    who = cadre("1001", "陈静")
    measure(who, "政务警告", "2026-08-10")
    words = page.get(reverse("cadre", args=[who.staff_no])).content.decode()
    assert "今天的使用限制" in words and "不得，至 2027-02-09" in words and "列入优秀年轻干部" in words
    for word, day in (
        ("诫勉", "2026-09-10"),
        ("党内警告", "2025-02-10"),
        ("政务开除", "2026-10-10"),
        ("黄牌", "2026-10-11"),
    ):
        measure(who, word, day)
    record = record_of(who.pk, on=TODAY)
    assert bars_in(who.pk, record, TODAY) == bars_on([who.pk], TODAY)[who.pk]
    clean = page.get(reverse("cadre", args=[cadre("1002", "李华").staff_no])).content.decode()
    assert "今天的使用限制" not in clean


@pytest.mark.parametrize(
    ("starts", "ends", "until"),
    [
        ("2024-03", "2027-06", "2027-07-01"),
        ("2024-03-15", "2027-06-14", "2027-06-15"),
        ("2026-09", "2029-08", None),  # begun after the decision: another term
        ("2024-03", "", None),
        ("2020-01", "2023-12", None),
    ],
)
def test_after_an_admonition_no_award_until_the_term_ends(
    page: Client, starts: str, ends: str, until: str | None
) -> None:
    who = cadre("1001", "陈静")
    Term.objects.create(appointment=appointed(who, post(unit("教务处"))), starts=starts, ends=ends)
    measure(who, "诫勉", "2026-08-10")
    found = blocking(bars_on([who.pk], date(2027, 3, 1)).get(who.pk, ()), AWARD)
    assert [str(bar.until) for bar in found] == ([until] if until else [])
    assert ("需核定任期" in told(page, day="2027-03-01")) is (until is None)
