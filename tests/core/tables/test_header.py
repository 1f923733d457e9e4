"""Where the columns are."""

import openpyxl
import pytest

from core.tables import Refused, locate, open_table
from core.tables.header import SUPPLEMENT_NOTE, SUPPLEMENT_PROPERTY

from . import makers

ROSTER = [
    "工号",
    "姓名",
    "性别",
    "民族",
    "籍贯",
    "身份证号",
    "出生年月",
    "政治面貌",
    "入党时间",
    "参加工作时间",
    "全日制教育/学历",
    "全日制教育/学位",
    "全日制教育/毕业院校及专业",
    "在职教育/学历",
    "在职教育/学位",
    "在职教育/毕业院校及专业",
    "专业技术职务",
    "所在单位",
    "单位类别",
    "现任职务",
    "正副职",
    "行政级别",
    "任现职时间",
    "任现职级时间",
    "任期/起",
    "任期/止",
    "分管校领导",
    "是否双肩挑",
    "所在党组织",
    "手机",
    "邮箱",
    "备注",
]


@pytest.fixture
def table(tmp_path):
    """Make a workbook of one sheet (list of rows) or several (title -> rows) and open it."""
    opened = []

    def make(sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in (sheets if isinstance(sheets, dict) else {"表": sheets}).items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        path = tmp_path / f"{len(opened)}.xlsx"
        book.save(path)
        opened.append(open_table(path))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def test_the_sample_roster_has_two_tiers_and_124_people():
    with open_table(makers.DATA / "roster.xlsx") as table:
        located = locate(table, ["工号", "姓名"], ROSTER)
        rows = list(located.rows)
    assert (located.sheet, located.header_row, located.width) == ("干部名册", 3, 33)
    assert list(located.columns) == ROSTER
    assert located.columns["全日制教育/学历"] == 11
    assert located.columns["在职教育/毕业院校及专业"] == 16
    assert located.columns["任期/止"] == 26
    assert located.unknown == ["序号"]
    assert not located.supplement
    assert len(rows) == 124
    assert {len(cells) for _, cells in rows} == {33}
    assert rows[0][0] == 5
    assert rows[-1][1][1] == "20861"
    assert "合计" not in {cells[0] for _, cells in rows}


def test_the_sample_csv_files():
    with open_table(makers.DATA / "ballots.csv") as table:
        located = locate(table, ["票号", "票类", "工号"], ["政治素质"])
        assert sum(1 for _ in located.rows) == 11_523
        assert located.columns == {"票号": 0, "票类": 1, "工号": 2, "政治素质": 3}
        assert located.unknown == ["工作实绩", "作风建设", "决策部署执行"]
    with open_table(makers.DATA / "matters.csv") as table:
        located = locate(table, ["事项编号", "工号"])
        assert sum(1 for _ in located.rows) == 18
    with open_table(makers.DATA / "participants.xlsx") as table:
        assert sum(1 for _ in locate(table, ["工号"], ["姓名"]).rows) == 124


def test_headings_are_compared_folded_and_columns_may_stand_in_any_order(table):
    located = locate(table([["姓　名", "工 号", "备注"], ["甲", 1]]), ["工号", "姓名"])
    assert located.columns == {"工号": 1, "姓名": 0}
    assert located.unknown == ["备注"]
    assert list(located.rows) == [(2, ("甲", 1, None))]


def test_flat_headings_with_a_slash_name_the_same_columns(table):
    located = locate(table([["工号", "任期／起", "任期/止"], [1, 2, 3]]), ["工号"], ["任期/起", "任期/止"])
    assert located.columns == {"工号": 0, "任期/起": 1, "任期/止": 2}


def test_a_name_in_the_lower_of_two_merged_cells_is_not_taken_into_the_group_before_it(table):
    tops, subs = ["工号", "任期", None, None, "备注"], [None, "起", "止", "手机", "备注"]
    located = locate(table([tops, subs, [1, 2, 3, 4, 5]]), ["工号"], ["任期/起", "任期/止", "手机", "备注"])
    assert located.columns == {"工号": 0, "任期/起": 1, "任期/止": 2, "手机": 3, "备注": 4}
    assert len(list(located.rows)) == 1


def test_a_first_row_with_blanks_is_no_second_tier(table):
    located = locate(
        table([["工号", "姓名", "备注"], [None, None, "缺工号"], [2, "乙"]]), ["工号", "姓名"], ["备注"]
    )
    assert [number for number, _ in located.rows] == [2, 3]


def test_the_header_is_sought_in_twelve_rows(table):
    title = [[f"说明{n}"] for n in range(12)]
    assert locate(table([*title[:11], ["工号"], [1]]), ["工号"]).header_row == 12
    with pytest.raises(Refused, match="前 12 行里没有找到表头"):
        locate(table([*title, ["工号"], [1]]), ["工号"])


def test_missing_columns_are_named_beside_what_was_found(table):
    with pytest.raises(Refused) as refused:
        locate(table([["名单"], ["工号", "姓名", "单位"], [1, "甲", "x"]]), ["工号", "考核类别", "确定等次"])
    assert refused.value.message == (
        "工作表“表”第 2 行的表头缺少列：考核类别、确定等次（读到的是：工号、姓名、单位）"
    )


def test_a_column_twice_is_named(table):
    with pytest.raises(Refused, match="第 1 行的表头里“姓 名”出现了两次"):
        locate(table([["工号", "姓名", "姓 名"], [1, "甲", "乙"]]), ["工号", "姓名"])
    with pytest.raises(Refused, match="“学历”出现了两次"):
        locate(table([["工号", "学历", "学历"], [1, "甲", "乙"]]), ["工号"])


def test_blank_and_total_rows_are_left_out(table):
    rows = [
        ["工号", "姓名"],
        [None, " "],
        ["\u3000", "\u200b"],
        [None, "合　计", 9],
        ["总计：", 2],
        ["小计", 2],
        [1, "总计先生"],
        [None, "缺工号"],
    ]
    assert [number for number, _ in locate(table(rows), ["工号", "姓名"]).rows] == [7, 8]


def test_a_row_about_a_person_is_no_total_whatever_it_starts_with(table):
    rows = [["事项编号", "工号"], ["合计1号", "20001"], ["合计", None], ["小计", " "], ["合计", 20002]]
    assert [number for number, _ in locate(table(rows), ["工号"], ["事项编号"]).rows] == [2, 5]


@pytest.mark.parametrize("cell", [0, 1.5, "０１", "A1", "甲"])
def test_rows_starting_with_anything_else_stay(table, cell):
    assert [cells[0] for _, cells in locate(table([["工号"], [cell]]), ["工号"]).rows] == [cell]


def test_the_sheet_with_the_header_is_found(table):
    sheets = {"填表说明": [["请按列填写", "谢谢"]], "名单": [["工号", "姓名"], [1, "甲"]]}
    assert locate(table(sheets), ["工号", "姓名"]).sheet == "名单"


def test_two_filled_sheets_are_not_chosen_between(table):
    sheets = {"机关": [["工号"], [1]], "学院": [["工号"], [2]]}
    with pytest.raises(Refused, match="2 张工作表都像要导入的表：“机关”、“学院”"):
        locate(table(sheets), ["工号"])
    assert locate(table({"空表": [["工号"]], "名单": [["工号"], [2]]}), ["工号"]).sheet == "名单"


def test_a_header_without_rows_is_an_empty_table(table):
    assert list(locate(table([["工号"]]), ["工号"]).rows) == []


def test_an_empty_workbook_is_refused(table):
    with pytest.raises(Refused, match="没有找到表头"):
        locate(table([[]]), ["工号"])


def test_supplement_by_the_whole_note_above_the_header(table):
    assert locate(table([["某大学"], [None, f"　{SUPPLEMENT_NOTE} "], ["工号"], [1]]), ["工号"]).supplement
    assert not locate(table([["名单"], ["工号"], [SUPPLEMENT_NOTE]]), ["工号"]).supplement


@pytest.mark.parametrize("title", ["补充导入", "2025 年补充导入人员名单", f"{SUPPLEMENT_NOTE}。"])
def test_a_title_that_only_speaks_of_supplements_makes_none(table, title):
    """Taken for one, a whole file would leave in place who is no longer in it."""
    assert not locate(table([[title], ["工号"], [1]]), ["工号"]).supplement


def test_supplement_by_the_workbooks_property(table):
    opened = table([["工号"], [1]])
    assert not locate(opened, ["工号"]).supplement
    opened.properties[SUPPLEMENT_PROPERTY] = "supplement"
    assert locate(opened, ["工号"]).supplement


def test_a_comma_too_many_shows_as_surplus(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("工号,文号\n1,校发,2025\n2,校发,\n3\n", encoding="utf-8")
    with open_table(path) as table:
        located = locate(table, ["工号"], ["文号"])
        assert [(cells[:2], located.surplus(cells)) for _, cells in located.rows] == [
            (("1", "校发"), True),
            (("2", "校发"), False),
            (("3", None), False),
        ]
