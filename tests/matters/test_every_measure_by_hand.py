"""Every kind of measure, entered on the page as an officer enters it; periods by the table (第十四条)."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from matters.models import EndSource, Mark, Matter
from matters.selectors import known_measures
from policy.influence_table import TABLE
from tests.support.people import user_with
from tests.support.register import cadre

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 29)
# 措施, 决定日期, 起算日, 期限（月） → 期满日, "" for none; by hand, from the table and its worked examples.
PERIODS = """
党内警告 | 2025-01-10 | | | 2026-01-10
党内警告 | 2025-01-08 | 2025-01-31 | | 2026-01-31
党内严重警告 | 2025-03-31 | | | 2026-09-30
撤销党内职务 | 2024-02-29 | | | 2026-02-28
留党察看 | 2025-06-30 | | | 2028-06-30
留党察看 | 2025-06-30 | | 24 | 2029-06-30
开除党籍 | 2025-06-30 | | | 2030-06-30
政务警告 | 2025-11-20 | | | 2026-05-20
政务警告 | 2023-08-31 | | | 2024-02-29
政务记过 | 2025-02-05 | | | 2026-02-05
政务记大过 | 2025-11-20 | | | 2027-05-20
政务降级 | 2025-11-20 | | | 2027-11-20
政务撤职 | 2025-11-20 | | | 2027-11-20
政务开除 | 2025-11-20 | | |
事业单位警告 | 2025-03-10 | | | 2025-09-10
事业单位记过 | 2025-03-10 | | | 2026-03-10
事业单位降低岗位等级 | 2025-03-10 | | | 2027-03-10
事业单位开除 | 2025-03-10 | | |
停职检查 | 2026-08-31 | | | 2027-02-28
停职检查 | 2026-08-31 | | 3 | 2026-11-30
调整职务 | 2026-01-31 | | | 2027-01-31
责令辞职 | 2026-01-31 | | | 2028-01-31
免职 | 2026-01-31 | | | 2028-01-31
降职 | 2026-01-31 | | | 2028-01-31
诫勉 | 2026-08-31 | | | 2027-02-28
通报批评 | 2026-08-31 | | |
提醒 | 2026-08-31 | | |
函询 | 2026-08-31 | | |
"""
ROWS = [[part.strip() for part in line.split("|")] for line in PERIODS.strip().splitlines()]


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.clock.today", lambda: TODAY)


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(user_with(Role.DISCIPLINE_OFFICER, staff_no="8001", name="纪检一"))
    return client


def matter() -> Matter:
    return Matter.objects.create(number=f"SX{Matter.objects.count():04d}", title="采购论证不充分")


def entered(desk: Client, who: str, measure: str, on: str, starts: str = "", term: str = "") -> Mark:
    """First the computed period is shown, then it is recorded as shown."""
    url = reverse("mark_new", args=[matter().pk])
    given = {"staff_no": who, "measure": measure, "decided_on": on, "starts_on": starts, "term_months": term}
    shown = desk.post(url, given).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', shown)
    assert seen and "影响期推算结果" in shown, shown[-800:]
    answer = desk.post(url, {**given, "seen": seen[1]})
    assert answer.status_code == 303
    return Mark.objects.latest("pk")


def told(desk: Client, mark: Mark) -> str:
    return html.unescape(desk.get(reverse("matter_page", args=[mark.matter_id])).content.decode())


def said(day: str) -> str:
    one = date.fromisoformat(day)
    return f"{one.year}年{one.month}月{one.day}日起期满"


def _state(measure: str, ends: str) -> str:
    """How far the period is: over needs a judgement, or the written 解除 of the unit that decided."""
    left = (date.fromisoformat(ends) - TODAY).days if ends else None
    if left is None:
        return "计入，没有影响期"
    if left <= 0:
        return "期满，待书面解除" if measure.startswith("事业单位") else "期满，使用须研判"
    return "影响期内" if left > 30 else "即将期满"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]} {row[3]}".strip())
def test_a_measure_entered_on_the_page_has_the_period_of_the_table(desk: Client, row: list[str]) -> None:
    measure, on, starts, term, ends = row
    cadre("1001", "陈静")
    mark = entered(desk, "1001", measure, on, starts, term)
    assert str(mark.influence_to or "") == ends
    assert mark.end_source == (EndSource.COMPUTED if ends else "")
    words = told(desk, mark)
    assert (said(ends) in words) if ends else ("起期满" not in words)
    assert _state(measure, ends) in words


def test_every_measure_of_the_table_is_tried() -> None:
    kinds = {measure for measure in known_measures(TODAY) if measure in TABLE or "开除" in measure}
    assert kinds == {row[0] for row in ROWS}


def test_a_party_sanction_in_an_open_party_period_runs_what_is_left_and_lifting_shortens_it(
    desk: Client,
) -> None:
    """党纪处分条例第二十一条；解除前一项，后一项随之重新推算。"""
    cadre("1001", "陈静")
    first = entered(desk, "1001", "党内严重警告", "2025-08-31")
    second = entered(desk, "1001", "党内警告", "2026-03-10")
    assert (str(first.influence_to), str(second.influence_to)) == ("2027-02-28", "2028-02-28")
    assert "尚未满" in told(desk, second)
    between = entered(desk, "1001", "政务记过", "2026-03-10")
    assert str(between.influence_to) == "2027-03-10", "another kind runs by itself: the longest counts"
    lift = reverse("mark_lift", args=[first.pk])
    assert desk.get(lift).status_code == 200
    first.refresh_from_db()
    given = {"version": first.version, "on": "2026-09-30", "document_no": "纪〔2026〕9号"}
    assert desk.post(lift, {**given, "document_no": ""}).status_code == 200, "a written one"
    assert desk.post(lift, given).status_code == 303
    second.refresh_from_db()
    assert str(second.influence_to) == "2027-09-30"
    assert "已解除" in told(desk, first) and "2026-09-30 书面解除，纪〔2026〕9号" in told(desk, first)


def test_an_end_of_the_document_wins_and_one_by_hand_needs_its_reason(desk: Client) -> None:
    cadre("1001", "陈静")
    mark = entered(desk, "1001", "政务记过", "2026-03-10")
    url = reverse("mark_correct", args=[mark.pk])
    given: dict[str, Any] = {
        "version": mark.version,
        "decided_on": "2026-03-10",
        "influence_to": "2026-12-31",
        "end_source": "edited",
        "reason": "合并执行",
    }
    refused = desk.post(url, given)
    assert refused.status_code == 200 and "写明理由" in refused.content.decode()
    assert desk.post(url, given | {"end_reason": "合并执行决定〔2026〕2号"}).status_code == 303
    words = told(desk, mark)
    assert said("2026-12-31") in words and "原推算为2027年3月10日期满" in words and "合并执行决定" in words
    mark.refresh_from_db()
    document = given | {"version": mark.version, "end_source": "document", "influence_to": "2027-01-15"}
    assert desk.post(url, document).status_code == 303
    assert "以决定书写明的日期为准" in told(desk, mark)
    mark.refresh_from_db()
    assert desk.post(url, given | {"version": mark.version, "influence_to": ""}).status_code == 303
    mark.refresh_from_db()
    assert (str(mark.influence_to), mark.end_source) == ("2027-03-10", "computed")
