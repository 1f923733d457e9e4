from datetime import date
from decimal import Decimal

import pytest

from policy.measures import judge_marks

from .builders import YEAR, mark, parameters, texts

LAST_YEAR = date(2024, 11, 20)


def judged(*marks, lifted=None, year=YEAR, **changes):
    return judge_marks(marks, lifted or {}, year=year, parameters=parameters(**changes))


def effect(found):
    if not found.ungraded.ok:
        return "ungraded"
    return "" if found.barred.ok else "barred"


@pytest.mark.parametrize(
    ("measure", "on", "expected"),
    [
        ("诫勉", date(2025, 1, 1), "barred"),
        ("诫勉", date(2025, 12, 31), "barred"),
        ("诫勉", date(2024, 12, 31), ""),
        ("诫勉", date(2026, 1, 1), ""),
        ("党内严重警告", date(2025, 3, 31), "ungraded"),
        ("党内严重警告", date(2024, 3, 31), ""),
        ("政务记大过", date(2025, 11, 20), "ungraded"),
        ("政务记大过", date(2024, 11, 20), "ungraded"),
        ("政务记大过", date(2023, 11, 20), ""),
        ("政务记大过", date(2026, 1, 1), ""),
        ("开除党籍", date(2025, 6, 1), "ungraded"),
        ("停职检查", date(2025, 6, 1), ""),
        ("黄牌", date(2025, 6, 1), ""),
    ],
)
def test_effects_run_by_calendar_year_of_the_decision(measure, on, expected):
    assert effect(judged(mark(measure, on=on))) == expected


def test_a_measure_with_points_deducts_them_as_well():
    found = judged(mark("诫勉", "1.5", document_no="组〔2025〕7号"))
    assert found.deducted == Decimal("1.5")
    assert texts(found.deductions) == ["事项 M1 的诫勉（2025年3月5日，组〔2025〕7号）扣 1.5 分（第八条）。"]
    assert texts(found.barred.reasons) == [
        "事项 M1 的诫勉（2025年3月5日，组〔2025〕7号）影响评优，2025 年度可参加排名，"
        "但不得评为优秀，也不得列为表彰人选（第八条）。"
    ]


def test_of_one_matter_the_highest_deducts():
    low, high, other = mark("扣分", "1.5"), mark("黄牌", "2"), mark("扣分", "1", matter="M2")
    found = judged(low, high, other)
    assert found.deducted == 3
    assert {one.key: one.points for one in found.outcomes} == {low.key: 0, high.key: 2, other.key: 1}
    assert [one.counted for one in found.outcomes if one.key == low.key] == [False]
    assert judged(low, high, other, same_matter="sum").deducted == Decimal("4.5")


def test_equal_points_on_one_matter_deduct_once():
    assert judged(mark("扣分", "2", key=1), mark("黄牌", "2", key=2)).deducted == 2


def test_points_of_other_years_are_not_deducted_and_do_not_shadow_this_year():
    old, new = mark("黄牌", "5", on=LAST_YEAR), mark("扣分", "2")
    found = judged(old, new)
    assert found.deducted == 2
    assert texts(one.reason for one in found.outcomes) == [
        "事项 M1 的黄牌（2024年11月20日）不是 2025 年度决定的，不计入本年度（第八条）。",
        "事项 M1 的扣分（2025年3月5日）扣 2 分（第八条）。",
    ]
    assert [one.counted for one in found.outcomes] == [False, True]


def test_a_restriction_that_has_ended_says_until_when():
    found = judged(mark("政务记大过", on=date(2023, 5, 1)))
    assert texts(one.reason for one in found.outcomes) == [
        "事项 M1 的政务记大过（2023年5月1日）不是 2025 年度决定的，不计入本年度，"
        "其限制到 2024 年度为止（第八条）。"
    ]


def test_a_restriction_of_last_year_still_counts_without_its_points():
    found = judged(mark("政务记大过", "3", on=LAST_YEAR))
    assert (found.deducted, effect(found)) == (0, "ungraded")
    assert [(one.counted, one.points) for one in found.outcomes] == [(True, 0)]


def test_relief_covers_all_rows_of_the_matter_whatever_their_date():
    rows = (mark("扣分", "3"), mark("诫勉", on=date(2025, 6, 2)), mark("政务记大过", on=LAST_YEAR))
    found = judged(*rows, lifted={"M1": "免除责任"})
    assert (found.deducted, effect(found)) == (0, "")
    assert [(one.counted, one.points) for one in found.outcomes] == [(False, 0)] * 3
    assert texts(found.relief) == [
        "事项 M1 已认定免除责任，其在该事项上的 3 项措施和扣分均不计入，考核不作负面评价（第十四条）。"
    ]
    assert {one.reason.article for one in found.outcomes} == {"第十四条"}


def test_relief_touches_no_other_matter():
    found = judged(mark("扣分", "3"), mark("扣分", "2", matter="M2"), lifted={"M1": "澄清"})
    assert found.deducted == 2


def test_a_lifted_matter_that_could_not_count_this_year_needs_no_sentence():
    found = judged(mark("扣分", "3", on=LAST_YEAR), lifted={"M1": "澄清"})
    assert found.relief == ()
    assert [one.counted for one in found.outcomes] == [False]


@pytest.mark.parametrize("finding", ["从轻", "减轻", "不予容错"])
def test_a_lighter_finding_lifts_nothing_and_says_so(finding):
    found = judged(mark("扣分", "1", finding=finding))
    assert found.deducted == 1
    assert texts(found.deductions) == [
        f"事项 M1 的扣分（2025年3月5日）扣 1 分（认定为{finding}，不免除扣分）（第八条）。"
    ]


def test_a_measure_without_points_counts_and_deducts_nothing():
    found = judged(mark("提醒"))
    assert [(one.counted, one.points, one.reason.text) for one in found.outcomes] == [
        (True, 0, "事项 M1 的提醒（2025年3月5日）计入本年度，未定扣分（第八条）。")
    ]
    assert found.deductions == ()


def test_where_rules_say_incompetent_it_is_left_to_the_committee():
    reason = judged(mark("撤销党内职务")).ungraded.reasons[0]
    assert reason.text.endswith("有关规定对此类情形有定为不称职的要求，是否定为不称职由党委研究（第八条）。")
    assert "不称职" not in judged(mark("政务记过")).ungraded.reasons[0].text


def test_somebody_expelled_in_an_earlier_year_is_a_warning():
    assert judged(mark("政务开除")).warnings == ()
    assert texts(judged(mark("政务开除", on=LAST_YEAR)).warnings) == [
        "事项 M1 的政务开除（2024年11月20日）之后应另行办理退出名册，"
        "现仍在 2025 年度参加考核人员名单中，请核对（第八条）。"
    ]


def test_an_unknown_measure_is_refused():
    with pytest.raises(ValueError, match="喝茶"):
        judged(mark("喝茶"))


def test_nothing_at_all():
    found = judged()
    assert (found.deducted, effect(found), found.outcomes) == (0, "", ())
