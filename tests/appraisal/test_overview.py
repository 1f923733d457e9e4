"""The year at a glance: what it counts, to whom, and that its charts and its workbook say the same."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from io import BytesIO
from statistics import median

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role, SecurityEvent, User
from appraisal.models import Cycle, Result
from appraisal.services import cycle_open_from_file
from appraisal.tables import overview_of
from appraisal.tables.figures import NO_FIGURE
from core import clock
from notices.registry import Duty, DutyKind, Holder
from notices.selectors import waiting_below
from policy.outcomes import WITHHELD
from tests.support.people import user_with
from tests.support.settled import settle_gaps
from tests.support.small_year import CATEGORY, DEPUTIES, MERGED, YEAR, small_year, staff_no

pytestmark = pytest.mark.django_db
PAGE = f"/appraisal/{YEAR}/"
EXPORT = f"/appraisal/{YEAR}/overview.xlsx"


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user_with(Role.ORG_OFFICER, staff_no="80001"))
    return client


def two_categories(**more: object) -> Cycle:
    """Thirteen people: the first eight 正职, the other five 副职, so that nothing is merged."""
    return small_year(13, deputies=tuple(range(8, 13)), **more)  # type: ignore[arg-type]


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", "<" + html.partition("<main")[2]))


def table(html: str, name: str) -> list[list[str]]:
    """The cells of the table in the element with that id, header first."""
    part = html.partition(f'id="{name}"')[2].partition("<table")[2].partition("</table>")[0]
    rows = re.findall(r"<tr.*?</tr>", part, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


def totals(category: str) -> list[Decimal]:
    return sorted(
        Result.objects.filter(category=category, total__isnull=False).values_list("total", flat=True)
    )


def test_categories_with_their_seats_means_and_lines(officer: Client) -> None:
    settle_gaps(two_categories(ungraded={0: "任职不满半年"}, without_leaders=(9,)))
    header, *rows = table(officer.get(PAGE).content.decode(), "categories")
    found = [dict(zip(header, row, strict=True)) for row in rows]
    assert [row["考核类别"] for row in found] == [CATEGORY, DEPUTIES]
    for row in found:
        mine = Result.objects.filter(category=row["考核类别"])
        assert row["参加考核"] == str(mine.count())
        assert row["参加排名"] == str(mine.filter(rank__isnull=False).count())
        assert row["不确定等次"] == str(mine.filter(suggestion="不确定等次").count())
        assert row["缺票待核"] == str(mine.filter(suggestion=WITHHELD).count())
        listed = mine.filter(suggestion__in=["拟表彰人选", "并列待党委研究", "不得评优"])
        lowest = min(listed.values_list("total", flat=True), default=None)
        assert row["表彰名额线"] == (NO_FIGURE if lowest is None else str(lowest))


def test_every_ranked_person_stands_in_the_distribution_once(officer: Client) -> None:
    small_year(40, same={7: 8})
    html = officer.get(PAGE, {"category": MERGED}).content.decode()
    _, *rows = table(html, "distribution")
    values = totals(MERGED)
    for start, end, count, share in rows:
        inside = [value for value in values if Decimal(start) <= value <= Decimal(end)]
        assert count == str(len(inside))
        assert share == f"{100 * len(inside) / len(values):.1f}%"
    assert sum(int(row[2]) for row in rows) == len(values) == 40
    assert f"{MERGED}参加排名的 40 人" in text_of(html)


def test_the_lines_are_the_totals_of_the_last_listed(officer: Client) -> None:
    small_year(40, same={7: 8})
    text = text_of(officer.get(PAGE, {"category": MERGED}).content.decode())
    values = totals(MERGED)
    assert f"表彰名额线 ： {values[-9]} 列入前 20% 名单的最低总分，其中并列待党委研究 2 人" in text
    assert f"研判名额线 ： {values[0]} 列入后 3% 名单的最高总分" in text
    # Over all categories a line would be nobody's.
    assert "列入前" not in text_of(officer.get(PAGE).content.decode())


def test_boxes_are_the_five_numbers_and_few_people_are_points(officer: Client) -> None:
    small_year(12, deputies=tuple(range(8, 12)))
    header, *rows = table(officer.get(PAGE).content.decode(), "boxes")
    row = dict(zip(header, rows[0], strict=True))
    values = totals(MERGED)
    assert (row["最低"], row["最高"]) == (str(values[0]), str(values[-1]))
    assert Decimal(row["中位数"]) == pytest.approx(median(values), abs=Decimal("0.005"))
    assert row["各人总分"] == NO_FIGURE


def test_four_people_have_no_box(officer: Client) -> None:
    small_year(4)
    header, row = table(officer.get(PAGE).content.decode(), "boxes")
    found = dict(zip(header, row, strict=True))
    assert {found[name] for name in ("最低", "下四分位", "中位数", "上四分位", "最高")} == {NO_FIGURE}
    assert found["各人总分"] == "、".join(str(value) for value in reversed(totals(MERGED)))


def test_before_gaps_are_decided_there_is_no_figure_at_all(officer: Client) -> None:
    cycle = two_categories(without_leaders=(9,))
    html = officer.get(PAGE).content.decode()
    text = text_of(html)
    assert "还有 1 人缺票待核" in text
    assert reverse("year_gaps", args=[YEAR]) in html
    assert "echarts" not in html
    assert "data-chart" not in html
    for total in Result.objects.filter(total__isnull=False).values_list("total", flat=True):
        assert str(total) not in text
    assert "校领导 未登记 未登记 未登记 5 5 0 — 100.0%" in text, "turnout may be shown"
    book = load_workbook(BytesIO(officer.get(EXPORT).getvalue()))
    assert book.sheetnames == ["概况", "到会与收票"]
    settle_gaps(cycle)
    assert "data-chart" in officer.get(PAGE).content.decode(), "the control"


def test_who_takes_part_sees_nothing_of_the_own_category(client: Client) -> None:
    two_categories()
    client.force_login(user_with(Role.ORG_HEAD, staff_no=staff_no(9)))
    for address in (PAGE, f"{PAGE}?category={DEPUTIES}"):
        html = client.get(address).content.decode()
        assert f"您是本年度“{DEPUTIES}”的参加考核人员，党委决定前不显示本类别的数字" in text_of(html)
        assert [row[0] for row in table(html, "categories")[1:]] == [CATEGORY]
        assert [row[0] for row in table(html, "boxes")[1:]] == [CATEGORY]
        # Nor by difference: the distribution holds the others only.
        assert sum(int(row[2]) for row in table(html, "distribution")[1:]) == 8
    book = load_workbook(BytesIO(client.get(f"{EXPORT}?category={DEPUTIES}").getvalue()))
    said = "".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    others = set(totals(CATEGORY))
    assert not [total for total in totals(DEPUTIES) if total not in others and str(total) in said]


def test_an_unknown_category_shows_all(officer: Client) -> None:
    two_categories()
    everything = table(officer.get(PAGE).content.decode(), "distribution")
    for name in ("秘书处", "' OR 1=1", "全部类别"):
        assert table(officer.get(PAGE, {"category": name}).content.decode(), "distribution") == everything


def test_the_workbook_says_what_the_page_says_and_who_took_it(officer: Client) -> None:
    two_categories()
    html = officer.get(PAGE, {"category": DEPUTIES}).content.decode()
    response = officer.get(EXPORT, {"category": DEPUTIES})
    assert response["Cache-Control"] == "no-store"
    book = load_workbook(BytesIO(response.getvalue()))
    assert book.sheetnames == ["概况", "到会与收票", "考核类别", "总分分布", "类别比较"]
    for title, name in (("总分分布", "distribution"), ("类别比较", "boxes"), ("到会与收票", "turnout")):
        page = table(html, name)
        rows = [[cell for cell in row if cell is not None] for row in book[title].iter_rows(values_only=True)]
        assert rows[-len(page) :] == page, title
        assert "由工号 80001 导出" in rows[0][0]
        assert "不得转发" in rows[1][0]
    event = SecurityEvent.objects.order_by("-pk").first()
    assert event is not None
    assert (event.kind, event.subject) == (SecurityEvent.Kind.EXPORT, f"{YEAR}年度考核概览.xlsx")


@pytest.mark.parametrize("people", [0, 1])
def test_a_year_that_is_not_scored_says_what_comes_next(officer: Client, people: int) -> None:
    cycle = small_year(people) if people else cycle_open_from_file(year=YEAR, actor=User.objects.system())
    if people:
        cycle.correct()
        cycle.save()
    html = officer.get(PAGE).content.decode()
    assert ("尚未汇总计分" if people else "名单中还没有人") in text_of(html)
    assert reverse("imports") in html
    assert reverse("year_results", args=[YEAR]) not in html
    assert EXPORT not in html
    assert officer.get(EXPORT).status_code == 404


def test_what_waits_for_whom_is_of_this_year(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    two_categories()
    head = user_with(Role.DISCIPLINE_HEAD, staff_no="80002", name="秦守正")

    def source(audience: object) -> list[Duty]:
        return [
            Duty(
                "appraisal.x",
                "确认计分",
                f"{year} 年度",
                f"/appraisal/{year}/scoring/",
                holder,
                clock.today(),
            )
            for year, holder in (
                (YEAR, Holder(user_id=head.pk)),
                (YEAR - 1, Holder(user_id=head.pk)),
                (YEAR, Holder(role=Role.DISCIPLINE_HEAD)),
            )
        ]

    kinds = (DutyKind("appraisal.x", source), DutyKind("intake.x", source))
    monkeypatch.setattr("notices.selectors.kinds", lambda: kinds)
    _, *rows = table(officer.get(PAGE).content.decode(), "waiting")
    assert Counter((row[0], row[1]) for row in rows) == {
        (f"确认计分 {YEAR} 年度", "秦守正"): 1,
        (f"确认计分 {YEAR} 年度", "纪委监察部门负责人（秦守正）"): 1,
    }


def test_the_duties_of_a_year_read_years_and_officers_once(officer: Client) -> None:
    two_categories()
    with CaptureQueriesContext(connection) as found:
        waiting_below("/", clock.today(), codes="appraisal.")
    asked = Counter(query["sql"] for query in found)
    assert [sql for sql, times in asked.items() if times > 1] == []


def test_the_page_reads_its_own_figures_in_nine_queries(officer: Client) -> None:
    cycle = Cycle.objects.select_related("policy__document", "round").get(pk=two_categories().pk)
    user = user_with(Role.ORG_HEAD, staff_no="80003")
    with CaptureQueriesContext(connection) as found:
        assert overview_of(cycle, user).figures is not None
    assert len(found) <= 9


def test_no_english_on_the_page(officer: Client) -> None:
    two_categories()
    words = set(re.findall(r"[A-Za-z]{2,}", text_of(officer.get(PAGE).content.decode())))
    assert words == {"xlsx"}


def test_the_step_of_somebody_else_is_words_and_no_link(officer: Client) -> None:
    two_categories()
    said = officer.get(PAGE).content.decode()
    assert "指定监票人" in said
    assert reverse("scoring_officer_name", args=[YEAR, "witness"]) not in said
