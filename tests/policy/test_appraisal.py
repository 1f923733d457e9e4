from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from policy.appraisal import appraise
from policy.outcomes import BARRED, COMMEND, COMMEND_TIED, JUDGE, JUDGE_TIED, UNGRADED, WITHHELD

from .builders import (
    ORDER,
    YEAR,
    all_groups,
    barred,
    by_key,
    cadre,
    category,
    mark,
    parameters,
    suggestions,
    tally,
    texts,
)


def result(cadres, **changes):
    return appraise(cadres, year=YEAR, parameters=parameters(**changes))


def ladder(name, size, *, top="90.00", step="0.10"):
    """`size` people of one category, each `step` below the last; keys are (category, rank)."""
    return [
        cadre((name, rank), name, total=Decimal(top) - Decimal(step) * (rank - 1))
        for rank in range(1, size + 1)
    ]


def institution(*sizes):
    return [person for name, size in zip(ORDER, sizes, strict=True) for person in ladder(name, size)]


def test_seats_of_the_example():
    year = result(institution(17, 42, 22, 22, 5, 6))
    assert (year.ranked, year.top_seats, year.bottom_seats) == (114, 22, 3)
    assert [(item.name, item.ranked, item.top_seats) for item in year.categories] == list(
        zip(ORDER, (17, 42, 22, 22, 5, 6), (3, 9, 4, 4, 1, 1), strict=True)
    )
    assert category(year, "机关部门副职").top_quota == Fraction("8.4")
    assert texts(year.notes) == [
        "参加考核 114 人，其中不确定等次 0 人，缺票待核 0 人，参加排名 114 人（第六条）。",
        "参加排名 114 人，前 20% 折算 22.8 人，取整为表彰名额 22 个（第七条）。",
        "参加排名 114 人，后 3% 折算 3.42 人，取整为研判名额 3 个（第七条）。",
    ]


def test_124_people_have_24_and_3_seats_and_every_seat_is_filled():
    year = result(institution(24, 20, 20, 20, 20, 20))
    words = list(suggestions(year).values())
    assert (words.count(COMMEND), words.count(JUDGE)) == (24, 3)
    assert sum(item.bottom_seats for item in year.categories) == 3


def test_33_people_have_6_seats_and_an_empty_bottom_list_is_said_aloud():
    year = result(institution(8, 5, 5, 5, 5, 5))
    assert (year.top_seats, year.bottom_seats) == (6, 0)
    assert list(suggestions(year).values()) == [COMMEND] * 6
    assert texts(year.notes)[-1] == (
        "参加排名 33 人，后 3% 折算 0.99 人，不足 1 人，今年研判名单为空（第七条）。"
    )


def test_a_tie_at_the_line_is_read_aloud_to_the_committee():
    people = institution(17, 42, 22, 22, 5, 6)
    tenth = next(person for person in people if person.key == ("机关部门副职", 10))
    people[people.index(tenth)] = cadre(tenth.key, tenth.category, total="89.20")
    found = by_key(result(people))[tenth.key]
    assert (found.rank, found.suggestion) == (9, COMMEND_TIED)
    assert texts(found.reasons)[0] == (
        "总分 89.20，在机关部门副职 42 人中并列第 9 名，本类别表彰名额 9 个，"
        "与 1 人总分相同，名额不足，提请党委研究（第七条）。"
    )


def test_example_of_23_people_with_two_tied_for_the_last_seat():
    totals = ["90", "89", "88", "87", "87"] + [str(86 - n) for n in range(18)]
    year = result([cadre(n, "二级学院正职", total=total) for n, total in enumerate(totals)], min_category=1)
    assert [suggestions(year).get(n) for n in range(6)] == [COMMEND] * 3 + [COMMEND_TIED] * 2 + [None]


def test_what_is_shown_equal_is_equal():
    """88.625 and 88.6349 differ, but both are published as 88.63."""
    people = [
        cadre(1, bonus=Decimal("-1.375")),
        cadre(2, bonus=Decimal("-1.3651")),
        *[cadre(n, total="80") for n in range(3, 7)],
    ]
    found = by_key(result(people))
    assert found[1].score == found[2].score == 90
    assert (found[1].total, found[2].total) == (Decimal("88.63"), Decimal("88.63"))
    assert (found[1].rank, found[2].rank, found[3].rank) == (1, 1, 3)


def test_a_total_may_be_negative_and_bonus_stands_beside_deductions():
    low = cadre(1, tallies=all_groups(0, 0, 0, 9), marks=(mark("扣分", "41.5"),), bonus=Decimal("0.5"))
    found = by_key(result([low]))[1]
    assert (found.score, found.deducted, found.total) == (40, Fraction("41.5"), Decimal("-1.00"))
    assert "按事先公布的办法加 0.5 分（第六条）。" in texts(found.reasons)


def test_distance_to_the_mean_of_the_category():
    year = result([cadre(n, total=total) for n, total in enumerate(["90", "85", "83"])])
    assert category(year, "机关部门（正副职合并）").mean == 86
    assert [str(person.distance) for person in year.persons] == ["4.00", "-1.00", "-3.00"]


SMALL = dict.fromkeys(("leaders", "peers"), tally(9, 0, 0, 0))


def unranked_people():
    return [
        cadre("listed", graded=False, ungraded_reason="病假超过半年", tallies=SMALL),
        cadre("no reason", graded=False),
        cadre("measure", marks=(mark("政务记过", "2"),), tallies=SMALL),
        cadre("both", graded=False, ungraded_reason="试用期", marks=(mark("免职"),)),
        cadre("missing", tallies=SMALL, marks=(mark("诫勉"),)),
    ]


def test_the_unranked_stand_under_their_own_category_without_total():
    year = result(unranked_people() + ladder("机关部门副职", 4))
    found = by_key(year)
    for person in unranked_people():
        one = found[person.key]
        assert (one.category, one.rank, one.score, one.total, one.distance) == ("机关部门副职", *[None] * 4)
    words = {key: found[key].suggestion for key in ("listed", "no reason", "measure", "both", "missing")}
    assert words == dict.fromkeys(("listed", "no reason", "measure", "both"), UNGRADED) | {
        "missing": WITHHELD
    }
    assert (year.ranked, category(year, "机关部门（正副职合并）").ranked) == (4, 4)
    assert texts(year.notes)[0] == (
        "参加考核 9 人，其中不确定等次 4 人，缺票待核 1 人，参加排名 4 人（第六条）。"
    )


def test_the_unranked_are_told_why():
    found = by_key(result(unranked_people()))
    assert texts(found["listed"].reasons) == [
        "参加考核人员名单载明不确定等次，原因是病假超过半年，不参加排名，不公布总分（第六条）。"
    ]
    assert "未写明原因" in found["no reason"].reasons[0].text
    assert texts(found["measure"].reasons) == [
        "事项 M1 的政务记过（2025年3月5日）使其决定当年不确定等次，2025 年度不参加排名（第八条）。",
        "事项 M1 的政务记过（2025年3月5日）扣 2 分（第八条）。",
    ]
    assert [reason.article for reason in found["both"].reasons] == ["第六条", "第八条"]
    assert texts(found["missing"].reasons)[:2] == [
        "测评票不足，暂不计总分，不参加排名，待两名工作人员共同核定（第六条）。",
        "教职工没有收回对其测评的票（第六条）。",
    ]


def test_a_dropped_group_is_said_and_the_person_is_ranked():
    found = by_key(result(unranked_people(), missing_group="renormalise"))["missing"]
    assert (found.suggestion, found.total, found.rank) == ("", Decimal("90.00"), 1)
    assert "教职工没有收回对其测评的票，按考核方案不计此项" in texts(found.reasons)[-1]


def test_measures_and_missing_votes_do_not_change_the_merge():
    people = [*ladder("二级学院正职", 3), *ladder("二级学院副职", 5)]
    people += [cadre("m", "二级学院正职", marks=(mark("免职"),)), cadre("v", "二级学院正职", tallies=SMALL)]
    assert [item.name for item in result(people).categories] == ["二级学院正职", "二级学院副职"]
    people[-1] = cadre("v", "二级学院正职", graded=False)
    assert [item.name for item in result(people).categories] == ["二级学院（正副职合并）"]


def test_a_category_with_nobody_ranked_is_still_shown():
    year = result([cadre(1, "直属单位正职", graded=False), *ladder("二级学院正职", 5)])
    assert [(item.name, item.ranked, item.mean) for item in year.categories] == [
        ("二级学院（正副职合并）", 5, Fraction("89.8")),
        ("直属单位（正副职合并）", 0, None),
    ]


def ten_with_second_barred():
    people = ladder("二级学院正职", 10, step="1")
    people[1] = barred(people[1].key, people[1].category, total="89")
    return people


def test_a_barred_person_keeps_the_place_and_the_empty_seat_is_said_aloud():
    year = result(ten_with_second_barred(), min_category=1)
    found = by_key(year)
    second, third = ("二级学院正职", 2), ("二级学院正职", 3)
    assert (found[second].suggestion, found[second].rank, found[third].suggestion) == (BARRED, 2, "")
    assert texts(found[second].reasons)[0] == (
        "总分 89.00，在二级学院（正副职合并） 10 人中列第 2 名，在本类别表彰名额 2 个以内，"
        "但受措施限制不得评优，保留名次，名额不递补（第七条）。"
    )
    seats = category(year, "二级学院（正副职合并）")
    assert (seats.top_listed, seats.top_empty, seats.next_in_line) == (1, 1, (third,))
    assert texts(seats.notes)[-1] == (
        "二级学院（正副职合并）表彰名额 2 个，有 1 人不得评优，名额不递补，空缺 1 个，"
        "其后可以表彰的是第 3 名，总分 88.00，共 1 人（第七条）。"
    )


def test_the_seat_of_a_barred_person_may_be_passed_on():
    year = result(ten_with_second_barred(), min_category=1, blocked_seat="pass_on")
    found = by_key(year)
    assert found["二级学院正职", 3].suggestion == COMMEND
    assert "因前面有人不得评优，依次递补" in found["二级学院正职", 3].reasons[0].text
    assert "名额依次递补" in found["二级学院正职", 2].reasons[0].text
    assert category(year, "二级学院（正副职合并）").top_empty == 0


def two_unequal_categories():
    """34 ranked, so one bottom seat: it goes to 二级学院, though 机关部门 has lower totals."""
    return ladder("机关部门正职", 14, top="80", step="1") + ladder("二级学院正职", 20, step="0.5")


def test_bottom_by_category_says_who_is_lower_and_not_listed():
    year = result(two_unequal_categories(), min_category=1)
    found = by_key(year)
    listed = ("二级学院正职", 20)
    assert suggestions(year)[listed] == JUDGE
    assert texts(found[listed].reasons)[0] == (
        "总分 80.50，在二级学院（正副职合并） 20 人中列第 20 名，本类别研判名额 1 个，列入提请研判人选，"
        "须经党委研判后方可进行谈话提醒（第七条）。"
    )
    lower = category(year, "机关部门（正副职合并）")
    assert lower.not_listed_lower == tuple(("机关部门正职", rank) for rank in range(14, 0, -1))
    assert texts(lower.notes)[-1] == (
        "机关部门（正副职合并）有 14 人总分低于研判名单中的最高总分 80.50，"
        "按名额规则未列入研判名单（第七条）。"
    )
    assert "因研判名额按类别分配" in found["机关部门正职", 14].reasons[1].text
    assert "因已进入表彰名额范围" in found["机关部门正职", 1].reasons[1].text
    assert category(year, "二级学院（正副职合并）").not_listed_lower == ()


def test_bottom_overall_takes_the_last_of_everybody():
    year = result(two_unequal_categories(), min_category=1, bottom_scope="overall")
    assert [key for key, word in suggestions(year).items() if word == JUDGE] == [("机关部门正职", 14)]
    assert [item.bottom_seats for item in year.categories] == [None, None]
    assert by_key(year)["机关部门正职", 14].reasons[0].text == (
        "总分 67.00，在机关部门（正副职合并） 14 人中列第 14 名，全校研判名额 1 个，按总分从低到高统算，"
        "列入提请研判人选，须经党委研判后方可进行谈话提醒（第七条）。"
    )
    assert all(item.not_listed_lower == () for item in year.categories)


def test_bottom_overall_passes_over_the_top_list_in_a_tie_across_categories():
    weak = [cadre(("弱", n), "机关部门正职", total="60") for n in range(5)]
    strong = [*ladder("二级学院正职", 28), cadre("last", "二级学院正职", total="60")]
    year = result(weak + strong, min_category=1, bottom_scope="overall", bottom_share="6")
    words = suggestions(year)
    assert {words[person.key] for person in weak} == {COMMEND_TIED}
    assert words["last"] == JUDGE
    assert [note.rule for note in year.notes] == ["year.ranked", "year.top", "year.bottom"]


def test_bottom_overall_tie_counts_the_tied_of_all_categories():
    people = ladder("机关部门正职", 17) + ladder("二级学院正职", 17)
    found = by_key(result(people, min_category=1, bottom_scope="overall"))["机关部门正职", 17]
    assert (found.suggestion, found.rank) == (JUDGE_TIED, 17)
    assert "列第 17 名，全校研判名额 1 个，按总分从低到高统算，与 1 人总分相同" in found.reasons[0].text


def test_everybody_equal_nobody_is_in_both_lists():
    year = result([cadre(n, total="80") for n in range(40)])
    assert set(suggestions(year).values()) == {COMMEND_TIED}
    seats = category(year, "机关部门（正副职合并）")
    assert "研判名额 1 个，空缺 1 个，其余的人均在表彰名额范围内" in texts(seats.notes)[-1]


def test_lifting_belongs_to_one_cadre():
    def case(**other):
        return [
            cadre(1, marks=(mark("扣分", "3"), mark("诫勉", on=date(2025, 6, 2))), **other),
            cadre(2, marks=(mark("扣分", "1"),)),
        ]

    found = by_key(result(case(lifted={"M1": "免除责任"})))
    assert (found[1].total, found[2].total) == (Decimal("90.00"), Decimal("89.00"))
    assert "事项 M1 已认定免除责任，其在该事项上的 2 项措施和扣分均不计入" in texts(found[1].reasons)[1]
    assert by_key(result(case()))[1].total == Decimal("87.00")


def test_what_the_policy_does_not_know_is_refused():
    with pytest.raises(ValueError, match="附属医院正职"):
        result([cadre(1, "附属医院正职")])
    with pytest.raises(ValueError, match="重复"):
        result([cadre(1), cadre(1)])


def test_a_year_without_participants():
    year = result([])
    assert (year.persons, year.categories, year.ranked) == ((), (), 0)


def test_the_default_figures_do_not_hide_in_the_code():
    """Another version gives another result: shares, decimals and scope are read, not known."""
    year = result(
        ladder("机关部门正职", 10, step="1"), top_share="30", bottom_share="10", decimals=1, min_category=1
    )
    assert (year.top_seats, year.bottom_seats, str(year.persons[0].total)) == (3, 1, "90.0")
