"""Numbers by which somebody could be found stay out of every text, however they are written."""

from __future__ import annotations

import pytest

from policy.private_numbers import IDENTITY, MAIL, MOBILE, TELEPHONE, may_keep, numbers_in


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("举报人身份证110105194912310021", IDENTITY),
        ("11010519491231002x", IDENTITY),
        ("110105 1949-1231 002X，本校职工", IDENTITY),
        ("１１０１０５１９４９１２３１００２Ｘ", IDENTITY),
        ("1101 0519 4912 3100 2X", IDENTITY),
        ("证号130503670401001。", IDENTITY),
        ("13812345678", MOBILE),
        ("电话138 1234 5678找他", MOBILE),
        ("138-1234-5678", MOBILE),
        ("１３８１２３４５６７８", MOBILE),
        ("１３８－１２３４　５６７８", MOBILE),
        ("+86 138 1234 5678", MOBILE),
        ("8613812345678", MOBILE),
        ("1 3 8 1 2 3 4 5 6 7 8", MOBILE),
        ("138\u200b1234\u200b5678", MOBILE),
        ("138.1234.5678", MOBILE),
        ("于2026-03-12 13812345678来电", MOBILE),
        ("一三八一二三四五六七八", MOBILE),
        ("幺三八零零一二三四五六", MOBILE),
        ("٠١٣٨١٢٣٤٥٦٧٨"[1:], MOBILE),
        ("021-38223456", TELEPHONE),
        ("（021）3822 3456", TELEPHONE),
        ("0512 62881234", TELEPHONE),
        ("写信到 someone.x@example.edu.cn", MAIL),
        ("ａｂｃ＠example.com", MAIL),
    ],
)
def test_a_number_is_found_however_it_is_written(text: str, kind: str) -> None:
    assert kind in {found.kind for found in numbers_in(text)}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-03-12至2026-04-11",
        "2026-03-15 2026-04-11 2026-05-10",
        "2026年3月12日，教务处（纪委〔2026〕8号），金额 1380000 元",
        "编号 20260312001、20260312002",
        "课时 138 节，学生 1234 人，成绩 56.78",
        "事项 SX2026013，工号 20001、20002",
        "03-12 20260415",
        "13 人、18 人、2026 人",
        "8 号楼 301-302、303-304",
        "2026.03.12 10:30-11:30",
        "经费 12,345,678.90 元",
        "一九四九年十月一日",
    ],
)
def test_days_sums_and_document_numbers_are_no_such_number(text: str) -> None:
    assert list(numbers_in(text)) == []


def test_the_refusal_says_where_and_why_without_repeating_the_number() -> None:
    verdict = may_keep({"事实经过": "他的电话是138 1234 5678", "诉求": "澄清"})
    (reason,) = verdict.reasons
    assert "“事实经过”里有手机号码" in reason.text
    assert "承办部门编号" in reason.text
    assert "5678" not in reason.text
    assert may_keep({"事实经过": "经查，所反映的问题失实"}).ok
