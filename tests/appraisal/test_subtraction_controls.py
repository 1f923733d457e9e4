"""That subtracting finds what it looks for: the attack of test_subtraction.py with a rule switched off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import policy.disclosure
from accounts.models import Role
from evidence.selectors import profiles
from policy.figures import is_small
from tests.appraisal.test_subtraction import (
    CORNERED,
    TOLD_BY_THE_RULE,
    _read,
    added,
    determined,
    learned,
    signed_in,
    year_of_small_groups,
)
from tests.support.figures import everything
from tests.support.subtraction import Known

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("cheap_refusals")]


@pytest.fixture(autouse=True)
def computed_again() -> Iterator[None]:
    """Means over people are kept by the digest of the results; a test that changes a rule has others."""
    profiles._computed.cache_clear()
    yield
    profiles._computed.cache_clear()


def test_control_the_same_attack_finds_them_where_only_small_groups_are_hidden(monkeypatch) -> None:
    """Without the next smallest, total and weights give the figure away."""

    def small_only(tallies, parameters, entered):
        return {code: not is_small(tallies.get(code), parameters.small_figure) for code in entered}

    monkeypatch.setattr("appraisal.services.scoring.printable", small_only)
    year_of_small_groups()
    seen = everything(signed_in(Role.ORG_OFFICER), CORNERED)
    assert determined(learned(seen, CORNERED)) == set(CORNERED)


def test_control_the_attack_finds_dimension_means_where_limits_are_not_looked_at(monkeypatch) -> None:
    monkeypatch.setattr(policy.disclosure, "_in_doubt", lambda *_: True)
    year_of_small_groups()
    near_the_top = sorted(TOLD_BY_THE_RULE)
    assert added(learned(everything(signed_in(Role.ORG_OFFICER), near_the_top), near_the_top))


def test_control_the_attack_corners_a_group_on_the_own_sheet_where_limits_are_not_looked_at(
    monkeypatch,
) -> None:
    monkeypatch.setattr(policy.disclosure, "_totals_keep_doubt", lambda *_: True)
    year_of_small_groups()
    client = signed_in(Role.CADRE, staff_no="30010")
    found = {"30010": Known()}
    for answer in everything(client, ["30010"]):
        for grid in answer.grids:
            _read(grid, "30010", found)
    assert added(found, own=True)
