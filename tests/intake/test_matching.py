"""Whom a row means: 工号, then identity number; name and birth month only by a yes, never by name alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal.models import EarlierResult
from cadres.models import Cadre
from core.pages import RuleBroken
from intake import selectors
from intake.models import Intake, IntakeDecision
from intake.services import decision_record, decisions_record
from tests.support import intakes as i
from tests.support import tiny
from tests.support.years import write_csv

pytestmark = pytest.mark.django_db
S = Intake.State
NUMBER, BORN = tiny.ROSTER.index("身份证号"), tiny.ROSTER.index("出生年月")
EARLIER = ("工号", "姓名", "身份证号", "出生年月", "年度", "类别", "等次", "名次", "总人数")


@pytest.fixture
def register(tmp_path: Path) -> Intake:
    return i.applied(i.tiny_file(tmp_path, "roster"), "roster")


def doubts(intake: Intake) -> list[tuple[int, str, str, str, str]]:
    found = selectors.decisions(intake)
    return [(d.row, d.staff_no, d.candidate, d.grounds, d.choice) for d in found]


def decided(intake: Intake, **choices: str) -> Intake:
    said = {int(row[3:]): choice for row, choice in choices.items()}
    decisions_record(actor=i.officer(), pk=intake.pk, version=intake.version, choices=said)
    return i.done(i.again(intake))


def renumbered(rows: tiny.Rows) -> None:
    """Anna Smith stands in the new roster under another 工号."""
    rows[6][0] = "9006"


def test_another_staff_no_with_the_same_identity_number_waits_for_a_yes(
    register: Intake, tmp_path: Path
) -> None:
    path = i.tiny_file(tmp_path, "roster", renumbered)
    intake = i.staged(path, "roster")
    assert doubts(intake) == [(7, "9006", "1006", "identity", "")]
    assert selectors.preview(intake).undecided == 1
    assert i.counts(intake) == (0, 0, 0, 5, 1), "neither new nor gone while nobody has decided"
    assert "可能是工号 1006 的Anna Smith（身份证号相同）" in i.told(intake)[0][2]

    same = decided(intake, row7="same")
    assert same.state == S.STAGED and i.counts(same) == (0, 0, 0, 6, 0)
    assert i.confirmed(same).state == S.APPLIED
    assert Cadre.objects.count() == 6 and not Cadre.objects.filter(staff_no="9006").exists()


def test_unresolved_rows_are_not_applied_and_nobody_leaves_for_them(register: Intake, tmp_path: Path) -> None:
    intake = i.confirmed(i.staged(i.tiny_file(tmp_path, "roster", renumbered), "roster"))
    assert intake.state == S.APPLIED and intake.errors_file is not None
    assert set(Cadre.objects.filter(status="in").values_list("staff_no", flat=True)) == {
        staff_no for staff_no, *_ in tiny.PEOPLE
    }


def test_a_row_may_be_left_out(register: Intake, tmp_path: Path) -> None:
    intake = decided(i.staged(i.tiny_file(tmp_path, "roster", renumbered), "roster"), row7="skip")
    assert i.counts(intake) == (0, 0, 0, 5, 1)
    assert "已认定不导入" in i.told(intake)[0][2]


def test_the_same_name_and_month_of_birth_is_only_a_question(register: Intake, tmp_path: Path) -> None:
    def stranger(rows: tiny.Rows) -> None:
        rows[6][0], rows[6][NUMBER] = "9006", ""

    path = i.tiny_file(tmp_path, "roster", stranger)
    intake = i.staged(path, "roster")
    assert doubts(intake) == [(7, "9006", "1006", "name_born", "")]
    other = decided(intake, row7="other")
    assert i.counts(other) == (1, 0, 1, 5, 0), "a new person, and the old one leaves"
    same = decided(other, row7="same")
    assert i.counts(same) == (0, 1, 0, 5, 0), "the old person, now without the number"


def test_a_name_alone_finds_nobody(register: Intake, tmp_path: Path) -> None:
    def stranger(rows: tiny.Rows) -> None:
        rows[6][0], rows[6][NUMBER], rows[6][BORN] = "9006", "", ""

    intake = i.staged(i.tiny_file(tmp_path, "roster", stranger), "roster")
    assert doubts(intake) == [] and i.counts(intake)[:3] == (1, 0, 1)


def test_another_identity_number_is_another_person(register: Intake, tmp_path: Path) -> None:
    def stranger(rows: tiny.Rows) -> None:
        rows[6][0], rows[6][NUMBER] = "9006", tiny.identity(66)

    assert doubts(i.staged(i.tiny_file(tmp_path, "roster", stranger), "roster")) == []


def test_who_stands_in_the_file_already_is_not_asked_about(register: Intake, tmp_path: Path) -> None:
    def twice(rows: tiny.Rows) -> None:
        rows.append([*rows[6]])
        rows[7][0] = "9006"

    intake = i.staged(i.tiny_file(tmp_path, "roster", twice), "roster")
    assert doubts(intake) == []
    assert {(row, message) for row, _, message in i.told(intake)} == {
        (7, "身份证号重复"),
        (8, "身份证号重复"),
    }


def test_decisions_name_rows_that_are_asked_about(register: Intake, tmp_path: Path) -> None:
    intake = i.staged(i.tiny_file(tmp_path, "roster", renumbered), "roster")
    for row, choice in ((3, "same"), (7, "maybe"), (7, "")):
        with pytest.raises(RuleBroken, match="没有需要认定"):
            decision_record(actor=i.officer(), pk=intake.pk, version=intake.version, row=row, choice=choice)
    assert not IntakeDecision.objects.exclude(choice="").exists()


def earlier(folder: Path, *rows: list[str]) -> Path:
    return write_csv(folder / "以前年度.csv", [EARLIER, *rows])


def test_rows_of_other_files_find_people_the_same_way(register: Intake, tmp_path: Path) -> None:
    said = ["2023", "机关部门正职", "优秀", "1", "20"]
    path = earlier(
        tmp_path,
        ["１００1", "陈静", "", "", *said],
        ["", "陈静", tiny.identity(1), "", *said],
        ["9003", "阿依古丽•买买提", "", "1975.03", *said],
        ["9004", "欧阳文博", "", "", *said],
    )
    intake = i.staged(path, "earlier_years")
    assert doubts(intake) == [(4, "9003", "1003", "name_born", "")]
    assert [(row, column) for row, column, _ in i.told(intake)] == [(4, "（人员认定）"), (5, "工号")]
    intake = i.confirmed(decided(intake, row4="same"))
    assert intake.state == S.APPLIED
    found = EarlierResult.objects.order_by("cadre__staff_no").values_list("cadre__staff_no", "grade")
    assert list(found) == [("1001", "优秀"), ("1002", "优秀"), ("1003", "优秀")]


PARTICIPANTS = ("工号", "姓名", "考核类别", "确定等次", "身份证号", "出生年月")
MATTERS = ("事项编号", "工号", "措施", "日期", "扣分", "认定", "姓名", "身份证号", "出生年月")


@pytest.mark.parametrize(
    ("kind", "header", "row"),
    [
        ("participants", PARTICIPANTS, ["9002", "陈静", "机关部门副职", "是", tiny.identity(1), ""]),
        ("participants", PARTICIPANTS, ["9002", "欧阳文博", "二级学院副职", "是", "", "1975.03"]),
        ("matters", MATTERS, ["SX1", "9002", "扣分", "2025-03-12", "1", "", "", tiny.identity(1), ""]),
        ("matters", MATTERS, ["SX1", "9002", "扣分", "2025-03-12", "1", "", "欧阳文博", "", "1975.03"]),
    ],
)
def test_a_year_s_files_ask_the_same_question(
    kind: str, header: tuple[str, ...], row: list[str], register: Intake, tmp_path: Path
) -> None:
    intake = i.staged(write_csv(tmp_path / "f.csv", [header, row]), kind, year=tiny.YEAR)
    who = "1004" if "欧阳文博" in row else "1002"
    grounds = "name_born" if "欧阳文博" in row else "identity"
    assert doubts(intake) == [(2, "9002", who, grounds, "")]
    assert i.counts(intake) == (0, 0, 0, 0, 1)
    same = i.confirmed(decided(intake, row2="same"))
    assert same.state == S.APPLIED and same.counts["new"] == 1
    assert i.undone(same).state == S.UNDONE
