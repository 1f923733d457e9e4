"""The ranking, the two lists and the page that says why: what a reader sees of a scored year, what not."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import Role, SecurityEvent
from appraisal.models import GapDecision, Result
from appraisal.tables import lists as lists_table
from tests.support.people import user_with
from tests.support.settled import settle_gaps
from tests.support.small_year import DEPUTIES, MERGED, YEAR, small_year, staff_no
from tests.support.years import policy_version

pytestmark = pytest.mark.django_db
YEAR_PAGE = f"/appraisal/{YEAR}/"
RANKING, LISTS = f"{YEAR_PAGE}ranking/", f"{YEAR_PAGE}lists/"
FIGURE = re.compile(r"\d\d\.\d\d")
PURPOSE = {"purpose": "党委会汇报使用"}
MOST_QUERIES = 12


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user_with(Role.ORG_OFFICER))
    return client


def text_of(html: str) -> str:
    """What a reader sees of a page or of a part of it, without line breaks."""
    body = html.partition('<main id="content" tabindex="-1">')[2].partition("</main>")[0] or html
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def get(client: Client, address: str, **query: Any) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def section(html: str, name: str) -> str:
    """One section of the page, by its id."""
    return html.partition(f'id="{name}"')[2].partition('<section class="panel"')[0]


def rows(html: str) -> list[str]:
    """The people of a page's tables, one text each."""
    found = re.findall(r"<tr.*?</tr>", html, re.DOTALL)
    return [
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)) for row in found if "<td" in row and "who" in row
    ]


def numbers(html: str) -> list[str]:
    """工号 of the rows, in their order."""
    return [re.search(r"\b2\d{4}\b", row)[0] for row in rows(html)]


def why(client: Client, i: int) -> str:
    return text_of(get(client, f"{YEAR_PAGE}people/{staff_no(i)}/"))


def takes_part(i: int, role: Role = Role.ORG_OFFICER) -> Client:
    """Somebody of the two departments who is a participant."""
    client = Client()
    client.force_login(user_with(role, staff_no=staff_no(i)))
    return client


# The ranking


def test_the_ranking_is_that_of_the_results(officer: Client) -> None:
    settle_gaps(small_year(12, ungraded={0: "援派挂职"}, without_leaders=(1,)))
    html = get(officer, RANKING)
    assert numbers(html) == [staff_no(i) for i in (*range(2, 12), 0, 1)], "the unranked last"
    stored = Result.objects.filter(rank__isnull=False).order_by("rank")
    for row, result in zip(rows(html), stored, strict=False):
        for figure in (result.rank, result.total, result.score):
            assert f" {figure} " in row
        assert f"{result.distance:+.2f}".replace("-", "\u2212") in row
    ungraded, withheld = rows(html)[-2:]
    assert "不确定等次" in ungraded
    assert "缺票待核" in withheld
    assert not FIGURE.search((ungraded + withheld).replace("0.00", "")), "no score, no mean, no total"
    assert html.count(f'href="{YEAR_PAGE}people/') == 12


def test_a_small_or_unanimous_group_is_not_shown(officer: Client) -> None:
    codes = [group["code"] for group in small_year(5).parameters["groups"]]
    people = rows(get(officer, RANKING))
    assert "— — — 90.00" in people[0], "all groups gave person 0 one and the same mark"
    for row, result in zip(people, Result.objects.order_by("rank"), strict=True):
        figures = [result.group_means[code] for code in codes]
        means = [figure["mean"] if figure["shown"] else "—" for figure in figures]
        assert f" {' '.join(means)} {result.score} " in row
    assert any(figure["shown"] for figure in figures), "some are shown"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"category": MERGED}, (0, 1, 2, 3, 4, 5, 6, 7, 8)),
        ({"category": DEPUTIES}, (9,)),
        ({"suggestion": "拟表彰人选"}, (0,)),
        ({"suggestion": "none"}, range(1, 9)),
        ({"q": staff_no(3)}, (3,)),
        ({"q": "甲4"}, (4,)),
        ({"unit": "教务", "category": DEPUTIES}, (9,)),
        ({"sort": "total", "q": "甲"}, (8, 7, 6, 5, 4, 3, 2, 1, 0, 9)),
        ({"sort": "-staff_no", "suggestion": "none"}, range(8, 0, -1)),
    ],
)
def test_search_filters_and_order_stand_in_the_address(officer: Client, query: Any, expected: Any) -> None:
    small_year(10, ungraded={9: "援派挂职"}, deputies=(8, 9))
    assert numbers(get(officer, RANKING, **query)) == [staff_no(i) for i in expected]


@pytest.mark.parametrize(
    "query", [{"total__gte": "80"}, {"sort": "group_means"}, {"sort": "mean_leaders"}, {"columns": "marks"}]
)
def test_what_the_ranking_does_not_declare_is_refused(officer: Client, query: dict[str, str]) -> None:
    small_year(3)
    assert officer.get(RANKING, query).status_code == 400
    assert officer.get(f"{RANKING}export/", query).status_code == 400


def test_a_category_that_is_not_there_shows_nobody(officer: Client) -> None:
    small_year(3)
    html = get(officer, RANKING, category="秘书处")
    assert "请更正筛选条件" in html
    assert rows(html) == []


def test_a_category_says_its_seats_and_mean(officer: Client) -> None:
    small_year(10)
    text = text_of(get(officer, RANKING, category=MERGED))
    for said in ("参加排名 10 人", "表彰限额 2，名额 2 个", "研判限额 0.3，名额 0 个", "平均 88.59"):
        assert said in text


def test_the_ranking_works_without_a_script_and_in_part(officer: Client) -> None:
    small_year(60)
    first = get(officer, RANKING)
    assert 'href="?page=2"' in first
    assert numbers(get(officer, RANKING, page=2)) == [staff_no(i) for i in range(50, 60)]
    part = officer.get(RANKING, {"page": 2}, headers={"HX-Request": "true"})
    assert part["Vary"] == "HX-Request, Cookie"
    assert "<html" not in part.content.decode()
    assert numbers(part.content.decode()) == [staff_no(i) for i in range(50, 60)]


# The two lists


def test_who_stands_on_the_two_lists_and_why(officer: Client) -> None:
    small_year(40, marked={2: "诫勉"}, same={7: 8})
    html = get(officer, LISTS)
    top, bottom = rows(section(html, "top")), rows(section(html, "bottom"))
    # Eight seats: seven hold, the barred third among them, and two share the eighth place.
    assert numbers(section(html, "top"))[:9] == [staff_no(i) for i in range(9)]
    assert "不得评优" in top[2]
    assert "保留名次，名额不递补（第七条）" in top[2]
    assert "诫勉" in top[2]
    assert all("并列待党委研究" in row and "提请党委研究（第七条）" in row for row in top[7:9])
    assert "空缺名额后的下一名" in section(html, "top")
    assert numbers(section(html, "top"))[9:] == [staff_no(9)], "who stands next to the empty seat"
    assert numbers(section(html, "bottom")) == [staff_no(39)]
    assert "须经党委研判后方可进行谈话提醒（第七条）" in bottom[0]
    assert html.count(f'href="{YEAR_PAGE}people/') == 11


def test_an_empty_bottom_list_is_said_aloud_with_its_arithmetic(officer: Client) -> None:
    small_year(12)
    text = text_of(get(officer, LISTS))
    assert "今年研判名单为空。" in text
    assert "后 3% 折算 0.36 人，不足 1 人，今年研判名单为空（第七条）" in text


def test_a_barred_person_behind_the_empty_seat_is_passed_over(officer: Client) -> None:
    small_year(10, marked={1: "诫勉", 2: "党内警告"})
    html = get(officer, LISTS)
    assert numbers(section(html, "top")) == [staff_no(0), staff_no(1), staff_no(3)]


def test_the_bottom_of_everybody_together(officer: Client) -> None:
    policy_version(bottom_scope="overall")
    small_year(40, deputies=tuple(range(20, 40)))
    html = get(officer, LISTS)
    assert "不分类别，按全体总分从低到高统算" in section(html, "bottom")
    assert numbers(section(html, "bottom")) == [staff_no(39)]
    assert "按全体统算" in text_of(html)


def test_a_lower_total_that_is_not_listed_is_named(officer: Client) -> None:
    # One seat for forty: it goes to the first category, and all twenty deputies are lower.
    small_year(40, deputies=tuple(range(20, 40)))
    html = get(officer, LISTS)
    assert numbers(section(html, "bottom")) == [staff_no(19)]
    assert numbers(section(html, "lower")) == [staff_no(i) for i in range(39, 24, -1)]
    assert "只显示前 15 人，还有 5 人" in text_of(html)
    of_one = get(officer, LISTS, category=DEPUTIES)
    assert numbers(section(of_one, "lower")) == [staff_no(i) for i in range(39, 19, -1)]
    highest = Result.objects.get(participant__cadre__staff_no=staff_no(19)).total
    assert f"研判名单中的最高总分是 {highest} 分" in text_of(html)


def test_too_many_people_for_one_page_stand_by_category(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_year(40, deputies=tuple(range(20, 40)))
    monkeypatch.setattr(lists_table, "MOST", 5)
    monkeypatch.setattr(lists_table, "MOST_OF_ONE", 3)
    html = get(officer, LISTS)
    assert numbers(section(html, "top")) == [staff_no(i) for i in range(3)]
    assert "只显示前 3 人，还有 1 人" in text_of(html)
    other = get(officer, LISTS, category=DEPUTIES)
    assert numbers(section(other, "top")) == [staff_no(i) for i in range(20, 23)]
    book = taken(officer, LISTS)
    assert len([row for row in book if row[0] == "前 20% 名单"]) == 8, "the file holds everybody"


# Sight


@pytest.mark.parametrize("address", [RANKING, LISTS, f"{YEAR_PAGE}people/{staff_no(0)}/"])
def test_no_figure_before_the_gaps_are_decided(officer: Client, address: str) -> None:
    cycle = small_year(10, without_leaders=(9,))
    page = get(officer, address)
    assert "缺票待核尚未核定" in page
    assert "还有 1 人" in page
    assert not FIGURE.search(text_of(page))
    settle_gaps(cycle)
    assert FIGURE.search(text_of(get(officer, address)))
    GapDecision.objects.all().delete()
    assert not FIGURE.search(text_of(get(officer, address)))


@pytest.mark.parametrize("address", [RANKING, LISTS])
def test_no_file_before_the_gaps_are_decided(officer: Client, address: str) -> None:
    small_year(10, without_leaders=(9,))
    for response in (officer.get(f"{address}export/"), officer.post(f"{address}export/", PURPOSE)):
        assert response.status_code == 409
        assert not FIGURE.search(text_of(response.content.decode()))
    assert not SecurityEvent.objects.filter(kind=SecurityEvent.Kind.EXPORT).exists()


def test_an_officer_who_takes_part_sees_nothing_of_the_own_category(officer: Client) -> None:
    small_year(40, deputies=tuple(range(20, 40)))
    own = takes_part(30)
    for address in (RANKING, LISTS):
        html = get(own, address)
        assert "您是本年度“机关部门副职”的参加考核人员" in text_of(html)
        assert set(numbers(html)) <= {staff_no(i) for i in range(20)}
        assert "低于研判名单中的最高总分" not in html
    assert "低于研判名单中的最高总分" in get(officer, LISTS), "others read it"
    assert numbers(get(own, RANKING, category=DEPUTIES)) == []
    page = why(own, 25)
    assert "党委决定前这里不显示得分、名次、建议和理由" in page
    assert not FIGURE.search(page)
    other = why(own, 5)
    assert FIGURE.search(other)
    assert "与其他类别总分的比较，党委决定前不向您显示" in other
    for address in (RANKING, LISTS):
        cells = [str(cell) for row in taken(own, address) for cell in row]
        assert not {staff_no(i) for i in range(20, 40)} & set(cells)
        assert not any("低于研判名单中的最高总分" in cell for cell in cells)


def test_under_overall_scope_no_total_of_the_own_category_stands_in_a_reason(officer: Client) -> None:
    policy_version(bottom_scope="overall")
    small_year(40, deputies=tuple(range(20, 40)), same={19: 39})
    own = takes_part(30)
    # Person 19 shares the last place of everybody with person 39, who is of the reader's category.
    assert "与 1 人总分相同" in why(officer, 19)
    assert "并列待研判" in why(own, 19)
    assert "与 1 人总分相同" not in why(own, 19)
    assert "与 1 人总分相同" not in section(get(own, LISTS), "bottom")
    assert "与 1 人总分相同" not in get(own, f"{RANKING}?columns=reasons")


# The page of one person


def test_nobody_who_takes_no_part_has_a_page(officer: Client) -> None:
    small_year(1)
    assert officer.get(f"{YEAR_PAGE}people/99999/").status_code == 404
    Result.objects.all().delete()
    assert officer.get(f"{YEAR_PAGE}people/{staff_no(0)}/").status_code == 404


def test_the_page_says_why_aloud(officer: Client) -> None:
    small_year(40, marked={2: "诫勉"}, same={7: 8})
    assert "拟表彰人选" in why(officer, 0)
    barred = why(officer, 2)
    assert "影响评优，2025 年度可参加排名，但不得评为优秀" in barred
    assert "空缺 1 个" in barred
    assert "名额线上有 2 人总分同为" in why(officer, 7)
    assert "总分从高到低，甲7与 1 人总分相同，并列第 8 名" in why(officer, 7)
    assert "为什么不在名单上" in why(officer, 20)
    last = why(officer, 39)
    assert "提请研判人选" in last
    assert "须先经党委研判，研判认为需要的，再由分管领导进行谈话提醒（第七条）" in last


# Files


def taken(client: Client, address: str, **query: Any) -> list[tuple[Any, ...]]:
    response = client.post(f"{address}export/" + (f"?category={query['category']}" if query else ""), PURPOSE)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    return list(load_workbook(BytesIO(b"".join(response.streaming_content))).active.values)


def test_the_ranking_is_taken_out_as_it_is_shown(officer: Client) -> None:
    small_year(10, ungraded={9: "援派挂职"}, deputies=(8, 9))
    book = taken(officer, RANKING, category=MERGED)
    assert "由工号" in book[0][0]
    assert "用途：党委会汇报使用" in book[0][0]
    header, *people = book[2:]
    assert header[:4] == ("名次", "工号", "姓名", "单位")
    assert [row[1] for row in people] == numbers(get(officer, RANKING, category=MERGED))
    event = SecurityEvent.objects.get(kind=SecurityEvent.Kind.EXPORT)
    assert "用途：党委会汇报使用" in event.note


def test_no_file_without_a_purpose_or_without_people(officer: Client) -> None:
    small_year(3)
    assert "请更正以下内容" in officer.post(f"{LISTS}export/", {"purpose": "看"}).content.decode()
    empty = officer.post(f"{RANKING}export/?suggestion=缺票待核", PURPOSE)
    assert "没有符合条件的人" in empty.content.decode()
    assert not SecurityEvent.objects.filter(kind=SecurityEvent.Kind.EXPORT).exists()


def test_a_file_that_cannot_be_logged_is_not_handed_out(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise OSError("log away")

    small_year(3)
    monkeypatch.setattr("appraisal.views.taking.year_export_note", fail)
    with pytest.raises(OSError, match="log away"):
        officer.post(f"{LISTS}export/", PURPOSE)


def test_the_reasons_of_one_person_are_taken_out_as_the_page_says_them(officer: Client) -> None:
    small_year(40, deputies=tuple(range(20, 40)))
    address = f"{YEAR_PAGE}people/{staff_no(39)}/"
    assert f"{address}export/" in get(officer, address)
    book = taken(officer, address)
    assert PURPOSE["purpose"] in book[0][0]
    page = why(officer, 39)
    said = [row for row in book if row[0] in ("总分与名次", "后 3% 名单", "接下来")]
    assert len(said) >= 5
    assert all(" ".join(row[1].split()) in page and row[1].endswith(f"（{row[2]}）。") for row in said)
    own = takes_part(30).post(f"{address}export/", PURPOSE)
    assert own.status_code == 409 and "此人属于您本人所在的类别" in own.content.decode()


def test_the_lists_are_taken_out_with_who_stands_beside_them(officer: Client) -> None:
    small_year(40, marked={2: "诫勉"}, same={7: 8})
    book = taken(officer, LISTS)
    names = [row[0] for row in book if row[3] and row[3] != "工号"]
    assert names == ["前 20% 名单"] * 9 + ["空缺名额后的下一名"] + ["后 3% 名单"]
    assert any("空缺 1 个" in str(row[0]) for row in book), "what is said of the category"


# What it costs


@pytest.mark.parametrize("address", [RANKING, f"{RANKING}?category={MERGED}", LISTS, "person"])
def test_the_same_number_of_queries_for_one_and_for_fifty(officer: Client, address: str) -> None:
    def queries(people: int) -> int:
        with transaction.atomic():
            small_year(people)
            url = f"{YEAR_PAGE}people/{staff_no(people - 1)}/" if address == "person" else address
            with CaptureQueriesContext(connection) as found:
                assert officer.get(url).status_code == 200
            transaction.set_rollback(True)
        return len(found)

    assert queries(1) == queries(50) <= MOST_QUERIES


def test_no_english_on_the_pages(officer: Client) -> None:
    settle_gaps(small_year(41, ungraded={40: "任职不满半年"}, without_leaders=(39,), marked={2: "诫勉"}))
    pages = [get(officer, address) for address in (RANKING, LISTS)]
    said = " ".join(map(text_of, pages)) + why(officer, 2) + why(officer, 40) + why(officer, 39)
    assert set(re.findall(r"[A-Za-z]{2,}", said)) == {"SX"}
