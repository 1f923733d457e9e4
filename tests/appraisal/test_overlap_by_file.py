"""A list by file names nobody who is on another list of the same kind and year (第六条)."""

from __future__ import annotations

from pathlib import Path

import pytest

from accounts.models import User
from appraisal.models import Cycle, Participant
from appraisal.services import year_import_apply
from cadres.models import Cadre
from tests.support import tiny

pytestmark = pytest.mark.django_db


def listed_elsewhere(kind: str, year: int) -> None:
    """陈静 of the first row stands on the list of another cycle."""
    other = Cycle.objects.create(year=year, kind=kind, level=Cycle.Level.SECTION)
    cadre = Cadre.objects.get(staff_no="1001")
    Participant.objects.create(cycle=other, cadre=cadre, category="机关部门正职")


@pytest.mark.parametrize(
    ("kind", "year", "bad"),
    [("annual", tiny.YEAR, True), ("annual", tiny.YEAR - 1, False), ("term", tiny.YEAR, False)],
)
def test_a_row_of_somebody_who_is_listed_elsewhere_is_bad(
    kind: str, year: int, bad: bool, tmp_path: Path
) -> None:
    register = tiny.stage(tiny.write(tmp_path, kinds=["roster"]))
    year_import_apply(register, year=None, actor=User.objects.system(), wake_worker=False)
    listed_elsewhere(kind, year)
    result = tiny.stage(tiny.write(tmp_path, kinds=["participants"]))
    said = [one[1:3] for one in tiny.found(result) if "不能参加两次" in one[4] and one[5]]
    assert said == ([(2, "工号")] if bad else [])
