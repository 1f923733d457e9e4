"""The heat map and the radar hold nothing but means of figures that are printed anyway (第六条)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.urls import reverse

from accounts.models import Role
from evidence.selectors import profiles
from tests.appraisal.test_subtraction import PEOPLE, learned, signed_in, year_of_small_groups
from tests.support.figures import Seen, everything
from tests.support.small_year import YEAR
from tests.support.subtraction import SHARES

pytestmark = pytest.mark.django_db
# Where dimensions are printed, and what is worked out of them.
PRINTED = {"score_sheet", "panel_person", "year_units"}


@pytest.fixture(autouse=True)
def computed_again() -> Iterator[None]:
    profiles._computed.cache_clear()
    yield
    profiles._computed.cache_clear()


def mean_of(figures: list[str]) -> str:
    exact = sum(map(Decimal, figures)) / len(figures)
    return str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def page(seen: list[Seen], url: str) -> Seen:
    return next(answer for answer in seen if answer.url == url)


@pytest.mark.once
def test_every_common_mean_can_be_worked_out_from_the_sheets() -> None:
    year_of_small_groups()
    seen = everything(signed_in(Role.ORG_OFFICER), PEOPLE, names=PRINTED)
    told = {number: known.dimensions for number, known in learned(seen).items() if known.dimensions}
    assert 2 < len(told) < len(PEOPLE), "some are printed and some are not"
    common = [mean_of([of[name] for of in told.values()]) for name in SHARES]
    (grid,) = page(seen, reverse("year_units", args=[YEAR])).grids
    assert grid[1] == ["教务处", str(len(PEOPLE)), str(len(told)), *common]
    for number, own in told.items():
        panel = page(seen, reverse("panel_person", args=[YEAR, number]))
        radar = next(grid for grid in panel.grids if "类别平均" in grid[0])
        assert [row[1] for row in radar[1:]] == [own[name] for name in SHARES]
        assert [row[2] for row in radar[1:]] == common
    for number in PEOPLE.keys() - told.keys():
        panel = page(seen, reverse("panel_person", args=[YEAR, number]))
        assert not [grid for grid in panel.grids if "类别平均" in grid[0]]
        assert "各维度均分不公布" in panel.text


def test_nobody_but_the_departments_reads_them() -> None:
    year_of_small_groups()
    for role in (Role.LEADER, Role.UNIT_PARTY, Role.CADRE, Role.PARTY_OFFICE):
        client = signed_in(role, staff_no=f"9700{len(role)}")
        for name in ("year_units", "year_panel"):
            assert client.get(reverse(name, args=[YEAR])).status_code == 404
