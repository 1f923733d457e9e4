"""Earlier years and current sanctions: what is taken, what is a bad row, and what undoing leaves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from appraisal.models import Cycle, EarlierResult
from cadres.models import Cadre
from core import clock
from core.pages import RuleBroken
from intake import registry, selectors
from intake.exports import template_write
from intake.models import ChangeKind, Intake
from intake.services import intakes_sweep
from matters.models import Mark, Matter
from matters.selectors import marks_of
from tests.support import intakes as i
from tests.support import tiny
from tests.support.years import write_csv

pytestmark = pytest.mark.django_db
S = Intake.State
EARLIER = ("工号", "年度", "类别", "等次", "名次", "总人数")
SANCTIONS = ("工号", "姓名", "处分", "决定日期", "影响期止", "文号", "事项编号")
GOOD_YEAR = ["1001", "2023", "机关部门正职", "优秀", "1", "20"]
GOOD_SANCTION = ["1001", "陈静", "党内警告", "2026-03-12", "2027-03-12", "校纪〔2026〕1号", "SX9"]


@pytest.fixture(autouse=True, scope="module")
def register(module_db: None, tmp_path_factory: pytest.TempPathFactory) -> Intake:
    return i.applied(i.tiny_file(tmp_path_factory.mktemp("register"), "roster"), "roster")


def table(folder: Path, header: Sequence[str], *rows: Sequence[str]) -> Path:
    return write_csv(folder / "表.csv", [header, *rows])


def one(header: Sequence[str], good: Sequence[str], **changed: str) -> list[str]:
    row = list(good)
    for name, value in changed.items():
        row[header.index(name)] = value
    return row


def test_earlier_years_are_added_and_corrected_never_removed(tmp_path: Path) -> None:
    rows = [GOOD_YEAR, one(EARLIER, GOOD_YEAR, 年度="2022", 等次="称职", 名次="", 总人数="")]
    intake = i.applied(table(tmp_path, EARLIER, *rows), "earlier_years")
    assert intake.state == S.APPLIED
    found = EarlierResult.objects.values_list("year", "grade", "rank", "out_of")
    assert list(found) == [(2023, "优秀", 1, 20), (2022, "称职", None, None)]
    assert EarlierResult.objects.filter(source=intake.batch).count() == 2

    intake = i.staged(table(tmp_path, EARLIER, one(EARLIER, GOOD_YEAR, 名次="2")), "earlier_years")
    (changed,) = selectors.changes(intake)
    assert changed.kind == ChangeKind.CHANGED
    assert changed.values == [{"column": "名次", "old": "1", "new": "2"}]
    intake = i.confirmed(intake)
    assert EarlierResult.objects.count() == 2
    assert EarlierResult.objects.get(year=2023).rank == 2
    assert i.undone(intake).state == S.UNDONE and EarlierResult.objects.get(year=2023).rank == 1


@pytest.mark.parametrize(
    ("changed", "column", "said"),
    [
        ({"名次": "21"}, "名次", "大于总人数 20"),
        ({"名次": ""}, "名次", "只填了一个"),
        ({"总人数": ""}, "总人数", "只填了一个"),
        ({"名次": "0"}, "名次", "不在 1 到"),
        ({"名次": "第一"}, "名次", "不是整数"),
        ({"年度": "2027"}, "年度", "年度还没有到"),
        ({"年度": "1889"}, "年度", "不在 1990 到"),
        ({"年度": "2025"}, "年度", "已在本系统中计分"),
        ({"等次": "良好"}, "等次", "不是可用的词"),
        ({"等次": ""}, "等次", "不能为空"),
        ({"工号": "7777"}, "工号", "不在干部名册中"),
        ({"工号": ""}, "工号", "不能为空"),
    ],
)
def test_bad_rows_of_earlier_years(changed: dict[str, str], column: str, said: str, tmp_path: Path) -> None:
    assert clock.today().year == 2026
    Cycle.objects.create(year=2025, scored_at=clock.now())
    path = table(tmp_path, EARLIER, one(EARLIER, GOOD_YEAR, **changed), one(EARLIER, GOOD_YEAR, 工号="1002"))
    intake = i.staged(path, "earlier_years", words={})
    ((row, where, message),) = i.told(intake)
    assert (row, where) == (2, column) and said in message
    (problem,) = selectors.problems(intake, "error")
    assert problem.remedy and problem.value == changed.get(column, problem.value)
    i.confirmed(intake)
    assert EarlierResult.objects.count() == 1, "the good row is in"


def test_one_year_twice_is_bad_in_both_rows(tmp_path: Path) -> None:
    path = table(tmp_path, EARLIER, GOOD_YEAR, one(EARLIER, GOOD_YEAR, 工号="１００１\u200b"))
    assert [(row, column) for row, column, _ in i.told(i.staged(path, "earlier_years"))] == [
        (2, "年度"),
        (3, "年度"),
    ]


def test_the_database_keeps_a_rank_within_its_total(tmp_path: Path) -> None:
    intake = i.applied(table(tmp_path, EARLIER, GOOD_YEAR), "earlier_years")
    for values in ({"rank": 21}, {"rank": None}, {"grade": "良"}, {"rank": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EarlierResult.objects.filter(source=intake.batch).update(**values)


def test_sanctions_become_marks_that_every_year_sees(tmp_path: Path) -> None:
    rows = [GOOD_SANCTION, one(SANCTIONS, GOOD_SANCTION, 工号="1003", 姓名="", 事项编号="", 影响期止="")]
    intake = i.applied(table(tmp_path, SANCTIONS, *rows), "sanctions")
    assert intake.state == S.APPLIED
    mark = Mark.objects.get(cadre__staff_no="1001")
    assert (mark.measure, mark.decided_on, mark.influence_to) == (
        "党内警告",
        date(2026, 3, 12),
        date(2027, 3, 12),
    )
    assert mark.file_year is None and mark.points == 0 and mark.matter.number == "SX9"
    assert Mark.objects.get(cadre__staff_no="1003").matter.number == "处分-1003-20260312"
    for year in (2026, 2027):
        (fact,) = marks_of([mark.cadre_id], year=year)[mark.cadre_id]
        assert fact.measure == "党内警告"

    longer = one(SANCTIONS, GOOD_SANCTION, 影响期止="2027-09-12")
    intake = i.staged(table(tmp_path, SANCTIONS, longer), "sanctions")
    assert i.counts(intake) == (0, 1, 0, 0, 0)
    intake = i.confirmed(intake)
    assert Mark.objects.count() == 2 and Mark.objects.get(pk=mark.pk).influence_to == date(2027, 9, 12)
    assert i.undone(intake).state == S.UNDONE
    assert Mark.objects.get(pk=mark.pk).influence_to == date(2027, 3, 12)


def test_undoing_sanctions_takes_their_matters_along(tmp_path: Path) -> None:
    i.undone(i.applied(table(tmp_path, SANCTIONS, GOOD_SANCTION), "sanctions"))
    assert not Mark.objects.exists() and not Matter.objects.exists()


@pytest.mark.parametrize(
    ("changed", "column", "said"),
    [
        ({"处分": "口头批评"}, "处分", "不是可用的词"),
        ({"处分": "扣分"}, "处分", "不是可用的词"),
        ({"影响期止": "2026-03-11"}, "影响期止", "早于决定日期"),
        ({"决定日期": "2026.03"}, "决定日期", "缺少日"),
        ({"决定日期": "2031-01-01", "影响期止": ""}, "决定日期", "晚于今天"),
        ({"工号": "7777"}, "工号", "不在干部名册中"),
        ({"姓名": "张三"}, "姓名", "名册中工号 1001 是陈静"),
    ],
)
def test_bad_rows_of_sanctions(changed: dict[str, str], column: str, said: str, tmp_path: Path) -> None:
    path = table(tmp_path, SANCTIONS, one(SANCTIONS, GOOD_SANCTION, **changed))
    ((row, where, message),) = i.told(i.staged(path, "sanctions", words={}))
    assert (row, where) == (2, column) and said in message


def test_a_sanction_twice_and_one_that_is_over(tmp_path: Path) -> None:
    path = table(tmp_path, SANCTIONS, GOOD_SANCTION, GOOD_SANCTION)
    assert {row for row, _, _ in i.told(i.staged(path, "sanctions"))} == {2, 3}
    over = one(SANCTIONS, GOOD_SANCTION, 决定日期="2024-01-02", 影响期止="2025-01-02")
    intake = i.staged(table(tmp_path, SANCTIONS, over), "sanctions")
    (warning,) = selectors.problems(intake)
    assert warning.severity == "warning" and "不是现行处分" in warning.message
    assert i.confirmed(intake).state == S.APPLIED


def test_a_closed_or_impossible_year_takes_no_file(tmp_path: Path) -> None:
    Cycle.objects.create(year=2024, state="draft")
    for year, said in ((None, "请填写年度"), (1999, "年度应在"), (2099, "年度应在")):
        with pytest.raises(RuleBroken, match=said):
            i.uploaded(i.tiny_file(tmp_path, "participants"), "participants", year=year)


def test_who_moved_since_the_preview_makes_their_row_bad(tmp_path: Path) -> None:
    intake = i.staged(i.tiny_file(tmp_path, "participants"), "participants", year=tiny.YEAR)
    assert i.counts(intake) == (6, 0, 0, 0, 0)
    Cadre.objects.filter(staff_no="1004").update(status="left", left_reason="retired")
    intake = i.confirmed(intake)
    assert intake.state == S.STAGED and "1 行被改动" in intake.failure
    assert [(row, column) for row, column, _ in i.told(intake)] == [(5, "工号")]
    assert i.confirmed(intake).state == S.APPLIED


@pytest.mark.parametrize("kind", [kind.code for kind in registry.kinds()])
def test_every_kind_has_a_template_that_needs_no_mapping(kind: str, tmp_path: Path) -> None:
    found = registry.kind_of(kind)
    path = tmp_path / "模板.xlsx"
    template_write(found, path)
    book = load_workbook(path)
    assert book.sheetnames == [found.label, "填写说明"]
    year = clock.today().year if found.needs_year else None
    explained = [row[0].value for row in list(book["填写说明"].rows)[1:]]
    assert explained == [cell.value for cell in list(book[found.label].rows)[1]]
    intake = i.uploaded(path, kind, year=year)
    own = selectors.own_file(intake)
    assert own.complete and own.sheet == found.label
    intake = i.mapped(intake)
    if kind == "matters":
        assert intake.state == S.STAGED, "a year in which nothing happened"
    else:
        assert intake.state == S.FAILED and "没有数据行" in intake.failure


def test_kinds_say_who_builds_on_whom() -> None:
    codes = {kind.code for kind in registry.kinds()}
    years = {"roster", "participants", "matters", "ballots", "earlier_years", "sanctions"}
    assert codes == years | {"risks", "register", "unit_results"}
    assert all(set(kind.builds_on) <= codes for kind in registry.kinds())
    with pytest.raises(ValueError, match="twice"):
        registry.register(registry.kind_of("roster"))


def test_old_cases_are_given_up(tmp_path: Path, monkeypatch) -> None:
    intake = i.staged(i.tiny_file(tmp_path, "matters"), "matters", year=tiny.YEAR)
    assert intakes_sweep(actor=i.officer()) == 0
    Intake.objects.filter(pk=intake.pk).update(created_at=clock.now() - timedelta(days=8))
    assert intakes_sweep(actor=i.officer()) == 1
    assert i.again(intake).state == S.DISCARDED and i.again(intake).file is None
