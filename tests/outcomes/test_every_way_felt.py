"""Whatever changes what counts against somebody is felt by every year in the same way (第十四条).

A year that is open reads it when it is scored, one that is scored is scored again, one whose count two people
have confirmed is opened again, and of a decided one the person's result waits for the committee.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Role, User
from appraisal.models import Cycle, CycleEvent, Result, ScoreConfirmation
from appraisal.services import year_score
from cadres.models import Cadre
from core import clock
from core.models import Job
from intake.models import Intake
from matters.models import Mark, Matter, Relief
from matters.selectors import influences_of
from matters.services import (
    GivenMeasure,
    mark_cancel,
    mark_correct,
    mark_lift,
    mark_record,
    measures_replace,
    relief_record,
    relief_revoke,
    ruling_revoke,
)
from notices.selectors import inbox_of
from outcomes.models import StaleEvent, StaleResult
from outcomes.services import stale_keep
from tests.support import intakes
from tests.support.people import user_with
from tests.support.small_year import YEAR, small_year, staff_no
from tests.support.told_year import confirmed, moved
from tests.support.tolerance import Clock
from tests.support.years import write_csv

pytestmark = pytest.mark.django_db
WHO = 1
DAY = date(YEAR, 5, 6)
HEADER = ("工号", "处分", "决定日期", "影响期止", "文号", "事项编号")
Act = Callable[[], Any]


def the_cadre() -> Cadre:
    return Cadre.objects.get(staff_no=staff_no(WHO))


def the_matter() -> Matter:
    return Matter.objects.get_or_create(number="SX1", defaults={"title": "采购论证不充分"})[0]


def recorded(measure: str = "诫勉") -> Mark:
    return mark_record(
        matter=the_matter(),
        cadre=the_cadre(),
        measure=measure,
        decided_on=DAY,
        points=2,
        document_no="纪〔2025〕3号",
        actor=User.objects.system(),
    )


def brought_in(
    folder: Path,
    *,
    number: str = "SX1",
    measure: str = "政务记过",
    ends: str = "",
    day: str = f"{YEAR}-05-06",
) -> Intake:
    row = (staff_no(WHO), measure, day, ends, "校纪〔2025〕3号", number)
    found = intakes.applied(write_csv(folder / f"处分{number}{ends}.csv", [HEADER, row]), "sanctions")
    assert found.state == Intake.State.APPLIED, found.failure
    return found


def taken_back(intake: Intake) -> None:
    found = intakes.undone(intake)
    assert found.state == Intake.State.UNDONE, found.job and found.job.last_error


def ruled() -> Any:
    recorded()
    return measures_replace(
        matter=the_matter(),
        cadre=the_cadre(),
        given=[GivenMeasure("通报批评", DAY, Decimal(1), "组〔2025〕7号")],
        source="党委会",
        on=clock.today(),
        kind="减轻",
        actor=User.objects.system(),
    )


def relieved(kind: str) -> Relief:
    return relief_record(
        matter=the_matter(), cadre=the_cadre(), kind=kind, source="党委会", actor=User.objects.system()
    )


def said(**more: Any) -> dict[str, Any]:
    return {"actor": User.objects.system(), **more}


def revoking() -> dict[str, Any]:
    return said(on=clock.today(), document_no="沪教〔2026〕8号", reason="查实弄虚作假")


# What stood before the year was scored -> the step that is taken afterwards.
def way_record(folder: Path) -> Act:
    return recorded


def way_correct(folder: Path) -> Act:
    mark = recorded()
    return lambda: mark_correct(mark=mark, reason="误录", points=0, **said())


def way_another_year(folder: Path) -> Act:
    mark = recorded()
    return lambda: mark_correct(mark=mark, reason="误录", decided_on=date(YEAR - 3, 5, 6), **said())


def way_cancel(folder: Path) -> Act:
    mark = recorded()
    return lambda: mark_cancel(mark=mark, on=clock.today(), reason="查无此事", **said())


def way_replace(folder: Path) -> Act:
    mark = recorded()
    given = [GivenMeasure("通报批评", DAY, Decimal(1), "组〔2025〕7号")]
    return lambda: measures_replace(
        matter=mark.matter, cadre=mark.cadre, given=given, source="党委会", kind="减轻",
        on=clock.today(), **said(),
    )  # fmt: skip


def way_ruling_revoked(folder: Path) -> Act:
    ruling = ruled()
    return lambda: ruling_revoke(ruling=ruling, **revoking())


def way_excuse(folder: Path) -> Act:
    recorded()
    return lambda: relieved(Relief.Kind.EXEMPT)


def way_clear(folder: Path) -> Act:
    recorded()
    return lambda: relieved(Relief.Kind.CLARIFIED)


def way_relief_revoked(folder: Path) -> Act:
    recorded()
    relief = relieved(Relief.Kind.EXEMPT)
    return lambda: relief_revoke(relief=relief, **revoking())


def way_file(folder: Path) -> Act:
    return lambda: brought_in(folder)


def way_file_another_matter(folder: Path) -> Act:
    brought_in(folder, number="SX2")
    relief_record(
        matter=the_matter(), cadre=the_cadre(), kind=Relief.Kind.CLARIFIED, source="党委会",
        actor=User.objects.system(),
    )  # fmt: skip
    return lambda: brought_in(folder, number="SX1")


def way_file_taken_back(folder: Path) -> Act:
    intake = brought_in(folder)
    return lambda: taken_back(intake)


WAYS: dict[str, Callable[[Path], Act]] = {
    name.removeprefix("way_"): way for name, way in list(globals().items()) if name.startswith("way_")
}
# What counts afterwards is heavier; all others are to the person's good.
HEAVIER = {"record", "ruling_revoked", "relief_revoked", "file"}
STATES = ("open", "scored", "confirmed", "decided")


def year_in(state: str) -> Cycle:
    """The year as it stands, scored with whatever counts so far but where it is still open."""
    cycle = Cycle.objects.get(year=YEAR)
    if state != "open":
        cycle = year_score(cycle_pk=cycle.pk, actor=User.objects.system())
    if state in ("confirmed", "decided"):
        confirmed(cycle)
    if state == "decided":
        Cycle.objects.filter(pk=cycle.pk).update(source=Cycle.Source.PLAN, state=Cycle.State.DECIDED)
        cycle.refresh_from_db()
        moved(cycle, Cycle.State.FEEDBACK)
    Job.objects.all().delete()
    return Cycle.objects.get(pk=cycle.pk)


def world(folder: Path, way: Callable[[Path], Act], state: str) -> tuple[Cycle, Act, list[Any]]:
    """(the year, the step, the person's figures before it)."""
    small_year(4)
    Cycle.objects.update(state=Cycle.State.VOTING, scored_at=None)
    Result.objects.all().delete()
    act = way(folder)
    return year_in(state), act, figures()


def figures() -> list[Any]:
    own = Result.objects.filter(participant__cadre=the_cadre())
    return list(own.values_list("deducted", "total", "rank", "suggestion"))


def waiting(head: User) -> list[str]:
    inbox = inbox_of(head, clock.today())
    return [item.duty.about for item in inbox.waiting if item.duty.kind == "outcomes.revise"]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("way", WAYS)
def test_every_way_is_felt_as_the_year_stands(
    way: str, state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    time = Clock(monkeypatch)
    cycle, act, before = world(tmp_path, WAYS[way], state)
    time.to(clock.today() + timedelta(days=2))
    act()
    cycle.refresh_from_db()
    opened = CycleEvent.objects.filter(case=cycle, note__startswith="待重新计分")
    if state == "decided":
        assert (cycle.state, figures()) == (Cycle.State.FEEDBACK, before), "nothing moves by itself"
        case = StaleResult.objects.get()
        assert case.participant.cadre == the_cadre()
        assert StaleEvent.objects.filter(case=case).count() == 1
        assert len(waiting(user_with(Role.ORG_HEAD, staff_no="90100"))) == 1
        assert case.is_worse == (way in HEAVIER)
        return
    assert not StaleResult.objects.exists()
    if state == "confirmed":
        assert opened.count() == 1
        assert not ScoreConfirmation.objects.filter(cycle=cycle).exists()
    else:
        assert not opened.exists()
    assert (cycle.state, cycle.confirmed_at) == (Cycle.State.VOTING, None)
    if state != "open":
        assert Job.objects.filter(kind="appraisal.score").exists()
    year_score(cycle_pk=cycle.pk, actor=User.objects.system())
    assert figures() != before


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("way", ["lift", "period"])
def test_what_ends_a_period_alone_moves_no_year(way: str, state: str, tmp_path: Path) -> None:
    """What a measure does to the grade runs by calendar year, whatever becomes of its period (第八条)."""

    def prepared(folder: Path) -> Act:
        mark = recorded()
        if way == "lift":
            return lambda: mark_lift(mark=mark, on=clock.today(), document_no="纪〔2026〕9号", **said())
        ends = date(YEAR + 1, 9, 1)
        return lambda: mark_correct(mark=mark, reason="决定书写明", influence_to=ends, **said())

    cycle, act, _ = world(tmp_path, prepared, state)
    act()
    again = Cycle.objects.get(pk=cycle.pk)
    assert (again.state, again.confirmed_at) == (cycle.state, cycle.confirmed_at)
    assert not StaleResult.objects.exists() and not Job.objects.filter(kind="appraisal.score").exists()


def test_a_file_taken_back_after_it_was_felt_leaves_a_case_in_which_nothing_changes(tmp_path: Path) -> None:
    _, act, before = world(tmp_path, way_file, "decided")
    intake = act()
    case = StaleResult.objects.get()
    assert case.is_worse
    assert not Matter.objects.exclude(number="SX1").exists()
    taken_back(intake)
    assert not Mark.objects.exists()
    assert Matter.objects.filter(number="SX1").exists(), "the case names it"
    case = StaleResult.objects.get()
    assert not case.is_worse and Decimal(case.would_be["deducted"]) == before[0][0]
    head = user_with(Role.ORG_HEAD, staff_no="90100")
    assert stale_keep(pk=case.pk, version=case.version, note="导入已撤销", actor=head).state == "settled"


def test_a_matter_that_nothing_names_goes_with_the_file_that_brought_it(tmp_path: Path) -> None:
    small_year(4)
    taken_back(brought_in(tmp_path))
    assert not Matter.objects.exists()


def test_periods_of_the_same_person_follow_a_file_in_and_back(tmp_path: Path) -> None:
    """A Party sanction within an open Party period runs what is left first (党纪处分条例第二十一条)."""
    small_year(4)
    later = mark_record(
        matter=the_matter(), cadre=the_cadre(), measure="党内警告", decided_on=date(2026, 3, 10), **said()
    )
    assert later.influence_to == date(2027, 3, 10)
    intake = brought_in(tmp_path, number="SX2", measure="党内警告")
    later.refresh_from_db()
    assert later.influence_to == date(2027, 5, 6)
    assert Mark.objects.get(is_sanction=True).influence_to == date(2026, 5, 6)
    taken_back(intake)
    later.refresh_from_db()
    assert later.influence_to == date(2027, 3, 10)
    (period,) = influences_of([the_cadre().pk], on=clock.today())[the_cadre().pk]
    assert period.influence.ends == date(2027, 3, 10)


def test_a_sanction_that_was_cancelled_here_stays_as_it_is_whatever_a_file_says(tmp_path: Path) -> None:
    small_year(4)
    brought_in(tmp_path, number="SX2")
    mark = Mark.objects.get()
    mark_cancel(mark=mark, on=clock.today(), reason="查无此事", **said())
    path = write_csv(
        tmp_path / "又.csv", [HEADER, (staff_no(WHO), "政务记过", str(DAY), "", "另一文号", "SX3")]
    )
    intake = intakes.staged(path, "sanctions")
    assert intakes.counts(intake) == (0, 0, 0, 1, 0)
    assert ["文件不再改变它" in p.message for p in selectors_problems(intake)] == [True]
    intakes.confirmed(intake)
    mark.refresh_from_db()
    assert (mark.matter.number, mark.document_no) == ("SX2", "校纪〔2025〕3号")


def selectors_problems(intake: Intake) -> list[Any]:
    return list(intakes.selectors.problems(intake, "warning"))
