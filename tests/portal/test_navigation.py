"""The menu: what each role can go to, and where the page stands in it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from accounts.models import Role
from portal.navigation import MENU, Entry, navigation_of
from tests.support.people import user_with
from tests.test_url_matrix import MATRIX

ENTRIES = [entry for _, entries in MENU for entry in entries]


def labels(*roles: Role) -> list[str]:
    return [link.label for link in navigation_of(roles, "/").links]


def built(entry: Entry) -> bool:
    try:
        return bool(reverse(entry.url_name))
    except NoReverseMatch:
        return False


@pytest.mark.parametrize("role", Role)
def test_the_menu_offers_a_role_exactly_the_pages_that_open_for_it(role: Role) -> None:
    offered = set(labels(role))
    for entry in filter(built, ENTRIES):
        opens = MATRIX[entry.url_name][role] == 200
        assert (entry.label in offered) == (role in entry.roles)
        assert opens or entry.label not in offered, entry.url_name


def test_without_a_role_only_the_home_page() -> None:
    found = navigation_of([], "/")
    assert (found.groups, found.home.current) == ((), "page")


def test_a_page_that_nobody_has_built_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = ("将来", (Entry("将来的页面", "not_built_yet", frozenset(Role), "house"),))
    monkeypatch.setattr("portal.navigation.MENU", (*MENU, planned))
    assert "将来的页面" not in labels(*Role)


def test_the_entry_of_the_page_is_marked_and_so_is_the_one_above(monkeypatch: pytest.MonkeyPatch) -> None:
    here = navigation_of([Role.ORG_HEAD], reverse("years"))
    assert [(link.label, link.current) for link in here.links if link.current] == [("各次考核", "page")]
    assert here.above is None
    below = navigation_of([Role.ORG_HEAD], reverse("years") + "2025/")
    assert below.above is not None
    assert (below.above.label, below.above.current) == ("各次考核", "true")
    assert not below.home.current


def test_the_own_page_is_marked_where_it_leads_on_to() -> None:
    own = reverse("cadre", args=["81001"])
    for path, current in ((own, "page"), (own + "history/", "true"), (reverse("cadre", args=["81002"]), "")):
        found = navigation_of([Role.CADRE], path, own=own)
        assert [link.current for link in found.links if link.label == "我的信息"] == [current]


@pytest.mark.django_db
def test_the_layout_reads_the_roles_once(client: Client) -> None:
    client.force_login(user_with(Role.ORG_HEAD))
    with CaptureQueriesContext(connection) as found:
        client.get("/nothing-here/")
    asked = [query["sql"] for query in found if "accounts_rolegrant" in query["sql"]]
    assert len(asked) == 1


@pytest.mark.django_db
def test_every_page_names_where_it_stands(client: Client) -> None:
    client.force_login(user_with(Role.ORG_HEAD))
    page = client.get("/appraisal/").content.decode()
    assert page.count('aria-label="主菜单"') == 2  # beside the page, and folded for a narrow one
    assert page.count('aria-current="page"') == 3
    assert "htmx-config" in page
