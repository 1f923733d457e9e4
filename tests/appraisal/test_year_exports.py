"""The list of years and 计分与确认 as workbooks: they say what the page says, and withhold the same."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from openpyxl import load_workbook

from accounts.models import Role, SecurityEvent, User
from appraisal.models import Result
from appraisal.services import cycle_open_from_file, score_confirm
from policy.outcomes import COMMEND, SUGGESTIONS, WITHHELD
from tests.support.people import user_with
from tests.support.scoring import two_officers
from tests.support.small_year import CATEGORY, DEPUTIES, YEAR, small_year, staff_no

pytestmark = pytest.mark.django_db
YEARS, YEARS_FILE = reverse("years"), reverse("years_export")
SCORING, SCORING_FILE = reverse("year_scoring", args=[YEAR]), reverse("year_scoring_export", args=[YEAR])


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user_with(Role.ORG_OFFICER, staff_no="80001"))
    return client


def taken(client: Client, address: str) -> dict[str, list[list[Any]]]:
    """Sheet -> its rows, empty cells as ''."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    book = load_workbook(BytesIO(answer.getvalue()))
    return {
        sheet.title: [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book
    }


def year_row(client: Client) -> dict[str, str]:
    """The only year of the file by its headers."""
    *marks, header, row = taken(client, YEARS_FILE)["各次考核"]
    assert "由工号" in marks[0][0]
    assert "不得转发" in marks[1][0]
    return dict(zip(header, row, strict=True))


def last_export() -> str:
    event = SecurityEvent.objects.filter(kind=SecurityEvent.Kind.EXPORT).order_by("-pk").first()
    assert event is not None
    return event.subject


# ---- the list of years


def test_the_file_of_the_years_says_what_the_page_says(officer: Client) -> None:
    year = small_year(12)
    html = officer.get(YEARS).content.decode()
    assert YEARS_FILE in html
    row = year_row(officer)
    assert last_export() == "各次考核.xlsx"
    assert (row["考核"], row["状态"], row["参加考核"]) == (year.label, year.get_state_display(), "12")
    for name in ("ranked", "top_seats", "bottom_seats"):
        header = {"ranked": "参加排名", "top_seats": "表彰名额", "bottom_seats": "研判名额"}[name]
        assert row[header] == str(year.summary[name])
    commended = Result.objects.filter(suggestion=COMMEND).count()
    assert commended
    assert row[COMMEND] == str(commended)
    for word in SUGGESTIONS:
        assert (word in html) == bool(row[word]), word
    assert row["说明"] == ""


def test_while_a_gap_is_open_the_file_holds_no_figure(officer: Client) -> None:
    small_year(8, without_leaders=(6, 7))
    assert "还有 2 人" in officer.get(YEARS).content.decode()
    row = year_row(officer)
    assert row["说明"].startswith("还有 2 人缺票待核尚未核定")
    assert row["参加考核"] == "8"
    assert not any(row[name] for name in ("参加排名", "表彰名额", "研判名额", *SUGGESTIONS))


def test_an_officer_on_the_list_counts_nobody_of_the_own_category(client: Client) -> None:
    small_year(14, deputies=tuple(range(8, 14)))
    client.force_login(user_with(Role.ORG_HEAD, staff_no=staff_no(9)))
    row = year_row(client)
    others = Result.objects.filter(category=CATEGORY, suggestion=COMMEND).count()
    assert Result.objects.filter(category=DEPUTIES, suggestion=COMMEND).exists()
    assert row[COMMEND] == str(others)
    assert "不含其所在的类别" in row["说明"]


def test_a_year_that_is_not_scored_says_so(officer: Client) -> None:
    cycle_open_from_file(year=YEAR, actor=User.objects.system())
    row = year_row(officer)
    assert row["说明"] == "尚未汇总计分，没有结果可看。"
    assert row["计分时间"] == row["参加排名"] == ""


def test_without_a_year_there_is_no_button(officer: Client) -> None:
    assert YEARS_FILE not in officer.get(YEARS).content.decode()


# ---- 计分与确认


def test_the_file_of_the_scoring_says_what_the_page_says(officer: Client) -> None:
    year = small_year(8)
    two = two_officers(year)
    html = officer.get(SCORING).content.decode()
    assert SCORING_FILE in html
    html = strip_tags(html)
    book = taken(officer, SCORING_FILE)
    assert last_export() == f"{YEAR}年度计分与确认.xlsx"
    assert list(book) == ["概况", "计分人员", "缺项", "大事记"]
    assert "由工号 80001 导出" in book["缺项"][0][0]
    said = {row[0]: row[1] for row in book["概况"]}
    assert said["结果摘要"] == year.outcome_sha256[:12]
    assert said["计分确认"] == "尚未完成，还缺 2 项"
    officers = book["计分人员"][3:]
    assert [row[:4] for row in officers] == [
        ["计分人", "组织部", two.counter.name, two.counter.staff_no],
        ["监票人", "纪委监察部门", two.witness.name, two.witness.staff_no],
    ]
    assert [row[7] for row in officers] == ["未确认", "未确认"]
    missing = book["缺项"][3:]
    assert len(missing) == 2
    assert all(words in html and f"由{holder}办理" in html for words, holder in missing)
    moments = book["大事记"][3:]
    assert moments
    assert all(cell in html for row in moments for cell in row)


def test_both_confirmations_stand_in_the_file(officer: Client) -> None:
    year = small_year(8)
    two = two_officers(year)
    for user in (two.counter, two.witness):
        score_confirm(cycle_pk=year.pk, outcome_sha256=year.outcome_sha256, actor=user)
    book = taken(officer, SCORING_FILE)
    assert [row[7] for row in book["计分人员"][3:]] == [f"{u.name}已确认" for u in (two.counter, two.witness)]
    assert len(book["缺项"]) == 3
    assert "经两人确认" in {row[0]: row[1] for row in book["概况"]}["计分确认"]


def test_the_file_of_the_scoring_holds_no_figure_while_a_gap_is_open(officer: Client) -> None:
    year = small_year(8, without_leaders=(6, 7))
    two_officers(year)
    book = taken(officer, SCORING_FILE)
    said = "".join(str(cell) for rows in book.values() for row in rows for cell in row)
    assert "2 人缺票待核，核定前不显示任何数字" in said
    totals = Result.objects.exclude(total=None).values_list("total", flat=True)
    assert totals
    assert not [total for total in totals if str(total) in said]
    assert not [word for word in SUGGESTIONS if word != WITHHELD and word in said]


# ---- both
