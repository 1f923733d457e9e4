"""The last import taken back: everything as before, or a reason why not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models

from accounts.models import SecurityEvent, Unit
from appraisal.models import Cycle, Participant, Result
from ballots.models import BallotLine, Round
from cadres.models import Absence, Appointment, Cadre, Post, Term
from core import clock
from core.jobs import job_run
from core.models import Job
from core.pages import RuleBroken
from intake import images, selectors
from intake.models import Intake, UndoRow
from intake.services import intake_undo, intakes_sweep
from matters.models import Mark, Matter, Relief
from tests.support import intakes as i
from tests.support import tiny
from tests.support.scoring import confirmed_as_if
from tests.support.years import write_csv

pytestmark = pytest.mark.django_db
S = Intake.State
BUSINESS = (Unit, Post, Cadre, Appointment, Term, Participant, Matter, Mark, Relief)
# Being as before is a change too.
COUNTED_ON = {"version", "secrets_changed"}


def world() -> dict[str, list[dict[str, Any]]]:
    """Every business row, column by column; sealed columns as they open."""
    found: dict[str, list[dict[str, Any]]] = {}
    for model in BUSINESS:
        rows = model._default_manager.order_by("pk").values()
        found[model.__name__] = [
            {k: bytes(v) if isinstance(v, memoryview) else v for k, v in row.items() if k not in COUNTED_ON}
            for row in rows
        ]
    found["lines"] = sorted(
        BallotLine.objects.filter(round__cycle__isnull=False).values_list(
            "cadre__staff_no", "paper", "group", "marks"
        )
    )
    return found


def year_in(folder: Path) -> dict[str, Intake]:
    """The six people's whole year through the engine."""
    found = {"roster": i.applied(i.tiny_file(folder, "roster"), "roster")}
    for kind in ("participants", "matters", "ballots"):
        found[kind] = i.applied(i.tiny_file(folder, kind), kind, year=tiny.YEAR)
        assert found[kind].state == S.APPLIED, found[kind].failure
    return found


def other_roster(rows: tiny.Rows) -> None:
    """One changed, one gone, one new, two identity numbers swapped, one unit of another kind."""
    number, unit = tiny.ROSTER.index("身份证号"), tiny.ROSTER.index("所在单位")
    rows[1][number], rows[2][number] = rows[2][number], rows[1][number]
    rows[3][tiny.ROSTER.index("手机")] = "13900001111"
    rows[3][tiny.ROSTER.index("现任职务")] = "书记"
    rows[4][unit] = "新学院"
    rows[6][:2] = ["1007", "欧阳新"]
    rows[6][number] = tiny.identity(77)


def test_a_roster_taken_back_leaves_everything_as_before(tmp_path: Path) -> None:
    i.applied(i.tiny_file(tmp_path, "roster"), "roster")
    before = world()
    intake = i.applied(i.tiny_file(tmp_path, "roster", other_roster), "roster")
    assert world() != before and selectors.undo_reasons(intake) == []
    intake = i.undone(intake)
    assert intake.state == S.UNDONE
    assert world() == before
    assert not UndoRow.objects.filter(intake=intake).exists()
    assert SecurityEvent.objects.filter(kind=SecurityEvent.Kind.IMPORT_UNDONE).count() == 1
    versions = list(Cadre.objects.get(staff_no="1003").history.order_by("version").values_list("version"))
    assert len(versions) == len(set(versions)) == 3, "the history tells of the import and of its undoing"


def test_without_the_images_nothing_comes_back(tmp_path: Path) -> None:
    """The control: the comparison above can fail."""
    i.applied(i.tiny_file(tmp_path, "roster"), "roster")
    before = world()
    intake = i.applied(i.tiny_file(tmp_path, "roster", other_roster), "roster")
    UndoRow.objects.all().delete()
    i.undone(intake)
    assert world() != before


def test_the_first_roster_taken_back_leaves_nobody(tmp_path: Path) -> None:
    intake = i.undone(i.applied(i.tiny_file(tmp_path, "roster"), "roster"))
    assert intake.state == S.UNDONE
    assert not any(model._default_manager.exists() for model in (Cadre, Appointment, Post, Term, Unit))
    i.applied(i.tiny_file(tmp_path, "roster"), "roster")
    assert Cadre.objects.count() == 6, "and may come again"


@pytest.mark.parametrize("kind", ["participants", "matters", "ballots"])
def test_a_corrected_file_of_the_year_taken_back(kind: str, tmp_path: Path) -> None:
    year_in(tmp_path)

    def other(rows: tiny.Rows) -> None:
        rows.pop()
        rows[1][-1] = {"participants": "", "matters": "从轻", "ballots": "差"}[kind]
        if kind == "participants":
            rows[1][3:] = ["否", "病假"]

    before = world()
    intake = i.applied(i.tiny_file(tmp_path, kind, other), kind, year=tiny.YEAR)
    assert world() != before
    if kind == "participants":
        assert selectors.undo_reasons(intake) == []
    intake = i.undone(intake)
    assert intake.state == S.UNDONE and world() == before
    if kind == "ballots":
        assert Round.objects.count() == 1


def test_a_supplement_of_papers_taken_back(tmp_path: Path) -> None:
    year_in(tmp_path)
    before = world()

    def some(rows: tiny.Rows) -> None:
        rows[1:] = [
            ["0001", "校领导", "1001", "差", "差", "差", "差"],
            ["9999", "校领导", "1001", *["好"] * 4],
        ]
        rows.insert(0, ["补充导入：只补充和更正本表所列的行，其余数据不变；请保留本行"])

    intake = i.staged(i.tiny_file(tmp_path, "ballots", some), "ballots", year=tiny.YEAR)
    assert i.counts(intake) == (1, 1, 0, 0, 0) and not selectors.changes(intake).exists()
    intake = i.confirmed(intake)
    assert len(world()["lines"]) == len(before["lines"]) + 1
    assert i.undone(intake).state == S.UNDONE and world() == before


def test_the_first_files_of_a_year_taken_back_one_by_one(tmp_path: Path) -> None:
    year = year_in(tmp_path)
    assert "请先撤销那次导入" in selectors.undo_reasons(year["roster"])[0]
    assert "民主测评票“ballots.csv”" in "".join(selectors.undo_reasons(year["participants"]))
    for kind in ("ballots", "matters", "participants", "roster"):
        assert i.undone(year[kind]).state == S.UNDONE, selectors.undo_reasons(year[kind])
    assert not any(rows for rows in world().values())


def test_scoring_follows(tmp_path: Path) -> None:
    year = year_in(tmp_path)
    job_run(Job.objects.get(kind="appraisal.score", state="waiting").pk)
    assert Result.objects.count() == 6
    cycle = Cycle.objects.get()
    assert cycle.state == Cycle.State.SCORED
    i.undone(year["ballots"])
    cycle = Cycle.objects.get()
    assert cycle.state == Cycle.State.VOTING, "what was scored is not this data's result any more"
    assert Job.objects.filter(kind="appraisal.score", state="waiting").count() == 1


def test_scoring_follows_sanctions_too(tmp_path: Path) -> None:
    """Nobody with a sanction may go on standing as 拟表彰人选 because the year was scored before."""
    year_in(tmp_path)
    job_run(Job.objects.get(kind="appraisal.score", state="waiting").pk)
    rows = [("工号", "处分", "决定日期"), ("1001", "党内警告", f"{tiny.YEAR}-03-12")]
    sanctions = i.applied(write_csv(tmp_path / "处分.csv", rows), "sanctions")
    assert sanctions.state == S.APPLIED, sanctions.failure
    assert Cycle.objects.get().state == Cycle.State.VOTING
    job_run(Job.objects.get(kind="appraisal.score", state="waiting").pk)
    i.undone(sanctions)
    assert Job.objects.filter(kind="appraisal.score", state="waiting").count() == 1


def test_a_confirmed_year_stays(tmp_path: Path) -> None:
    year = year_in(tmp_path)
    job_run(Job.objects.get(kind="appraisal.score", state="waiting").pk)
    confirmed_as_if(Cycle.objects.get())
    with pytest.raises(RuleBroken, match="计分已经确认"):
        i.undone(year["ballots"])
    assert BallotLine.objects.count() > 0


def test_rows_changed_since_are_named(tmp_path: Path) -> None:
    i.applied(i.tiny_file(tmp_path, "roster"), "roster")
    intake = i.applied(i.tiny_file(tmp_path, "roster", {(2, "民族"): "回族"}), "roster")
    Cadre.objects.filter(staff_no="1002").update(remark="无关")
    assert selectors.undo_reasons(intake) == [], "a row that the file did not touch"
    Cadre.objects.filter(staff_no="1001").update(remark="后来改的")
    (reason,) = selectors.undo_reasons(intake)
    assert "1001 陈静" in reason and "又有改动" in reason
    with pytest.raises(RuleBroken):
        i.undone(intake)


def test_changed_between_asking_and_doing(tmp_path: Path) -> None:
    """The job looks again, under the lock."""
    intake = i.applied(i.tiny_file(tmp_path, "roster"), "roster")
    intake_undo(actor=i.officer(), pk=intake.pk, version=intake.version)
    Cadre.objects.filter(staff_no="1001").update(remark="后来改的")
    intake = i.done(i.again(intake))
    assert intake.state == S.APPLIED and Cadre.objects.count() == 6
    assert "又有改动" in selectors.progress(intake).failed


def test_what_others_built_on_keeps_new_people_in(tmp_path: Path) -> None:
    intake = i.applied(i.tiny_file(tmp_path, "roster"), "roster")
    Absence.objects.create(
        cadre=Cadre.objects.get(staff_no="1001"), kind=Absence.Kind.SICK, starts=clock.today()
    )
    (reason,) = selectors.undo_reasons(intake)
    assert "干部已有 1 条离岗引用" in reason


def test_every_relation_that_keeps_a_row_in_is_asked() -> None:
    """A new table that refers to cadres is a reason of its own."""
    relations = [r for r in Cadre._meta.get_fields(include_hidden=True) if images._holds(r)]
    assert {Appointment, Absence, Participant, Mark, Relief, BallotLine} <= {
        relation.related_model for relation in relations
    }
    assert all(r.on_delete in (models.PROTECT, models.RESTRICT) for r in relations)


def test_only_the_last_one_and_only_for_a_month(tmp_path: Path) -> None:
    first = i.applied(i.tiny_file(tmp_path, "roster"), "roster")
    second = i.applied(i.tiny_file(tmp_path, "roster", {(2, "民族"): "回族"}), "roster")
    assert "请先撤销那次导入" in selectors.undo_reasons(first)[0]
    i.undone(second)
    assert selectors.undo_reasons(first) == []
    same = i.applied(i.tiny_file(tmp_path, "roster"), "roster")
    assert selectors.undo_reasons(first) == [], "a file that changed nothing stands in nobody's way"
    assert selectors.undo_reasons(same) == []
    Intake.objects.update(applied_at=clock.now() - timedelta(days=31), undone_at=None, state="applied")
    assert "已超过 30 天" in selectors.undo_reasons(i.again(first))[0]
    intakes_sweep(actor=i.officer())
    assert not UndoRow.objects.exists()


def test_the_images_are_sealed_as_a_whole(tmp_path: Path) -> None:
    i.applied(i.tiny_file(tmp_path, "roster"), "roster")
    i.applied(i.tiny_file(tmp_path, "roster", {(2, "民族"): "回族"}), "roster")
    with connection.cursor() as cursor:
        cursor.execute("SELECT before FROM intake_undorow WHERE before IS NOT NULL")
        stored = b"".join(bytes(row[0]) for row in cursor.fetchall())
    assert stored and tiny.identity(0).encode() not in stored and "陈静".encode() not in stored
