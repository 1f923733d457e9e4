"""Six people, their list, papers and matters: the smallest institution, to be spoilt cell by cell.

Row numbers are a spreadsheet's: the header stands in row 1, person i (from 0) in row i + 2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from accounts.models import User
from appraisal.services import YearImport, year_import_stage
from core.imports import problems_of
from core.tables.values import fold
from portal.demo.names import check_digit
from tests.support.years import write_csv, write_xlsx

YEAR = 2025
ROSTER = (
    "工号", "姓名", "性别", "民族", "身份证号", "出生年月", "政治面貌", "入党时间", "参加工作时间",
    "全日制教育/学历", "全日制教育/学位", "全日制教育/毕业院校及专业", "所在单位", "单位类别",
    "现任职务", "正副职", "任现职时间", "任期/起", "任期/止", "是否双肩挑", "手机", "备注",
)  # fmt: skip
PARTICIPANTS = ("工号", "姓名", "考核类别", "确定等次", "不确定等次原因")
BALLOTS = ("票号", "票类", "工号", "政治素质", "工作实绩", "作风建设", "决策部署执行")
MATTERS = ("事项编号", "工号", "措施", "日期", "扣分", "文号", "认定")
HEADERS = {"roster": ROSTER, "participants": PARTICIPANTS, "ballots": BALLOTS, "matters": MATTERS}
GROUPS = ("校领导", "中层干部", "教职工")
PAPERS = 3
PEOPLE = (
    ("1001", "陈静", "女", "机关部门", "正职"),
    ("1002", "陈静", "女", "机关部门", "副职"),
    ("1003", "阿依古丽·买买提", "女", "二级学院", "正职"),
    ("1004", "欧阳文博", "男", "二级学院", "副职"),
    ("1005", "李𬭊", "男", "直属单位", "正职"),
    ("1006", "Anna Smith", "女", "直属单位", "副职"),
)
Rows = list[list[Any]]
Spoil = Callable[[Rows], object] | Mapping[tuple[int, str], Any]


def identity(serial: int, *, born: str = "19750312", male: bool = False) -> str:
    """A made-up identity number with the right check digit."""
    first17 = f"990000{born}{serial * 2 + male:03d}"
    return first17 + check_digit(first17)


def rows_of(kind: str) -> Rows:
    """A fresh copy of one file's rows, header first; every row is good and none warns."""
    made = {"roster": _roster, "participants": _participants, "ballots": _ballots, "matters": _matters}[
        kind
    ]()
    return [list(HEADERS[kind]), *made]


def _roster() -> Rows:
    rows = []
    for i, (staff_no, name, sex, kind, rank) in enumerate(PEOPLE):
        number = identity(i, male=sex == "男")
        degree = ("研究生", "博士", "某大学 机械工程")
        office = (f"{kind}甲", kind, f"甲{rank}", rank, "2021.03", "2021.03", "2026.03")
        person = (number, "1975.03", "中共党员", "1996.06", "1997.07")
        rows.append([staff_no, name, sex, "汉族", *person, *degree, *office, "否", f"1990000100{i}", ""])
    return rows


def _participants() -> Rows:
    return [[staff_no, name, kind + rank, "是", ""] for staff_no, name, _, kind, rank in PEOPLE]


def _ballots() -> Rows:
    rows: Rows = []
    for place, group in enumerate(GROUPS):
        for paper in range(PAPERS):
            number = f"{place * PAPERS + paper + 1:04d}"
            rows += [[number, group, person[0], "好", "好", "较好", "一般"] for person in PEOPLE]
    return rows


def _matters() -> Rows:
    return [
        ["SX1", "1001", "扣分", "2025-03-12", "1.5", "校纪〔2025〕1号", ""],
        ["SX1", "1001", "诫勉", "2025-04-12", "", "", ""],
        ["SX1", "1002", "黄牌", "2025-03-12", "2", "", "从轻"],
    ]


def spoilt(kind: str, spoil: Spoil) -> Rows:
    """The file's rows after a change: {(row number, column): value}, or a function that changes the rows."""
    rows = rows_of(kind)
    if callable(spoil):
        spoil(rows)
    else:
        for (row, column), value in spoil.items():
            rows[row - 1][HEADERS[kind].index(column)] = value
    return rows


def write(
    folder: Path, *, ending: str = "csv", kinds: Iterable[str] = HEADERS, **changed: Spoil
) -> dict[str, Path]:
    """Writes the four files (or some kinds of them), the named ones spoilt, all as csv or all as xlsx."""
    save = {"csv": write_csv, "xlsx": write_xlsx}[ending]
    folder.mkdir(parents=True, exist_ok=True)
    return {
        kind: save(folder / f"{kind}.{ending}", _filled(spoilt(kind, changed.get(kind, {})), ending))
        for kind in kinds
    }


def _filled(rows: Rows, ending: str) -> list[Sequence[Any]]:
    """An empty cell of a workbook holds nothing, not an empty text."""
    return [[None if cell == "" and ending == "xlsx" else cell for cell in row] for row in rows]


def stage(files: Mapping[str, Path], *, keep_good: bool = False) -> YearImport:
    """Stages and judges the files."""
    return year_import_stage(files, year=YEAR, actor=User.objects.system(), keep_good=keep_good)


Found = tuple[str, int, str, str, str, str]


def found(result: YearImport, code: str | None = None) -> list[Found]:
    """(severity, row, column, value, message, remedy) of every problem of a file, or of all the files."""
    return [
        (p.severity, p.row, p.column, p.value, p.message, p.remedy)
        for item in result.staged
        if code in (None, item.form.code)
        for p in problems_of(item.batch)
    ]


Expected = tuple[str, int, str, str]
"""(severity, row, column, part of the message)."""


def check(
    folder: Path,
    kind: str,
    spoil: Spoil,
    expected: Sequence[Expected],
    *,
    kinds: Sequence[str] = tuple(HEADERS),
) -> None:
    """The spoilt file has exactly the expected problems, as csv and as xlsx, each with value and remedy.

    A change with a number or a date in it is for workbooks only: a csv file holds text. kinds: the files
    that are staged; those that are not spoilt must have no problem.
    """
    typed = isinstance(spoil, Mapping) and any(not isinstance(value, str) for value in spoil.values())
    for ending in ("xlsx",) if typed else ("csv", "xlsx"):
        result = stage(write(folder / ending, ending=ending, kinds=kinds, **{kind: spoil}))
        assert not result.unreadable
        problems = found(result)
        assert problems == found(result, kind), "only the spoilt file has problems"
        told = sorted((p[1], p[2], p[0]) for p in problems)
        assert told == sorted((row, column, severity) for severity, row, column, _ in expected), ending
        for severity, row, column, fragment in expected:
            (problem,) = [p for p in problems if p[:3] == (severity, row, column)]
            assert fragment in problem[4], ending
            assert problem[5], "what to do"
            if isinstance(spoil, Mapping) and (row, column) in spoil:
                assert _says(problem[3], spoil[row, column]), "the value as read"
        errors = {row for severity, row, _, _ in expected if severity == "error"}
        batch = result.batch(kind)
        assert batch is not None
        assert batch.rows_bad == len(errors)
        assert bad_rows(result, kind) == errors


def _says(told: str, cell: Any) -> bool:
    """Whether a problem quotes the cell: folded, cut short when long, a month in its one form."""
    if isinstance(cell, int | float):
        return float(told) == float(cell)
    whole = fold(str(cell))
    return whole[:200] == fold(told) or whole.replace(".", "-") == told


def bad_rows(result: YearImport, kind: str) -> set[int]:
    """Rows that will not go in."""
    (item,) = [item for item in result.staged if item.form.code == kind]
    rows = item.form.model._default_manager.filter(batch_id=item.batch.pk, bad=True)
    return set(rows.values_list("row", flat=True))


def staged(result: YearImport, kind: str, row: int) -> Any:
    """One staged row."""
    (item,) = [item for item in result.staged if item.form.code == kind]
    return item.form.model._default_manager.get(batch_id=item.batch.pk, row=row)
