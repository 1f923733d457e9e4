"""干部名册: every bad row, every warning, and every habit that is read right."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from core.tables.header import SUPPLEMENT_NOTE
from tests.support import tiny
from tests.support.tiny import identity

pytestmark = pytest.mark.django_db
E, W = "error", "warning"
MONTHS = ("出生年月", "入党时间", "参加工作时间", "任现职时间", "任期/起", "任期/止")
GOOD = identity(0)
WITH_X = next(number for n in range(400) if (number := identity(n)).endswith("X"))
WRONG = GOOD[:-1] + ("1" if GOOD[-1] != "1" else "2")


def one(column: str, value: object, message: str, severity: str = E) -> tuple:
    """A change of one cell of row 2 and the one problem it makes there."""
    return {(2, column): value}, [(severity, 2, column, message)]


def copy_of(row: int, **cells: object):
    """A change that appends a copy of a row with some cells of its own."""

    def change(rows: tiny.Rows) -> None:
        copy = dict(zip(rows[0], rows[row - 1], strict=True)) | cells
        rows.append(list(copy.values()))

    return change


BAD = {
    "no 工号": one("工号", "", "不能为空"),
    "工号 of zero-width characters": one("工号", "\u200b\ufeff", "不能为空"),
    "a long 工号": one("工号", "1" * 33, "超过 32 个字"),
    "no name": one("姓名", "　", "不能为空"),
    "a long name": one("姓名", "阿" * 65, "超过 64 个字"),
    "an unknown sex": one("性别", "男性", "不是可用的词"),
    "a long 民族": one("民族", "某" * 21, "超过"),
    "wrong check digit": one("身份证号", WRONG, "校验位不对"),
    "17 digits": one("身份证号", GOOD[:17], "应为 18 位，这里是 17 位"),
    "15 digits": one("身份证号", "990000750312001", "应为 18 位"),
    "a letter inside": one("身份证号", "A" + GOOD[1:], "只能由 17 位数字和末位数字或 X 组成"),
    "born on February 30": one("身份证号", identity(0, born="19750230"), "不是真实的出生日期"),
    "identity number as an integer": one("身份证号", int("990000197503120010"), "丢了位数"),
    "identity number as a float": one("身份证号", 9.90000197503e17, "丢了位数"),
    "scientific notation": one("身份证号", "9.90000E+17", "丢了位数"),
    "scientific notation in full-width": one("身份证号", "９.９Ｅ＋１７", "丢了位数"),
    "work before birth": ({(2, "参加工作时间"): "1970.01"}, [(E, 2, "参加工作时间", "早于出生年月 1975-03")]),
    "term ends before it starts": ({(2, "任期/止"): "2020.01"}, [(E, 2, "任期/止", "早于任期起 2021-03")]),
    "no unit": one("所在单位", "", "不能为空"),
    "a long unit": one("所在单位", "院" * 101, "超过 100 个字"),
    "an unknown 单位类别": one("单位类别", "学院", "不是可用的词"),
    "no 单位类别": one("单位类别", "", "不能为空"),
    "no 现任职务": one("现任职务", "", "不能为空"),
    "an unknown 正副职": one("正副职", "正处", "不是可用的词"),
    "no 正副职": one("正副职", "", "不能为空"),
    "neither 是 nor 否": one("是否双肩挑", "对", "不是可用的词"),
    "a long school": one("全日制教育/毕业院校及专业", "某" * 121, "超过 120 个字"),
    "a long remark": one("备注", "记" * 301, "超过 300 个字"),
    "a long phone": one("手机", "1" * 33, "超过 32 个字"),
    "one unit of two kinds": (
        {(3, "单位类别"): "直属单位"},
        [(E, row, "单位类别", "机关部门甲在名册中写了不止一种单位类别") for row in (2, 3)],
    ),
    "工号 twice": ({(5, "工号"): "1002"}, [(E, row, "工号", "工号重复") for row in (3, 5)]),
    "工号 twice once folded": (
        {(5, "工号"): "１０ ０2\u200b"},
        [(E, row, "工号", "工号重复") for row in (3, 5)],
    ),
    "工号 three times": (
        {(5, "工号"): "1002", (7, "工号"): "1002"},
        [(E, row, "工号", "工号重复") for row in (3, 5, 7)],
    ),
    "identity number twice": (
        {(6, "身份证号"): identity(3, male=True)},
        [(E, row, "身份证号", "身份证号重复") for row in (5, 6)],
    ),
    "a whole row twice": (
        copy_of(2),
        [(E, row, column, f"{column}重复") for row in (2, 8) for column in ("工号", "身份证号")],
    ),
    "several problems of one row are all told": (
        {(2, "性别"): "无", (2, "出生年月"): "不详", (2, "单位类别"): "院系"},
        [(E, 2, "性别", ""), (E, 2, "出生年月", "不是年月"), (E, 2, "单位类别", "")],
    ),
    "birth unlike the identity number": one("出生年月", "1975.05", "与身份证号中的 1975-03 不一致", W),
    "sex unlike the identity number": one("性别", "男", "与身份证号中的性别（女）不一致", W),
    "入党时间 beside another party": (
        {(2, "政治面貌"): "民盟盟员"},
        [(W, 2, "入党时间", "政治面貌为民盟盟员，却有入党时间")],
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_rows_and_warnings(case: str, tmp_path: Path) -> None:
    spoil, expected = BAD[case]
    tiny.check(tmp_path, "roster", spoil, expected, kinds=["roster"])


BAD_MONTHS = {
    "1975.1": "1 月还是 10 月",
    "１９７５．１": "1 月还是 10 月",
    "1975.3": "月份要写两位",
    "1975-13": "没有 13 月",
    "197500": "没有 0 月",
    "1975年2月30日": "没有 1975 年 2 月 30 日",
    "1875.03": "年份 1875 不在",
    "75.03": "不是年月",
    "三月": "不是年月",
}


@pytest.mark.parametrize("cell", [*BAD_MONTHS, 1975.1, 1975.3, 197513, 1975])
def test_bad_months_in_every_month_column(cell: object, tmp_path: Path) -> None:
    """One column after the other, each in a row of its own."""
    message = BAD_MONTHS.get(str(cell), {"197513": "没有 13 月"}.get(str(cell), "不是年月"))
    spoil = dict.fromkeys(enumerate(MONTHS, 2), cell)
    expected = [(E, row, column, message) for row, column in spoil]
    tiny.check(tmp_path, "roster", spoil, expected, kinds=["roster"])


FORMS = (
    "1975.03", "197503", "1975年3月", "1975年03月", "1975-03", "1975-3", "1975/3", "1975/03",
    " １９７５．０３ ", "1975\u200b.03", "1975-03-12", "1975.3.12", "1975年3月12日", 1975.03, 197503,
    datetime(1975, 3, 12),
)  # fmt: skip


@pytest.mark.parametrize("cell", FORMS)
def test_every_form_of_a_month_is_read(cell: object, tmp_path: Path) -> None:
    files = tiny.write(tmp_path, ending="xlsx", kinds=["roster"], roster={(2, "出生年月"): cell})
    result = tiny.stage({"roster": files["roster"]})
    assert tiny.found(result) == []
    assert tiny.staged(result, "roster", 2).born == "1975-03"


def test_a_number_keeps_its_december(tmp_path: Path) -> None:
    files = tiny.write(tmp_path, ending="xlsx", kinds=["roster"], roster={(2, "参加工作时间"): 1997.12})
    result = tiny.stage({"roster": files["roster"]})
    assert (tiny.found(result), tiny.staged(result, "roster", 2).started_work) == ([], "1997-12")


HABITS = {
    "姓名": ("陈　静", "name", "陈静"),
    "工号": ("１０ ０１\u200b", "staff_no", "1001"),
    "性别": (" 女　", "sex", "女"),
    "民族": ("汉", "ethnicity", "汉族"),
    "单位类别": ("机关　部门", "unit_kind", "机关部门"),
    "正副职": ("\ufeff正 职", "rank", "正职"),
    "是否双肩挑": ("是　", "double_role", True),
    "身份证号": (f" {GOOD[:6]}\u200b{GOOD[6:]}　", "identity_no", GOOD),
    "全日制教育/毕业院校及专业": ("  某大学　机械 工程 ", "full_time_school", "某大学　机械 工程"),
    "政治面貌": ("中共预备党员", "political_status", "中共预备党员"),
}


@pytest.mark.parametrize("column", HABITS)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_habits_are_read_right(column: str, ending: str, tmp_path: Path) -> None:
    cell, field, value = HABITS[column]
    files = tiny.write(tmp_path, ending=ending, roster={(2, column): cell})
    result = tiny.stage(files)
    assert tiny.found(result) == []
    assert getattr(tiny.staged(result, "roster", 2), field) == value


@pytest.mark.parametrize("cell", [WITH_X, WITH_X.lower(), WITH_X.replace("X", "ｘ")])
def test_a_lower_case_x_of_an_identity_number(cell: str, tmp_path: Path) -> None:
    files = tiny.write(tmp_path, roster={(2, "身份证号"): cell})
    result = tiny.stage({"roster": files["roster"]})
    assert (tiny.found(result), tiny.staged(result, "roster", 2).identity_no) == ([], WITH_X)


def test_a_region_nobody_knows_is_not_checked(tmp_path: Path) -> None:
    """All made-up numbers are of region 990000, which is no region."""
    assert GOOD.startswith("990000")
    assert tiny.found(tiny.stage(tiny.write(tmp_path))) == []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_cells_that_only_look_filled_are_empty(ending: str, tmp_path: Path) -> None:
    blank = {
        (2, column): " 　\u200b" for column in (*MONTHS, "身份证号", "性别", "民族", "手机", "是否双肩挑")
    }
    result = tiny.stage(tiny.write(tmp_path, ending=ending, roster=blank))
    assert tiny.found(result) == []
    row = tiny.staged(result, "roster", 2)
    assert (row.born, row.sex, row.ethnicity, row.double_role) == ("", "", "", False)
    assert row.identity_no is None and row.phone is None


def test_two_people_of_one_name_are_two_people(tmp_path: Path) -> None:
    assert [person[1] for person in tiny.PEOPLE].count("陈静") == 2
    assert tiny.found(tiny.stage(tiny.write(tmp_path))) == []


def test_a_supplement_may_not_give_a_stored_persons_identity_number_to_another(tmp_path: Path) -> None:
    from tests.support.years import appraise, write_csv  # noqa: PLC0415

    appraise(tmp_path / "out.xlsx", **tiny.write(tmp_path))
    rows = tiny.rows_of("roster")
    other = [*rows[2]]
    other[0], other[4] = "1009", identity(0)
    path = write_csv(tmp_path / "more.csv", [[SUPPLEMENT_NOTE], rows[0], other])
    (problem,) = tiny.found(tiny.stage({"roster": path}))
    assert problem[:3] == (E, 3, "身份证号")
    assert "与在册干部 1001 的身份证号相同" in problem[4]
