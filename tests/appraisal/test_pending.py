"""A deduction under an open tolerance case counts; beside it stands the total without it (第十二条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from appraisal.models import Cycle, Result
from appraisal.selectors import parameters_of
from appraisal.selectors.pending import pending_totals
from appraisal.services import year_score
from matters.models import Mark
from matters.pending import register_source, unregister_source
from matters.services import relief_record
from tests.support.people import user_with
from tests.support.small_year import YEAR, small_year, staff_no

pytestmark = pytest.mark.django_db
SINCE = date(2026, 11, 2)


@pytest.fixture
def cycle() -> Iterator[Cycle]:
    """Person 3 has a deduction on a matter under an open case, and person 4 one on another."""
    made = small_year(8, marked={3: "扣分", 4: "扣分"})

    def source(cadres: Any, on: date) -> Any:
        rows = Mark.objects.filter(cadre__in=cadres, cadre__staff_no=staff_no(3))
        return [(cadre, number, SINCE) for cadre, number in rows.values_list("cadre_id", "matter__number")]

    register_source(source)
    yield made
    unregister_source(source)


def test_sheet_ranking_and_page_say_it_with_the_total_without_it(cycle: Cycle, client: Client) -> None:
    row = Result.objects.get(cycle=cycle, participant__cadre__staff_no=staff_no(3))
    assert row.total is not None and row.deducted == Decimal("0.05")
    free = row.total + Decimal("0.05")
    (found,) = pending_totals(cycle, parameters_of(cycle)).values()
    assert (found.total, [number for number, _ in found.matters]) == (free, [f"SX{YEAR}003"])
    client.force_login(user_with(Role.ORG_HEAD, staff_no="90100"))
    sheet = client.get(reverse("score_sheet", args=[YEAR, staff_no(3)])).content.decode()
    assert "计入（容错认定中）" in sheet and "不计容错认定中事项的总分" in sheet and str(free) in sheet
    ranking = client.get(reverse("year_ranking", args=[YEAR])).content.decode()
    assert f"容错认定中，不计为 {free}" in ranking and ranking.count("容错认定中") == 1
    why = client.get(reverse("year_person", args=[YEAR, staff_no(3)])).content.decode()
    assert f"不计该事项的总分为 {free}" in why
    other = client.get(reverse("score_sheet", args=[YEAR, staff_no(4)])).content.decode()
    assert "容错认定中" not in other
    # Once it is decided nothing is pending: the deduction is gone.
    mark = Mark.objects.select_related("matter", "cadre").get(cadre__staff_no=staff_no(3))
    about = {"matter": mark.matter, "cadre": mark.cadre}
    relief_record(**about, kind="免除责任", source="党委会", actor=User.objects.system())
    year_score(cycle_pk=cycle.pk, actor=User.objects.system())
    assert not pending_totals(cycle, parameters_of(cycle))
    assert Result.objects.get(cycle=cycle, participant__cadre__staff_no=staff_no(3)).total == free
