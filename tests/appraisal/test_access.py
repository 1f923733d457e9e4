"""Who may open the pages of a year, and who may take its files."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role, User
from appraisal.access import STEPS, YEAR_ROLES, may
from appraisal.models import Cycle
from appraisal.services import cycle_open_from_file
from tests.appraisal.test_pages import LISTS, RANKING, get
from tests.support.people import user_with
from tests.support.small_year import YEAR, small_year, staff_no

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user_with(Role.ORG_OFFICER))
    return client


def test_the_workbook_is_the_one_of_the_command(officer: Client) -> None:
    small_year(6)
    response = officer.get(reverse("year_results", args=[YEAR]))
    assert "2025" in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "no-store"
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    assert book.sheetnames == ["排名", "名额", "扣分与认定", "统计", "口径"]
    assert book["排名"].max_row == 7


@pytest.mark.parametrize("address", [RANKING, LISTS])
def test_a_year_without_scores_has_pages_without_figures(officer: Client, address: str) -> None:
    cycle_open_from_file(year=YEAR, actor=User.objects.system())
    assert "尚未汇总计分" in get(officer, address)
    assert officer.get(reverse("year_results", args=[YEAR])).status_code == 404


@pytest.mark.parametrize("year", ["1999", "99999", "2024"])
def test_a_year_that_is_not_there(officer: Client, year: str) -> None:
    small_year(1)
    for page in ("", "ranking/", "lists/", f"people/{staff_no(0)}/"):
        assert officer.get(f"/appraisal/{year}/{page}").status_code == 404


def test_a_step_that_is_not_for_this_role_is_forbidden(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_year(1)
    monkeypatch.setattr("appraisal.access.STEPS", {step: frozenset() for step in STEPS})
    for name in ("year_results", "year_ranking_export", "year_lists_export"):
        address = reverse(name, args=[YEAR])
        assert all(address not in get(officer, page) for page in (RANKING, LISTS))
        refused = officer.get(address)
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
