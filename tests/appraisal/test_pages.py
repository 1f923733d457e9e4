"""What the organization department sees of a scored year."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role, User
from appraisal.access import STEPS, YEAR_ROLES, may
from appraisal.models import Cycle
from appraisal.services import cycle_open_from_file
from tests.support.people import user_with
from tests.support.small_year import DEPUTIES, MERGED, YEAR, small_year, staff_no

pytestmark = pytest.mark.django_db
PAGE = f"/appraisal/{YEAR}/"


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user_with(Role.ORG_OFFICER))
    return client


def text_of(html: str) -> str:
    """What a reader sees of a page or of a part of it, without line breaks."""
    body = html.partition("<body>")[2] or html
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def section(html: str, name: str) -> str:
    """One section of the page, by its id."""
    return re.split(r"<section ", html.partition(f'id="{name}"')[2])[0]


def rows(html: str) -> list[str]:
    """The people of a section's table, one text each."""
    return [
        text_of(row) for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL) if "<td" in row and "who" in row
    ]


def test_figures_and_reasons_of_a_year(officer: Client) -> None:
    small_year(41, ungraded={40: "任职不满半年"}, without_leaders=(39,), marked={2: "诫勉"})
    html = officer.get(PAGE).content.decode()
    text = text_of(html)
    assert "以下均为系统按规则算出的建议，由党委研究决定。" in text
    for figure in ("参加考核 41", "参加排名 39", "表彰名额 7", "研判名额 1", "缺票待核 1", "不确定等次 1"):
        assert figure in text
    assert "参数第 1 版" in text
    assert "依据《进一步激励干部新时代新担当新作为的实施办法》" in text
    assert "名额不递补，空缺 1 个" in text
    # Forty people on five papers of 校领导 (one has none), all 41 on those of the others.
    assert "校领导 5 5 0" in text


def test_who_stands_on_the_two_lists_and_why(officer: Client) -> None:
    small_year(40, marked={2: "诫勉"}, same={7: 8})
    html = officer.get(PAGE).content.decode()
    top, bottom = rows(section(html, "top")), rows(section(html, "bottom"))
    # Eight seats: seven hold, the barred third among them, and two share the eighth place.
    assert [re.search(r"2\d{4}", row)[0] for row in top] == [staff_no(i) for i in range(9)]
    barred = top[2]
    assert "不得评优" in barred
    assert "保留名次，名额不递补（第七条）" in barred
    assert "诫勉" in barred
    assert all("并列待党委研究" in row and "提请党委研究（第七条）" in row for row in top[7:])
    assert [staff_no(39) in row and "提请研判人选" in row for row in bottom] == [True]
    assert "须经党委研判后方可进行谈话提醒（第七条）" in bottom[0]


def test_the_ranking_shows_everybody_the_unranked_last_and_why(officer: Client) -> None:
    small_year(12, ungraded={0: "援派挂职"}, without_leaders=(1,))
    people = rows(section(officer.get(PAGE).content.decode(), "category-0"))
    assert [re.search(r"2\d{4}", row)[0] for row in people] == [staff_no(i) for i in (*range(2, 12), 0, 1)]
    ungraded, withheld = people[-2:]
    assert "不确定等次" in ungraded
    assert "援派挂职" in ungraded
    assert "缺票待核" in withheld
    assert not re.search(r"\d\d\.\d\d", ungraded + withheld), "no score, no mean, no total"


def test_unranked_deputies_of_a_merged_kind_stand_under_their_own_name(officer: Client) -> None:
    small_year(9, ungraded={6: "援派挂职"}, without_leaders=(7,), deputies=(6, 7, 8))
    html = officer.get(PAGE).content.decode()
    for figure in ("参加考核 9", "参加排名 7", "缺票待核 1", "不确定等次 1"):
        assert figure in text_of(html)
    assert len(rows(section(html, "category-0"))) == 7, "the ranked deputy among them"
    own = section(html, "category-1")
    assert [re.search(r"2\d{4}", row)[0] for row in rows(own)] == [staff_no(6), staff_no(7)]
    assert f"{DEPUTIES} 不排名 2 人 合并排名，不另设名额" in text_of(own)
    assert f'href="#category-1">{DEPUTIES}</a>' in section(html, "contents")
    alone = officer.get(PAGE, {"category": DEPUTIES}).content.decode()
    assert f"只看{DEPUTIES}" in text_of(alone)
    assert len(rows(section(alone, "ranking"))) == 0
    assert len(rows(section(alone, "category-1"))) == 2


def test_a_year_in_which_nobody_is_graded_still_shows_everybody(officer: Client) -> None:
    small_year(4, ungraded=dict.fromkeys(range(4), "援派挂职"), deputies=(2, 3))
    html = officer.get(PAGE).content.decode()
    for figure in ("参加考核 4", "参加排名 0", "表彰名额 0", "研判名额 0", "不确定等次 4"):
        assert figure in text_of(html)
    assert [len(rows(section(html, f"category-{place}"))) for place in (0, 1)] == [2, 2]
    assert "没有参加考核的人" not in html


def test_a_small_or_unanimous_group_is_not_shown(officer: Client) -> None:
    small_year(5)
    people = rows(section(officer.get(PAGE).content.decode(), "category-0"))
    # Person 0 got 好 from everybody; person 2 from all 教职工, and one more group must go with that one.
    assert "校领导 — 中层干部 — 教职工 —" in people[0]
    assert re.search(r"校领导 — 中层干部 \d\d\.\d\d 教职工 —", people[2])
    assert "—" not in people[4]


def test_an_empty_bottom_list_is_said_aloud(officer: Client) -> None:
    small_year(12)
    html = officer.get(PAGE).content.decode()
    assert "今年这份名单为空" in text_of(section(html, "bottom"))
    assert "今年研判名单为空（第七条）" in text_of(section(html, "notes"))


def test_the_category_filter_takes_listed_names_only(officer: Client) -> None:
    small_year(3)
    everything = officer.get(PAGE).content
    one = text_of(officer.get(PAGE, {"category": MERGED}).content.decode())
    assert f"只看{MERGED}" in one
    for query in (
        {"category": "秘书处"},
        {"category": "' OR 1=1"},
        {"total__gte": "80"},
        {"ordering": "-total"},
    ):
        assert without_token(officer.get(PAGE, query).content) == without_token(everything)


def without_token(html: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", html)


def test_the_same_number_of_queries_for_one_and_for_fifty(officer: Client) -> None:
    def queries(people: int) -> int:
        with transaction.atomic():
            small_year(people)
            with CaptureQueriesContext(connection) as found:
                assert officer.get(PAGE).content.count(b'class="who"') >= people
            transaction.set_rollback(True)
        return len(found)

    assert queries(1) == queries(50)


def test_the_workbook_is_the_one_of_the_command(officer: Client) -> None:
    small_year(6)
    response = officer.get(reverse("year_results", args=[YEAR]))
    assert "2025" in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "no-store"
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    assert book.sheetnames == ["排名", "名额", "扣分与认定", "统计", "口径"]
    assert book["排名"].max_row == 7


def test_a_year_without_scores_has_a_page_and_no_workbook(officer: Client) -> None:
    cycle_open_from_file(year=YEAR, actor=User.objects.system())
    page = officer.get(PAGE)
    assert page.status_code == 200
    assert "尚未汇总计分" in page.content.decode()
    assert reverse("year_results", args=[YEAR]) not in page.content.decode()
    assert officer.get(reverse("year_results", args=[YEAR])).status_code == 404


@pytest.mark.parametrize("year", ["1999", "99999", "2024"])
def test_a_year_that_is_not_there(officer: Client, year: str) -> None:
    small_year(1)
    assert officer.get(f"/appraisal/{year}/").status_code == 404


def test_a_step_that_is_not_for_this_role_is_forbidden(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_year(1)
    monkeypatch.setattr("appraisal.access.STEPS", {step: frozenset() for step in STEPS})
    assert reverse("year_results", args=[YEAR]) not in officer.get(PAGE).content.decode()
    refused = officer.get(reverse("year_results", args=[YEAR]))
    assert refused.status_code == 403
    assert "没有此项权限" in refused.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_both_halves_of_access_agree(role: Role) -> None:
    cycle = small_year(1)
    user = user_with(role)
    sees = Cycle.objects.visible_to(user).filter(pk=cycle.pk).exists()
    assert sees == (role in YEAR_ROLES)
    assert not any(may(user, step, cycle) for step in STEPS) or sees


def test_who_left_the_role_or_is_disabled_sees_nothing() -> None:
    small_year(1)
    user = user_with(Role.ORG_HEAD)
    assert Cycle.objects.visible_to(user).exists()
    user.is_active = False
    assert not Cycle.objects.visible_to(user).exists()
    user.is_active = True
    user.grants.update(valid_to="2021-01-01")
    assert not Cycle.objects.visible_to(user).exists()


def test_no_english_on_the_page(officer: Client) -> None:
    small_year(41, ungraded={40: "任职不满半年"}, without_leaders=(39,), marked={2: "诫勉"})
    words = set(re.findall(r"[A-Za-z]{2,}", text_of(officer.get(PAGE).content.decode())))
    assert words == {"xlsx", "SX"}
