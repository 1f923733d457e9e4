"""干部名册: who finds whom, by what, and in which order."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, RoleGrant, User
from cadres.models import Cadre, PostRank
from core.models import SavedView
from tests.support.people import SINCE, user_with
from tests.support.roster import listed, many, unit_named

pytestmark = pytest.mark.django_db
LIST = "/cadres/"


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user_with(Role.ORG_OFFICER))
    return client


def get(client: Client, **query: Any) -> str:
    response = client.get(LIST, query)
    assert response.status_code == 200
    return response.content.decode()


def found(client: Client, **query: Any) -> list[str]:
    """工号 of the rows, in their order."""
    return re.findall(r'class="staff-no">([^<]+)<', get(client, **query))


@pytest.fixture
def people() -> None:
    listed("10001", "张伟")
    listed("10002", "欧阳文博")
    listed("10003", "吕洞宾")
    listed("10004", "阿卜杜热西提·麦麦提")
    listed("10005", "王𠮷祥")
    listed("20006", "张伟", sex="女")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("张伟", ["10001", "20006"]),
        ("伟", ["10001", "20006"]),
        ("zhangwei", ["10001", "20006"]),
        ("ZhangWei", ["10001", "20006"]),
        ("zhang wei", ["10001", "20006"]),
        ("wei zhang", ["10001", "20006"]),
        ("zw", ["10001", "20006"]),
        ("ＺＷ", ["10001", "20006"]),
        ("zhang 2", ["20006"]),
        ("张 10001", ["10001"]),
        ("lv", ["10003"]),
        ("lü", ["10003"]),
        ("lyu", ["10003"]),
        ("lvdongbin", ["10003"]),
        ("ouyang", ["10002"]),
        ("oywb", ["10002"]),
        ("阿卜杜热西提·麦麦提", ["10004"]),
        ("阿卜杜热西提•麦麦提", ["10004"]),
        ("麦麦提", ["10004"]),
        ("𠮷", ["10005"]),
        ("20006", ["20006"]),
        ("２０００６", ["20006"]),
        ("100", ["10001", "10002", "10003", "10004", "10005"]),
        ("%", []),
        ("_", []),
        ("'; DROP TABLE", []),
        ("无此人", []),
    ],
)
def test_one_box_finds_by_name_pinyin_initials_and_number(
    officer: Client, people: None, words: str, expected: list[str]
) -> None:
    assert found(officer, q=words) == expected


@pytest.fixture
def facts() -> None:
    school = unit_named("机械工程学院")
    lab = unit_named("实验中心", parent=school)
    listed("1", "甲一", unit=school, rank=PostRank.DEPUTY, political_status="民盟盟员", double_role=True)
    listed("2", "乙二", unit=lab, sex="女", born="1980-12", full_time_level="大学", in_service_level="研究生")
    listed("3", "丙三", political_status="群众", born="1975-03-20", full_time_level="大学专科", is_key=True)
    listed("4", "丁四", in_post_since="2024-01", full_time_level="大学本科", status=Cadre.Status.LEFT)
    listed("5", "戊五", political_status="中共预备党员", born="", in_post_since="", full_time_level="中专")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"unit": "机械工程学院"}, "12"),
        ({"unit": "实验"}, "2"),
        ({"unit_kind": "二级学院"}, "12"),
        ({"rank": "副职"}, "1"),
        ({"status": "left"}, "4"),
        ({"status": "in"}, "1235"),
        ({"sex": "女"}, "2"),
        ({"political_status": "member"}, "24"),
        ({"political_status": "probationary"}, "5"),
        ({"political_status": "democratic"}, "1"),
        ({"political_status": "masses"}, "3"),
        ({"education": "postgraduate"}, "2"),
        ({"education": "undergraduate"}, "4"),
        ({"education": "college"}, "3"),
        ({"education": "below"}, "5"),
        ({"born_from": "1975.03", "born_to": "197503"}, "134"),
        ({"born_from": "1980年12月"}, "2"),
        ({"born_to": "1975-02"}, ""),
        ({"in_post_from": "2024-01"}, "4"),
        ({"in_post_to": "2023-12"}, "123"),
        ({"double_role": "yes"}, "1"),
        ({"double_role": "no"}, "2345"),
        ({"key_post": "yes"}, "3"),
        ({"key_post": "no"}, "1245"),
        ({"unit_kind": "二级学院", "sex": "男"}, "1"),
        ({"q": "yi", "sex": "女"}, "2"),
    ],
)
def test_filters_narrow_by_facts_of_the_register(
    officer: Client, facts: None, query: dict[str, str], expected: str
) -> None:
    assert found(officer, **query) == list(expected)


def test_a_unit_is_also_found_by_what_was_merged_into_it(officer: Client, facts: None) -> None:
    school, old = unit_named("机械工程学院"), unit_named("老机械系")
    listed("6", "己六", unit=old)
    old.successor, old.valid_to = school, "2025-01-01"
    old.save()
    assert found(officer, unit="机械工程学院") == ["1", "2", "6"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"born_from": "1975.1"}, "出生年月从"),
        ({"born_from": "很久以前"}, "出生年月从"),
        ({"unit": "不存在的学院"}, "没有名称含“不存在的学院”的单位"),
        ({"sex": "外星人"}, "性别"),
    ],
)
def test_a_value_that_cannot_be_read_is_said_and_shows_nobody(
    officer: Client, facts: None, query: dict[str, str], said: str
) -> None:
    html = get(officer, **query)
    assert said in html
    assert "请更正筛选条件" in html
    assert "staff-no" not in html
    assert 'aria-invalid="true"' in html


def test_each_condition_is_a_chip_that_can_be_taken_off(officer: Client, facts: None) -> None:
    html = get(officer, q="yi", sex="女", sort="-born")
    chips = dict(re.findall(r'<a href="([^"]+)">([^<]+)<svg', html))
    assert {said: url for url, said in chips.items()} == {
        "搜索：yi": "/cadres/?sex=%E5%A5%B3&amp;sort=-born",
        "性别：女": "/cadres/?q=yi&amp;sort=-born",
    }
    assert "符合条件的有 <strong>1</strong> 人" in html


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("staff_no", "12345"),
        ("-staff_no", "54321"),
        ("name", "32514"),
        ("born", "51342"),
        ("-born", "23415"),
        ("in_post_since", "51234"),
        ("unit", "34512"),
    ],
)
def test_order_by_facts_with_the_number_to_break_ties(officer: Client, sort: str, expected: str) -> None:
    school, office = unit_named("B学院"), unit_named("A处")
    for number, name, born, since, unit in (
        ("1", "王一", "1975-03", "2020-01", school),
        ("2", "李二", "1990-01", "2021-01", school),
        ("3", "安三", "1975-04", "2022-01", office),
        ("4", "张四", "1975-04", "2023-01", office),
        ("5", "宋五", "", "", office),
    ):
        listed(number, name, born=born, in_post_since=since, unit=unit)
    assert found(officer, sort=sort) == list(expected)


def test_fifty_to_a_page_and_nobody_twice(officer: Client) -> None:
    many(120)
    pages = [found(officer, sort="unit", page=page) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [50, 50, 20]
    assert len({number for page in pages for number in page}) == 120
    assert found(officer, page=99) == found(officer, page=3)


def test_columns_are_chosen_in_the_address_and_say_only_what_is_chosen(officer: Client, facts: None) -> None:
    html = get(officer, columns=["double_role", "email"])
    heads = re.findall(r'<th scope="col".*?>\s*(?:<a[^>]*>)?\s*([^<\s]+)', html, re.DOTALL)
    assert heads == ["工号", "姓名", "双肩挑", "邮箱"]
    assert "1975-03" not in html


def test_masked_numbers_only_for_whom_may_see_them_and_never_in_full(client: Client) -> None:
    listed("10001", identity_no="99000019850215183X")
    client.force_login(user_with(Role.ORG_OFFICER))
    html = get(client, columns=["identity_no", "phone"])
    assert "990000********183X" in html
    assert "199****0001" in html
    assert "99000019850215183X" not in html
    client.force_login(user_with(Role.DISCIPLINE_HEAD, staff_no="90002"))
    refused = client.get(LIST, {"columns": "identity_no"})
    assert refused.status_code == 400
    assert "列“identity_no”不在本列表中" in refused.content.decode()
    assert "身份证号" not in get(client)


def test_the_partial_is_the_same_address_and_the_page_works_without_it(officer: Client, people: None) -> None:
    whole = officer.get(LIST, {"q": "zw"})
    part = officer.get(LIST, {"q": "zw", "sex": ""}, headers={"HX-Request": "true"})
    back = officer.get(
        LIST, {"q": "zw"}, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    )
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert "<html" in back.content.decode()
    assert 'class="staff-no">10001<' in part.content.decode()
    assert part["HX-Push-Url"] == "/cadres/?q=zw", "empty fields do not stay in the address"
    assert all("HX-Request" in answer["Vary"] for answer in (whole, part))


def test_a_default_view_opens_the_list_and_all_is_one_click_away(officer: Client, people: None) -> None:
    kept = officer.post(
        "/cadres/views/keep/", {"name": "女干部", "query": "sex=女&page=2", "is_default": "on"}
    )
    assert kept.status_code == 303
    view = SavedView.objects.get()
    assert view.query == "sex=%E5%A5%B3"
    assert officer.get(LIST)["Location"] == "/cadres/?sex=%E5%A5%B3"
    assert len(found(officer, view="all")) == 6
    html = get(officer, sex="女")
    assert re.search(r'aria-current="page">女干部<span class="quiet">（默认）', html)
    officer.post(reverse("cadre_view_prefer", args=[view.pk]))
    assert officer.get(LIST).status_code == 200
    page = officer.get(reverse("cadre_view_drop", args=[view.pk])).content.decode()
    assert "确定删除视图“女干部”吗？" in page
    officer.post(reverse("cadre_view_drop", args=[view.pk]))
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("query", ["sort=total", "columns=password", "identity_no=1", "sex=外星人"])
def test_a_view_keeps_only_what_the_list_has(officer: Client, query: str) -> None:
    officer.post("/cadres/views/keep/", {"name": "看分", "query": query})
    assert not SavedView.objects.exists()


def test_the_views_of_others_are_not_there(officer: Client) -> None:
    other = user_with(Role.ORG_HEAD, staff_no="90002")
    view = SavedView.objects.create(user=other, list_name="cadres", name="他的", query="sex=女")
    assert "他的" not in get(officer)
    for name in ("cadre_view_prefer", "cadre_view_drop"):
        assert officer.post(reverse(name, args=[view.pk])).status_code == 404


def granted(role: Role, unit: Any, staff_no: str) -> User:
    user = user_with(staff_no=staff_no)
    RoleGrant.objects.create(user=user, role=role, unit=unit, valid_from=SINCE)
    return user


def test_each_role_finds_its_own_people_only(client: Client) -> None:
    school = unit_named("机械工程学院")
    listed("1", "甲一", unit=school)
    listed("2", "乙二", unit=unit_named("实验中心", parent=school))
    listed("3", "丙三")
    for user, expected in (
        (granted(Role.UNIT_PARTY, school, "90002"), "12"),
        (granted(Role.LEADER, school, "90003"), "12"),
        (granted(Role.ORG_OFFICER, school, "90004"), "12"),
        (granted(Role.DISCIPLINE_OFFICER, None, "90005"), "123"),
        (user_with(Role.CADRE, staff_no="3"), "3"),
    ):
        client.force_login(user)
        assert found(client) == list(expected), user
        assert found(client, q="丙三") == [n for n in expected if n == "3"], user
        assert found(client, sort="-born", status="in") == list(expected), user
