"""What a cell says: every habit of the departments, by table."""

import datetime
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.tables import values as v
from core.tables.errors import BadValue


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (None, ""),
        ("某大学 机械工程", "某大学 机械工程"),
        ("\u3000某大学　机械\u200b ", "某大学　机械"),
        (20000, "20000"),
        (20000.0, "20000"),
        (0.1 + 0.2, "0.3"),
        (1.5, "1.5"),
        (True, "TRUE"),
        (datetime.datetime(1993, 7, 1), "1993-07-01"),
        (datetime.datetime(1993, 7, 1, 8, 30), "1993-07-01 08:30:00"),
        (datetime.date(1993, 7, 1), "1993-07-01"),
        (float("inf"), "inf"),
        ("#N/A", "#N/A"),
    ],
)
def test_text(cell, shown):
    assert v.text(cell) == shown


@pytest.mark.parametrize(
    ("cell", "folded"),
    [
        (None, ""),
        ("０００１２", "00012"),
        (" 2000 7\t", "20007"),
        ("合\u3000计", "合计"),
        ("机关（合并）", "机关(合并)"),
        ("20\u200b007\ufeff", "20007"),
        ("\u202e20007", "20007"),
        (20007.0, "20007"),
        ("e\u200b\u0301", "é"),
        ("a" * 100 + "　", "a" * 100),
    ],
)
def test_fold(cell, folded):
    assert v.fold(cell) == folded


@given(st.text())
def test_folding_twice_changes_nothing(value):
    assert v.fold(v.fold(value)) == v.fold(value)


def test_no_space_control_or_format_character_survives_folding():
    out = {"Cc", "Cf", "Zs", "Zl", "Zp"}
    seen = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in out]
    assert len(seen) > 200
    assert [hex(ord(char)) for char in seen if v.fold(f"a{char}b") != "ab"] == []


@pytest.mark.parametrize("dot", "·・•‧∙⋅･")
def test_names_compare_equal_whatever_their_middle_dot(dot):
    assert v.fold_name(f"阿卜杜热西提{dot}买买提") == "阿卜杜热西提·买买提"


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("陈　静", "陈静"),
        (" 姚 文 ", "姚文"),
        ("李\u200b明", "李明"),
        ("John  von\u3000Neumann", "John von Neumann"),
        ("𠮷　田", "𠮷田"),
        ("\ue815某", "\ue815某"),
        ("陈\uf9b5", "陈\uf9b5"),  # a compatibility ideograph: NFKC would change it
        ("阿卜杜 · 买买提", "阿卜杜·买买提"),
    ],
)
def test_display_name(cell, name):
    assert v.display_name(cell) == name


@pytest.mark.parametrize(
    "cell",
    [
        "1975.03",
        "197503",
        197503,
        197503.0,
        1975.03,
        "1975年3月",
        "1975年03月",
        "1975 年 3 月",
        "1975-03",
        "1975/3",
        "1975-3",
        "１９７５．０３",
        "１９７５年３月",
        datetime.datetime(1975, 3, 1),
        datetime.date(1975, 3, 31),
        "1975/3/1",
        "1975-03-01",
        "1975-03-01 00:00:00",
        "1975-03-10T0:00",
        "1975.3.1",
        "1975年3月1日",
        "19750301",
        "\u3000197503\u200b",
    ],
)
def test_month(cell):
    assert v.month(cell) == "1975-03"


@pytest.mark.parametrize("cell", ["1975.10", "197510", "1975年10月", "1975-10", "1975/10"])
def test_month_october(cell):
    assert v.month(cell) == "1975-10"


def test_month_as_a_number_keeps_december():
    assert v.month(1975.12) == "1975-12"


@pytest.mark.parametrize("cell", ["1975.1", 1975.1, 1975.10, "１９７５．１"])
def test_one_digit_after_a_dot_asks(cell):
    with pytest.raises(BadValue) as bad:
        v.month(cell)
    assert bad.value.message == "是 1975 年 1 月还是 10 月？"
    assert bad.value.remedy == "请写成 1975.01 或 1975.10"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("1975.3", "月份要写两位"),
        ("1975.13", "没有 13 月"),
        ("1975-00", "没有 0 月"),
        ("1075-03", "年份 1075"),
        ("3975年3月", "年份 3975"),
        ("1975", "不是年月"),
        (1975, "不是年月"),
        (27454, "不是年月"),
        ("1975年", "不是年月"),
        ("1975-02-30", "没有 1975 年 2 月 30 日"),
        ("1975-3/1", "不是年月"),
        ("１９７５²", "不是年月"),
        ("١٩٧٥-٠٣", "不是年月"),
        ("民盟盟员", "不是年月"),
        (datetime.datetime(1899, 12, 31), "年份 1899"),
        (datetime.time(8, 0), "不是年月"),
        ("", "没有填写"),
        (None, "没有填写"),
        (float("nan"), "不是年月"),
        ("#N/A", "不是年月"),
    ],
)
def test_bad_months(cell, said):
    with pytest.raises(BadValue) as bad:
        v.month(cell)
    assert said in bad.value.message
    assert bad.value.remedy


@pytest.mark.parametrize(
    "cell",
    [
        "2025-3-5",
        "2025-03-05",
        "2025/3/5",
        "2025.3.5",
        "2025.03.05",
        "20250305",
        20250305,
        20250305.0,
        "2025年3月5日",
        "2025年03月05日",
        "２０２５／３／５",
        "2025/3/5 0:00",
        "2025-03-05 00:00:00",
        datetime.date(2025, 3, 5),
        datetime.datetime(2025, 3, 5, 9),
    ],
)
def test_day(cell):
    assert v.day(cell) == datetime.date(2025, 3, 5)
    assert type(v.day(cell)) is datetime.date


def test_a_time_is_not_read_as_part_of_the_day():
    assert v.day("2025/3/10 0:00:00") == datetime.date(2025, 3, 10)
    assert v.day("2025/3/1 00:00:00") == datetime.date(2025, 3, 1)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("2025-02-29", "没有 2025 年 2 月 29 日"),
        ("20251301", "没有 13 月"),
        ("2025.03", "缺少日"),
        (2025.03, "缺少日"),
        ("2025.1", "缺少日"),
        ("2025年3月", "缺少日"),
        (45728, "不是日期"),
        ("12/3/2025", "不是日期"),
        ("", "没有填写"),
    ],
)
def test_bad_days(cell, said):
    with pytest.raises(BadValue, match=said):
        v.day(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (None, "0"),
        ("", "0"),
        ("\u3000", "0"),
        ("1.5", "1.5"),
        ("１．５", "1.5"),
        (" 3 ", "3"),
        (3, "3"),
        (3.0, "3"),
        (1.5, "1.5"),
        (0.1 + 0.2, "0.3"),
        (".5", "0.5"),
        ("2.", "2"),
        ("0", "0"),
        ("123456.1234", "123456.1234"),
    ],
)
def test_points(cell, value):
    assert v.points(cell) == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("-1", "负数"),
        (-1.5, "负数"),
        ("－1", "负数"),
        ("−1", "负数"),
        ("1.5.2", "不是分数"),
        ("1e2", "不是分数"),
        ("1_0", "不是分数"),
        ("9²x", "不是分数"),
        ("٩٥", "不是分数"),
        (".", "不是分数"),
        ("+1", "不是分数"),
        ("1,5", "不是分数"),
        ("1.5分", "不是分数"),
        ("1234567", "不是分数"),
        ("1.12345", "不是分数"),
        (float("nan"), "不是分数"),
        (float("inf"), "不是分数"),
        (True, "不是分数"),
        (datetime.datetime(2025, 1, 5), "存成了日期"),
    ],
)
def test_bad_points(cell, said):
    with pytest.raises(BadValue, match=said):
        v.points(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "11010519491231002X",
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２ｘ",
        "110105 19491231 002X",
    ],
)
def test_identity_number(cell):
    assert v.identity_number(cell) == "11010519491231002X"


def test_an_unknown_region_is_no_error_and_the_digits_tell_birth_and_sex():
    number = v.identity_number("990000197012084063")
    assert v.identity_birth_month(number) == "1970-12"
    assert v.identity_sex(number) == "女"
    assert v.identity_sex(v.identity_number("99000019830505839x")) == "男"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (990000197012084063, "存成数字"),
        (9.90000197012084e17, "存成数字"),
        ("9.90000197012084E+17", "存成数字"),
        ("9.9E17", "存成数字"),
        ("110105194912310021", "校验位"),
        ("990000197012084000", "校验位"),
        ("110105194902300021", "出生日期"),
        ("110105300001010021", "出生日期"),
        ("110105491231002", "这里是 15 位"),
        ("1101051949123100٢X", "17 位数字"),
        ("11010519491231OO2X", "17 位数字"),
        ("", "没有填写"),
    ],
)
def test_bad_identity_numbers(cell, said):
    with pytest.raises(BadValue, match=said):
        v.identity_number(cell)


def test_one_wrong_digit_never_passes():
    good = "11010519491231002X"
    for place in range(17):
        for digit in set("0123456789") - {good[place]}:
            with pytest.raises(BadValue):
                v.identity_number(good[:place] + digit + good[place + 1 :])


def test_yes_no():
    assert v.yes_no(" 是\u3000") is True
    assert v.yes_no("否") is False
    with pytest.raises(BadValue, match="可用的词：是、否"):
        v.yes_no("Y")


def test_closed_words_are_compared_folded_on_both_sides():
    allowed = {"好": 1, "直属单位（正副职合并）": 2, "": None}
    assert v.word("好 ", allowed) == 1
    assert v.word("直属单位(正副职合并)", allowed) == 2
    assert v.word(None, allowed) is None
    with pytest.raises(BadValue) as bad:
        v.word("很好", allowed)
    assert bad.value.message == "不是可用的词"
    assert bad.value.remedy == "可用的词：好、直属单位（正副职合并）"


@pytest.mark.parametrize("cell", [None, "", " ", "\u3000\u200b", "\ufeff", "\t"])
def test_blank(cell):
    assert v.is_blank(cell)


@pytest.mark.parametrize("cell", [0, "0", "-", False, datetime.time()])
def test_not_blank(cell):
    assert not v.is_blank(cell)
