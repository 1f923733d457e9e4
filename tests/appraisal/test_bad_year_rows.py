"""名单, 扣分与认定 and 民主测评: every bad row, every warning, and every habit that is read right."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from rulebook.models import PolicyVersion
from tests.support import tiny
from tests.support.years import appraise, policy_version, records

pytestmark = pytest.mark.django_db
E, W = "error", "warning"


def one(row: int, column: str, value: object, message: str, severity: str = E) -> tuple:
    """A change of one cell and the one problem it makes there."""
    return {(row, column): value}, [(severity, row, column, message)]


def adding(*rows: list) -> object:
    """A change that appends rows."""
    return lambda cells: cells.extend(list(row) for row in rows)


def line(paper: str, group: str, staff_no: str, *marks: str) -> list[str]:
    """One ballot line."""
    return [paper, group, staff_no, *(marks or ("好", "好", "好", "好"))]


PARTICIPANTS = {
    "no 工号": one(2, "工号", "", "不能为空"),
    "a long 工号": ({(2, "工号"): "1" * 33}, [(E, 2, "工号", "超过 32 个字")]),
    "a long name": one(2, "姓名", "阿" * 65, "超过 64 个字"),
    "an unknown category": one(2, "考核类别", "机关正职", "不是可用的词"),
    "a category that only merging makes": one(6, "考核类别", "直属单位（正副职合并）", "不是可用的词"),
    "no category": one(2, "考核类别", "", "不能为空"),
    "neither 是 nor 否": one(2, "确定等次", "Y", "不是可用的词"),
    "确定等次 left blank": one(2, "确定等次", "", "不能为空"),
    "a long reason": one(2, "不确定等次原因", "因" * 201, "超过 200 个字"),
    "工号 twice": (
        adding(["1006", "", "直属单位副职", "是", ""]),
        [(E, row, "工号", "工号重复") for row in (7, 8)],
    ),
    "工号 three times, once folded": (
        adding(["１００６", "", "直属单位副职", "是", ""], ["10\u200b06", "", "直属单位副职", "是", ""]),
        [(E, row, "工号", "工号重复") for row in (7, 8, 9)],
    ),
    "nobody of the register": (
        adding(["1999", "", "直属单位副职", "是", ""]),
        [(E, 8, "工号", "不在干部名册中")],
    ),
    "a name unlike the register's": one(3, "姓名", "陈晓静", "名册中工号 1002 是陈静", W),
    "another name's cadre": one(5, "姓名", "陈静", "名册中工号 1004 是欧阳文博", W),
    "a category unlike the register's": one(3, "考核类别", "机关部门正职", "名册中的岗位属于机关部门副职", W),
    "ungraded without a reason": ({(2, "确定等次"): "否"}, [(W, 2, "不确定等次原因", "未写原因")]),
}

MATTERS = {
    "no 事项编号": one(2, "事项编号", "", "不能为空"),
    "事项编号 of zero-width characters": one(2, "事项编号", "\u200b　", "不能为空"),
    "a long 事项编号": one(2, "事项编号", "S" * 41, "超过 40 个字"),
    "no 工号": one(2, "工号", "", "不能为空"),
    "nobody of the register": one(2, "工号", "1999", "不在干部名册中"),
    "an unknown measure": one(2, "措施", "严重警告", "不是可用的词"),
    "no measure": one(2, "措施", "", "不能为空"),
    "no date": one(2, "日期", "", "不能为空"),
    "a day that does not exist": one(2, "日期", "2025-02-29", "没有 2025 年 2 月 29 日"),
    "a month that does not exist": one(2, "日期", "2025.13.1", "没有 13 月"),
    "a month without a day": one(2, "日期", "2025-03", "日期缺少日"),
    "1975.1 for a day": one(2, "日期", "2025.1", "日期缺少日"),
    "1975.1 for a day, as a number": one(2, "日期", 2025.1, "日期缺少日"),
    "a word for a date": one(2, "日期", "去年", "不是日期"),
    "a year of long ago": one(2, "日期", "1025-03-12", "年份 1025 不在"),
    "negative points": one(2, "扣分", "-1", "分数不能是负数"),
    "negative points as a number": one(2, "扣分", -1.5, "分数不能是负数"),
    "negative points in full-width": one(2, "扣分", "－１", "分数不能是负数"),
    "two points": one(2, "扣分", "1.2.3", "不是分数"),
    "an exponent": one(2, "扣分", "1e2", "不是分数"),
    "points in words": one(2, "扣分", "一分", "不是分数"),
    "a decimal comma": one(2, "扣分", "1,5", "不是分数"),
    "points with a sign": one(2, "扣分", "+1", "不是分数"),
    "points beyond the column": one(2, "扣分", "1234567", "不是分数"),
    "points finer than the column": one(2, "扣分", "0.12345", "不是分数"),
    "points stored as a date": one(2, "扣分", datetime(2025, 1, 5), "不是分数，单元格被存成了日期"),
    "a long 文号": one(2, "文号", "纪" * 101, "超过 100 个字"),
    "an unknown finding": one(2, "认定", "免责", "不是可用的词"),
    "findings that contradict": (
        {(2, "认定"): "免除责任", (3, "认定"): "从轻"},
        [(E, row, "认定", "1001 在事项 SX1 上的认定互相矛盾") for row in (2, 3)],
    ),
    "a contradiction makes the blank row bad too": (
        adding(
            ["ＳＸ１", "１００１", "扣分", "2025-5-1", "", "", "澄清"],
            ["SX1", "1001", "扣分", "2020-5-1", "", "", "不予容错"],
        ),
        [(E, row, "认定", "互相矛盾") for row in (2, 3, 5, 6)],
    ),
    "减轻 contradicts as well": (
        {(2, "认定"): "减轻", (3, "认定"): "澄清"},
        [(E, row, "认定", "互相矛盾") for row in (2, 3)],
    ),
    "blank contradicts nothing": ({(2, "认定"): "免除责任"}, []),
    "免除责任 beside 澄清": ({(2, "认定"): "免除责任", (3, "认定"): "澄清"}, []),
    "从轻 beside 不予容错": ({(2, "认定"): "从轻", (3, "认定"): "不予容错"}, []),
    "another cadre on the matter": ({(2, "认定"): "免除责任", (4, "认定"): "不予容错"}, []),
    "another matter of the cadre": (
        adding(
            ["SX2", "1001", "扣分", "2025-5-1", "1", "", "免除责任"],
            ["SX3", "1001", "扣分", "2025-5-1", "1", "", "从轻"],
        ),
        [],
    ),
}

BALLOTS = {
    "no 票号": one(2, "票号", "", "不能为空"),
    "票号 of spaces": one(2, "票号", "　\u200b", "不能为空"),
    "a long 票号": one(2, "票号", "1" * 33, "超过 32 个字"),
    "an unknown 票类": one(2, "票类", "学生", "不是可用的词"),
    "no 票类": one(2, "票类", "", "不能为空"),
    "no 工号": one(2, "工号", "", "不能为空"),
    "nobody of the list": one(2, "工号", "1999", "不在参加考核人员名单中"),
    "an unknown mark": one(2, "政治素质", "很好", "不是可用的词"),
    "a mark of another scale": one(2, "决策部署执行", "A", "不是可用的词"),
    "a number for a mark": one(2, "工作实绩", 90, "不是可用的词"),
    "several marks of one line": (
        {(2, "政治素质"): "优", (2, "作风建设"): "良"},
        [(E, 2, "政治素质", "可用的词"), (E, 2, "作风建设", "可用的词")],
    ),
    "票号 and 工号 twice": (
        adding(line("0001", "校领导", "1001")),
        [(E, row, "票号", "对 1001 评了 2 次") for row in (2, 56)],
    ),
    "twice across 票类": (
        adding(line("0001", "教职工", "1001")),
        [(E, row, "票号", "评了 2 次") for row in (2, 56)],
    ),
    "three times once folded": (
        adding(line("００01", "校领导", "1001"), line("0001\u200b", "校领导", "１００1")),
        [(E, row, "票号", "评了 3 次") for row in (2, 56, 57)],
    ),
    "two doubled lines": (
        adding(line("0001", "校领导", "1001"), line("0009", "教职工", "1006")),
        [(E, row, "票号", "评了 2 次") for row in (2, 55, 56, 57)],
    ),
    "a doubled line about nobody": (
        adding(line("0001", "校领导", "1999"), line("0001", "校领导", "1999")),
        [(E, row, column, "") for row in (56, 57) for column in ("票号", "工号")],
    ),
}


@pytest.mark.parametrize(
    ("kind", "case"),
    [
        (kind, case)
        for kind, cases in (("participants", PARTICIPANTS), ("matters", MATTERS), ("ballots", BALLOTS))
        for case in cases
    ],
)
def test_bad_rows_and_warnings(kind: str, case: str, tmp_path: Path) -> None:
    spoil, expected = {"participants": PARTICIPANTS, "matters": MATTERS, "ballots": BALLOTS}[kind][case]
    staged = {"participants": ["roster", "participants"], "matters": ["roster", "matters"]}
    tiny.check(tmp_path, kind, spoil, expected, kinds=staged.get(kind, list(tiny.HEADERS)))


HABITS = {
    ("participants", "工号"): ("１０ ０１\u200b", "staff_no", "1001"),
    ("participants", "姓名"): ("陈　静", "name", "陈静"),
    ("participants", "考核类别"): ("机关部门\u3000正职\ufeff", "category", "机关部门正职"),
    ("participants", "确定等次"): ("　是 ", "graded", True),
    ("matters", "事项编号"): ("ＳＸ １\u200b", "number", "SX1"),
    ("matters", "工号"): ("１００１ ", "staff_no", "1001"),
    ("matters", "措施"): ("扣　分\u200b", "measure", "扣分"),
    ("matters", "文号"): (" 纪〔2025〕 3号　", "document_no", "纪〔2025〕 3号"),
    ("matters", "认定"): ("免除\u200b责任 ", "finding", "免除责任"),
    ("ballots", "票号"): ("０００１\u200b", "paper", "0001"),
    ("ballots", "票类"): ("校　领导 ", "group", 0),
    ("ballots", "工号"): ("１００１", "staff_no", "1001"),
    ("ballots", "政治素质"): ("较　好\u200b", "marks", 0x2101),
    ("ballots", "决策部署执行"): ("　\u200b", "marks", 0x6100),
}


@pytest.mark.parametrize(("kind", "column"), HABITS)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_habits_are_read_right(kind: str, column: str, ending: str, tmp_path: Path) -> None:
    cell, field, value = HABITS[kind, column]
    result = tiny.stage(tiny.write(tmp_path, ending=ending, **{kind: {(2, column): cell}}))
    assert tiny.found(result) == []
    assert getattr(tiny.staged(result, kind, 2), field) == value


@pytest.mark.parametrize(("word", "position"), [("不了解", 4), ("弃权", 5), ("", 6)])
def test_abstentions_are_read_as_such(word: str, position: int, tmp_path: Path) -> None:
    result = tiny.stage(tiny.write(tmp_path, ballots={(2, "政治素质"): word}))
    assert tiny.found(result) == []
    assert tiny.staged(result, "ballots", 2).marks & 15 == position


DAYS = (
    "2025-3-2", "2025-03-02", "2025/3/2", "2025.3.2", "2025.03.02", "20250302", "2025年3月2日",
    "２０２５．３．２", " 2025-03-\u200b02 ", 20250302, datetime(2025, 3, 2), datetime(2025, 3, 2, 14, 30),
)  # fmt: skip


@pytest.mark.parametrize("cell", DAYS)
def test_every_form_of_a_day_is_read(cell: object, tmp_path: Path) -> None:
    files = tiny.write(tmp_path, ending="xlsx", kinds=["roster", "matters"], matters={(2, "日期"): cell})
    result = tiny.stage(files)
    assert tiny.found(result) == []
    assert tiny.staged(result, "matters", 2).decided_on == date(2025, 3, 2)


POINTS = {
    "９５": "95",
    "1.5": "1.5",
    ".5": "0.5",
    "2.": "2",
    "": "0",
    "　": "0",
    " 0.25\u200b": "0.25",
    "007": "7",
}


@pytest.mark.parametrize("cell", [*POINTS, 1.5, 2, 0.1, 0])
def test_every_form_of_points_is_read(cell: object, tmp_path: Path) -> None:
    files = tiny.write(tmp_path, ending="xlsx", kinds=["roster", "matters"], matters={(2, "扣分"): cell})
    result = tiny.stage(files)
    assert tiny.found(result) == []
    assert tiny.staged(result, "matters", 2).points == Decimal(POINTS.get(str(cell), str(cell)))


def test_the_same_paper_about_different_people_is_one_paper(tmp_path: Path) -> None:
    assert len({row[0] for row in tiny.rows_of("ballots")[1:]}) == 9
    assert tiny.found(tiny.stage(tiny.write(tmp_path))) == []


def test_numbers_in_workbook_cells_are_identifiers_too(tmp_path: Path) -> None:
    """Excel makes numbers of 1001; all four files agree again once they are text."""

    def numbers(rows: tiny.Rows) -> None:
        at = rows[0].index("工号")
        for row in rows[1:]:
            row[at] = int(row[at])

    result = tiny.stage(tiny.write(tmp_path, ending="xlsx", **dict.fromkeys(tiny.HEADERS, numbers)))
    assert tiny.found(result) == []
    assert tiny.staged(result, "ballots", 2).staff_no == "1001"


def test_the_lists_category_wins_over_the_registers(tmp_path: Path) -> None:
    files = tiny.write(tmp_path, participants={(3, "考核类别"): "二级学院副职"})
    _, complained = appraise(tmp_path / "out.xlsx", **files)
    assert "名册中的岗位属于机关部门副职" in complained
    rows = {row["工号"]: row["考核类别"] for row in records(tmp_path / "out.xlsx", "排名")}
    assert rows["1002"] == "二级学院（正副职合并）"


EXPELLED = ["SX9", "1003", "政务开除", "2023-06-01", "", "", ""]


def test_expelled_in_an_earlier_year_and_still_a_participant_is_a_warning(tmp_path: Path) -> None:
    files = tiny.write(tmp_path, matters=adding(EXPELLED))
    _, complained = appraise(tmp_path / "out.xlsx", **files)
    assert "1003 阿依古丽·买买提：2023 年受政务开除，仍在 2025 年度参加考核人员名单中" in complained


@pytest.mark.parametrize(
    "rows",
    [
        [[*EXPELLED[:3], "2025-06-01", "", "", ""]],
        [[*EXPELLED[:6], "澄清"]],
        [EXPELLED, ["SX9", "1003", "扣分", "2023-07-01", "", "", "免除责任"]],
        [["SX9", "1003", "政务撤职", "2023-06-01", "", "", ""]],
    ],
    ids=["expelled this year", "cleared", "lifted by another row of the matter", "not expelled"],
)
def test_no_warning_where_nobody_was_expelled_before(rows: list[list[str]], tmp_path: Path) -> None:
    _, complained = appraise(tmp_path / "out.xlsx", **tiny.write(tmp_path, matters=adding(*rows)))
    assert "请核对" not in complained


def test_a_blank_mark_is_bad_where_the_scale_has_no_blank(tmp_path: Path) -> None:
    """Never silently the first mark of the scale."""
    words = PolicyVersion.objects.get().parameters["abstentions"]
    policy_version(abstentions=[item for item in words if item["word"]])
    spoil, expected = one(2, "作风建设", "", "不能为空")
    tiny.check(tmp_path, "ballots", spoil, expected)
