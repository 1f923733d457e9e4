"""A list answers only to the names it declares: unknown ones are refused, and the order never wavers."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.models import User
from core.lists import Column, ListFilterSet, ListPage, ListQuery, Reading, RefusedName
from core.lists.columns import plain, rows_html
from core.lists.services import MOST_VIEWS, saved_view_drop, saved_view_keep, saved_view_prefer
from core.models import SavedView
from tests.support.people import user_with


class UserFilters(ListFilterSet):
    class Meta:
        model = User
        fields = ["is_active"]


class Users(ListPage):
    name, url_name, title = "users", "users", "用户"
    columns = (
        Column("staff_no", "工号", ("staff_no",), plain("staff_no"), sort=("staff_no",), fixed=True),
        Column("name", "姓名", ("name",), plain("name"), sort=("name",), default=True),
        Column("secret", "密语", ("password",), plain("password"), sort=("password",), needs="see_secret"),
        Column("active", "启用", ("is_active",), lambda row: "是" if row["is_active"] else "否"),
    )
    filterset_class = UserFilters
    key, default_sort, page_size = "staff_no", "staff_no", 3
    held: frozenset[str] = frozenset()

    def seen_by(self, user: Any) -> tuple[QuerySet[User], frozenset[str]]:
        return User.objects.all(), self.held

    def search(self, rows: QuerySet[User], words: str) -> QuerySet[User]:
        return rows.filter(name__contains=words)


USERS = Users()


class InsideUsers(Users):
    held = frozenset({"see_secret"})


def read(query: str, page: ListPage = USERS) -> Reading:
    return Reading(page, None, QueryDict(query))


def shown(reading: Reading) -> list[str]:
    return [row["staff_no"] for row in reading.rows()]


@pytest.mark.parametrize(
    ("query", "kind", "name"),
    [
        ("sort=total", "排序项", "total"),
        ("sort=-password", "排序项", "-password"),
        ("sort=secret", "排序项", "secret"),
        ("sort=active", "排序项", "active"),
        ("sort=grants__role", "排序项", "grants__role"),
        ("columns=password", "列", "password"),
        ("columns=name&columns=secret", "列", "secret"),
        ("columns=name,secret", "列", "secret"),
        ("is_active__exact=1", "筛选项", "is_active__exact"),
        ("password__startswith=a", "筛选项", "password__startswith"),
        ("ordering=name", "筛选项", "ordering"),
        ("page=0", "页码", "0"),
        ("page=-1", "页码", "-1"),
        ("page=一", "页码", "一"),
        ("page=99999999", "页码", "99999999"),
        ("view=7", "视图", "7"),
    ],
)
def test_a_name_that_the_list_does_not_have_is_refused_by_that_name(query: str, kind: str, name: str) -> None:
    with pytest.raises(RefusedName) as refused:
        ListQuery.read(USERS, frozenset(), QueryDict(query))
    assert f"{kind}“{name}”不在本列表中" in refused.value.message


def test_what_one_may_see_more_one_may_name_more() -> None:
    query = ListQuery.read(InsideUsers(), frozenset({"see_secret"}), QueryDict("sort=-secret&columns=secret"))
    assert (query.sort, query.columns) == ("-secret", ("staff_no", "secret"))


def test_a_long_name_is_not_thrown_back_in_full() -> None:
    with pytest.raises(RefusedName) as refused:
        ListQuery.read(USERS, frozenset(), QueryDict(f"sort={'x' * 500}"))
    assert len(refused.value.message) < 150


def test_a_query_says_itself_in_one_way_only() -> None:
    given = "page=2&columns=active&sort=staff_no&is_active=&q=%20陈　静 &columns=staff_no"
    query = ListQuery.read(USERS, frozenset(), QueryDict(given))
    assert query.pairs() == [
        ("q", "陈 静"),
        ("columns", "staff_no"),
        ("columns", "active"),
        ("page", "2"),
    ], "the usual order is not said"
    assert ListQuery.read(USERS, frozenset(), QueryDict(query.url()[1:])) == query
    assert "page" not in query.kept()
    assert query.without("q").pairs() == [("columns", "staff_no"), ("columns", "active")]
    usual = ListQuery.read(USERS, frozenset(), QueryDict("columns=name&columns=staff_no"))
    assert usual.is_bare
    assert usual.url() == "?view=all"


@pytest.mark.django_db
def test_equal_rows_never_change_places_between_pages() -> None:
    for number in range(8):
        user_with(staff_no=f"{10 + number}", name="陈静")
    for sign, expected in (("", list("01234567")), ("-", list("01234567"))):
        pages = [shown(read(f"sort={sign}name&page={page}")) for page in (1, 2, 3)]
        assert [staff_no[1] for page in pages for staff_no in page] == expected
    assert shown(read("sort=-staff_no&page=1")) == ["17", "16", "15"]


@pytest.mark.django_db
def test_beyond_the_last_page_stands_the_last() -> None:
    for number in range(4):
        user_with(staff_no=f"{10 + number}")
    reading = read("page=999")
    assert shown(reading) == ["13"]
    assert reading.query.page == 2
    assert shown(read("q=无此人")) == []


@pytest.mark.django_db
def test_only_the_columns_shown_leave_the_database(django_assert_num_queries: Any) -> None:
    user_with(staff_no="10")
    reading = read("columns=active")
    with django_assert_num_queries(2) as seen:
        assert [set(row) for row in reading.rows()] == [{"staff_no", "is_active"}]
    assert not any("password" in query["sql"] for query in seen.captured_queries)


@pytest.mark.django_db
def test_a_filter_that_cannot_be_read_shows_nothing_rather_than_everything() -> None:
    user_with(staff_no="10")

    class Strict(UserFilters):
        def problems(self) -> dict[str, tuple[str, ...]]:
            return {"is_active": ("“也许”不是可选的值。",)}

    class Page(Users):
        filterset_class = Strict

    reading = read("is_active=也许", Page())
    assert (reading.rows(), reading.total(), reading.selected.count()) == ([], 0, 0)


def test_cells_are_text_whatever_a_name_holds() -> None:
    html = rows_html(USERS.columns[:2], [{"staff_no": "1", "name": "<img src=x onerror=alert(1)>&\"'"}])
    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#x27;" in html


@pytest.mark.django_db
def test_two_who_see_the_same_rows_get_the_same_digest_and_others_another() -> None:
    user_with(staff_no="10")
    first = read("").keys_sha256()
    assert read("sort=-name&page=3").keys_sha256() == first
    user_with(staff_no="11")
    assert read("").keys_sha256() != first


# Saved views


def keep(user: User, name: str, **others: Any) -> SavedView:
    return saved_view_keep(
        actor=user, **{"list_name": "users", "name": name, "query": "q=a", "is_default": False, **others}
    )


@pytest.mark.django_db
def test_a_view_has_one_name_and_a_list_one_default() -> None:
    user, other = user_with(), user_with(staff_no="90002")
    first = keep(user, "在册", is_default=True)
    with pytest.raises(ValidationError, match="同名"):
        keep(user, "在册")
    keep(other, "在册", is_default=True)
    second = keep(user, "学院", is_default=True)
    assert list(SavedView.objects.filter(user=user, is_default=True)) == [second]
    saved_view_prefer(actor=user, view=first, is_default=True)
    assert list(SavedView.objects.filter(user=user, is_default=True)) == [first]
    saved_view_prefer(actor=user, view=first, is_default=False)
    assert not SavedView.objects.filter(user=user, is_default=True).exists()
    assert SavedView.objects.filter(user=other, is_default=True).count() == 1


@pytest.mark.django_db
def test_nobody_drops_the_view_of_another() -> None:
    user, other = user_with(), user_with(staff_no="90002")
    view = keep(user, "在册")
    saved_view_drop(actor=other, view=view)
    assert SavedView.objects.count() == 1
    saved_view_drop(actor=user, view=view)
    assert SavedView.objects.count() == 0


@pytest.mark.django_db
def test_views_are_bounded_in_number_and_length() -> None:
    user = user_with()
    for number in range(MOST_VIEWS):
        keep(user, f"视图{number}")
    with pytest.raises(ValidationError, match="最多保存"):
        keep(user, "再一个")
    with pytest.raises(ValidationError, match="过长"):
        keep(user_with(staff_no="90002"), "长", query="q=" + "x" * 2_000)
