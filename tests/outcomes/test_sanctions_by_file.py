"""A file of 现行处分 changes what counts, as a step on a mark does: told once for the file (第十四条)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from appraisal.models import Cycle, CycleEvent
from cadres.models import Cadre
from intake.models import Intake
from matters.models import Mark
from matters.services import mark_correct
from matters.signals import marks_changed
from outcomes.models import StaleResult
from tests.support import intakes
from tests.support.people import user_with
from tests.support.small_year import YEAR, small_year, staff_no
from tests.support.told_year import confirmed, told_year
from tests.support.years import write_csv

pytestmark = pytest.mark.django_db
HEADER = ("工号", "处分", "决定日期", "文号", "事项编号")


def brought_in(folder: Path, *rows: tuple[int, str, str], document: str = "校纪〔2025〕3号") -> Intake:
    """rows: which person, measure, month and day of the year."""
    lines = [
        (staff_no(i), measure, f"{YEAR}-{day}", document, f"CF{staff_no(i)}") for i, measure, day in rows
    ]
    found = intakes.applied(write_csv(folder / "处分.csv", [HEADER, *lines]), "sanctions")
    assert found.state == Intake.State.APPLIED, found.failure
    return found


def test_a_confirmed_year_that_is_not_decided_is_opened_again_once(tmp_path: Path) -> None:
    cycle = small_year(6)
    confirmed(cycle)
    told: list[Any] = []

    def hears(sender: Any, changes: Any, **_: Any) -> None:
        told.append(len(changes))

    marks_changed.connect(hears)
    try:
        brought_in(tmp_path, (0, "党内警告", "09-01"), (3, "政务记过", "09-02"))
    finally:
        marks_changed.disconnect(hears)
    cycle.refresh_from_db()
    assert (cycle.confirmed_at, cycle.state) == (None, Cycle.State.VOTING)
    assert CycleEvent.objects.filter(case=cycle, note__startswith="待重新计分").count() == 1
    assert told == [2]


def test_a_decided_result_waits_for_a_body_and_a_second_file_changes_nothing(tmp_path: Path) -> None:
    told_year(6)
    rows = ((0, "党内警告", "09-01"), (3, "政务记过", "09-02"))
    first = brought_in(tmp_path, *rows)
    cases = StaleResult.objects.order_by("participant__cadre__staff_no")
    assert [one.participant.cadre.staff_no for one in cases] == [staff_no(0), staff_no(3)]
    assert {(one.cause, one.is_worse) for one in cases} == {("补登记录", True)}
    assert all("校纪〔2025〕3号" in one.source for one in cases)
    # The same file once more, and another document number: neither counts otherwise.
    brought_in(tmp_path, *rows)
    brought_in(tmp_path, *rows, document="校纪〔2025〕4号")
    assert StaleResult.objects.count() == 2
    assert Mark.objects.filter(document_no="校纪〔2025〕4号").count() == 2
    assert first.state == Intake.State.APPLIED


def test_points_corrected_after_the_decision_are_told_too() -> None:
    told_year(6, marked={1: "扣分"})
    actor = user_with("org_head", staff_no="90100")  # type: ignore[arg-type]
    mark = Mark.objects.select_related("cadre", "matter").get()
    Mark.objects.filter(pk=mark.pk).update(file_year=None)
    mark.refresh_from_db()
    mark_correct(mark=mark, reason="误录", points=0, actor=actor)
    case = StaleResult.objects.get(participant__cadre=Cadre.objects.get(staff_no=staff_no(1)))
    assert (case.cause, case.is_worse, case.would_be["deducted"]) == ("更正记录", False, "0.0000")
