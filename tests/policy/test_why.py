from decimal import Decimal

import pytest

from policy.appraisal import appraise
from policy.outcomes import COMMEND, COMMEND_TIED, JUDGE
from policy.why import headline, quotes_other_categories, why
from policy.why_facts import Asked, Band, CategorySeen, YearSeen

from .builders import YEAR, barred, cadre, mark, parameters

CHIEFS, DEPUTIES = "机关部门正职", "机关部门副职"


def year(people, **changes):
    """A scored year: (parameters, outcome)."""
    p = parameters(**changes)
    return p, appraise(people, year=YEAR, parameters=p)


def seen(outcome, total=None, without=()):
    """The year as a reader sees it who may not see some categories."""
    groups = {}
    for person in outcome.persons:
        if person.rank is not None and person.category not in without:
            groups.setdefault((person.category, person.suggestion), []).append(person.total)
    return YearSeen(
        label=f"{YEAR} 年度",
        categories=tuple(
            CategorySeen(item.name, item.ranked, Decimal(str(float(item.mean or 0))), item.notes)
            for item in outcome.categories
        ),
        bands=tuple(
            Band(
                category,
                word,
                len(totals),
                max(totals),
                min(totals),
                totals.count(total),
                sum(total is not None and other < total for other in totals),
            )
            for (category, word), totals in groups.items()
        ),
        whole=not without,
    )


def told(people, key, *, without=(), **changes):
    """Title -> sentences of one person's page."""
    p, outcome = year(people, **changes)
    (person,) = [person for person in outcome.persons if person.key == key]
    (facts,) = [facts for facts in people if facts.key == key]
    asked = Asked(
        name=f"甲{key}",
        staff_no=str(key),
        unit="教务处",
        post="处长",
        listed=facts.category,
        category=person.category,
        rank=person.rank,
        score=None if person.score is None else Decimal(str(float(person.score))),
        deducted=Decimal(str(float(person.deducted))),
        total=person.total,
        distance=person.distance,
        word=person.suggestion,
        reasons=person.reasons,
        marks=tuple(item.reason for item in person.marks),
    )
    parts = why(asked, seen(outcome, person.total, without), p)
    return headline(asked), {part.title: "".join(reason.text for reason in part.said) for part in parts}


def ten(category=DEPUTIES, first=0, top=90):
    return [cadre(first + i, category, total=top - i) for i in range(10)]


TWO = [*ten(CHIEFS), *ten(DEPUTIES, 10, 80)]


def test_every_sentence_ends_with_its_article():
    p, outcome = year(TWO)
    for person in outcome.persons:
        asked = Asked(
            name="甲",
            staff_no="1",
            unit="",
            post="",
            listed=person.category,
            category=person.category,
            rank=person.rank,
            score=Decimal(90),
            deducted=Decimal(0),
            total=person.total,
            distance=person.distance,
            word=person.suggestion,
            reasons=person.reasons,
        )
        for part in why(asked, seen(outcome, person.total), p):
            assert part.said
            for reason in part.said:
                assert reason.text.endswith(f"（{reason.article}）。")
                assert "。（" not in reason.text


def test_the_arithmetic_says_who_got_the_seat_that_was_left_over():
    # 7 + 8 ranked people: S = 3, quotas 1.4 and 1.6, so the larger fraction takes the third seat.
    people = [*ten(CHIEFS)[:7], *ten(DEPUTIES, 10)[:8]]
    _, first = told(people, 0)
    seats = first["前 20% 名单"]
    assert "全体参加排名 15 人，前 20% 折算 3 人，取整为表彰名额 3 个" in seats
    assert (
        "机关部门正职参加排名 7 人，前 20% 折算 1.4 人，先得整数 1 个；各类别的整数合计 2 个，余下 1 个"
        in seats
    )
    assert "给了机关部门副职（8 人，折算 1.6 人）" in seats
    assert "机关部门正职没有得到余下的名额，本类别表彰名额共 1 个" in seats
    _, other = told(people, 10)
    assert "机关部门副职得到余下名额中的 1 个，本类别表彰名额共 2 个" in other["前 20% 名单"]


def test_an_empty_bottom_list_is_said_with_its_arithmetic():
    _, parts = told(TWO, 5)
    assert "全体参加排名 20 人，后 3% 折算 0.6 人，不足 1 人，今年研判名单为空" in parts["后 3% 名单"]
    assert "本人没有列入研判名单" in parts["后 3% 名单"]


def test_who_misses_the_line_hears_by_how_much_and_who_is_next():
    answer, parts = told(TWO, 2)
    assert answer == "不在表彰名单上，也不在研判名单上"
    assert "名额范围内的最后一名总分 89.00；其后一名总分 88.00" in parts["前 20% 名单"]
    assert "本人总分 88.00，比名额线低 1.00 分，不在表彰名额以内" in parts["前 20% 名单"]
    answer, parts = told(TWO, 1)
    assert answer == COMMEND
    assert "在本类别表彰名额 2 个以内，拟列为表彰人选" in parts["前 20% 名单"]
    assert "比名额线低" not in parts["前 20% 名单"]
    assert "表彰还须主动作为、表现突出，并由党委研究决定（第七条）" in parts["接下来"]


def test_a_tie_on_the_line():
    people = [cadre(0, total=90), *(cadre(i, total=80) for i in (1, 2)), *ten(first=10, top=70)]
    people = people[:10]
    answer, parts = told(people, 1)
    assert answer == COMMEND_TIED
    assert (
        "名额线上有 2 人总分同为 80.00，余下的名额不够，由党委研究；其后一名总分 70.00"
        in parts["前 20% 名单"]
    )
    assert "与 1 人总分相同，并列第 2 名" in parts["总分与名次"]
    assert "由党委在并列的人中研究确定" in parts["接下来"]


def test_somebody_barred_in_the_tie_on_the_line_is_not_counted_away():
    # Three seats' worth of people for two seats; of the two on the line one may not be commended.
    people = [cadre(0, total=90), cadre(1, total=80), barred(2, total=80), *ten(first=10, top=70)[:7]]
    answer, parts = told(people, 1)
    assert answer == COMMEND_TIED
    assert "名额线上有 1 人总分同为" not in parts["前 20% 名单"]
    assert "名额线的总分是 80.00，除不得评优的人以外有 1 人，余下的名额不够" in parts["前 20% 名单"]


def test_a_barred_person_keeps_the_place_and_the_page_says_who_stands_next():
    people = [cadre(0, total=90), barred(1, total=88), *ten(first=10, top=70)[:8]]
    answer, parts = told(people, 1)
    assert answer == "不得评优"
    assert "诫勉" in parts["扣分、限制与免除"]
    assert "受措施限制不得评优，保留名次，名额不递补" in parts["前 20% 名单"]
    assert "空缺 1 个，其后可以表彰的是第 3 名，总分 70.00" in parts["前 20% 名单"]


def test_what_was_lifted_is_said_and_does_not_count():
    marks = (mark("扣分", "3", matter="SX9"), mark("诫勉", matter="SX9"))
    people = [cadre(0, marks=marks, lifted={"SX9": "免除责任"}), *ten(first=10, top=80)[:9]]
    _, parts = told(people, 0)
    assert parts["扣分、限制与免除"].count("已认定免除责任") == 2
    assert "测评得分 90.0 分，没有扣分，总分 90.00 分" in parts["总分与名次"]


def test_deductions_are_worked_out():
    _, parts = told([cadre(0, marks=(mark("黄牌", "2.5"),)), *ten(first=10, top=80)], 0)
    assert "测评得分 90.0 分，扣 2.5 分，总分 90.0 − 2.5 = 87.50 分" in parts["总分与名次"]


MANY = [cadre(i, CHIEFS, total=90 - i) for i in range(20)] + [
    cadre(100 + i, DEPUTIES, total=Decimal(60) - i) for i in range(20)
]


def test_a_lower_total_that_is_not_listed_hears_who_is():
    # 40 people, one seat: it goes to the first category, although all of the second are lower.
    answer, parts = told(MANY, 119)
    assert answer == "不在表彰名单上，也不在研判名单上"
    said = parts["后 3% 名单"]
    assert (
        "研判名单中总分最高的是机关部门正职的 71.00 分，高于本人的 41.00 分；本人因研判名额按类别分配，未列入"
        in said
    )
    answer, parts = told(MANY, 19)
    assert answer == JUDGE
    assert "另有 20 人总分低于本人而未列入研判名单，因研判名额按类别分配" in parts["后 3% 名单"]
    assert "须先经党委研判，研判认为需要的，再由分管领导进行谈话提醒（第七条）" in parts["接下来"]


def test_overall_scope_takes_the_last_of_everybody():
    answer, parts = told(MANY, 119, bottom_scope="overall")
    assert answer == JUDGE
    assert "研判名额不分类别，按全体总分从低到高统算" in parts["后 3% 名单"]
    assert "列入研判名单的最高总分 41.00；其前一名未列入，总分 42.00" in parts["后 3% 名单"]
    assert "没有总分低于本人而未列入研判名单的人" in parts["后 3% 名单"]


def test_overall_scope_says_once_who_is_passed_over():
    # All five of the first category stand on the line of their one seat, below everybody else.
    people = [
        *(cadre(i, total=90 - i) for i in range(35)),
        *(cadre(100 + i, CHIEFS, total=10) for i in range(5)),
    ]
    answer, parts = told(people, 34, bottom_scope="overall")
    assert answer == JUDGE
    lower = "另有 5 人总分低于本人而未列入研判名单，因研判名额不列入已在表彰名额范围内的人（第七条）。"
    assert lower in parts["后 3% 名单"]


@pytest.mark.parametrize("scope", ["category", "overall"])
def test_a_reader_with_a_category_of_the_own_hears_no_total_of_it(scope):
    for key in (0, 5, 19, 119):
        _, open_parts = told(MANY, key, bottom_scope=scope)
        _, parts = told(MANY, key, bottom_scope=scope, without=(DEPUTIES if key < 100 else CHIEFS,))
        said = parts["后 3% 名单"]
        assert "与其他类别总分的比较，党委决定前不向您显示" in said
        assert "研判名单中总分最高的是" not in said
        if scope == "overall":
            assert "列入研判名单的最高总分" not in said
        assert parts["总分与名次"] == open_parts["总分与名次"]


def test_which_reasons_may_give_another_category_away():
    assert quotes_other_categories("bottom.lower_unlisted", "category")
    assert not quotes_other_categories("bottom.tied", "category")
    assert quotes_other_categories("bottom.tied", "overall")
    assert quotes_other_categories("bottom.empty_seats", "overall")
    assert not quotes_other_categories("top.listed", "overall")


def test_somebody_without_a_rank_hears_why_and_no_figure():
    people = [cadre(0, graded=False, ungraded_reason="任职不满半年"), *ten(first=10)]
    answer, parts = told(people, 0)
    assert answer == "不确定等次，不参加排名，不在两个名单上"
    assert "原因是任职不满半年，不参加排名，不公布总分（第六条）" in parts["为什么不参加排名"]
    assert "总分与名次" not in parts
    people = [cadre(0, tallies={}), *ten(first=10)]
    answer, parts = told(people, 0)
    assert answer.startswith("缺票待核")
    assert "没有收回对其测评的票" in parts["为什么不参加排名"]


def test_a_measure_that_leaves_no_rank_is_said_once():
    people = [cadre(0, marks=(mark("政务记过"),)), *ten(first=10)]
    _, parts = told(people, 0)
    assert "".join(parts.values()).count("不确定等次，2025 年度不参加排名") == 1


def test_a_merged_category_is_said_with_its_reason():
    people = [*ten(CHIEFS), *(cadre(20 + i, DEPUTIES, total=70 - i) for i in range(3))]
    _, parts = told(people, 21)
    said = parts["参加考核"]
    assert "名单所列考核类别是机关部门副职，并入机关部门（正副职合并）排名（第六条）" in said
    assert "机关部门副职 3 人，有类别不足 5 人，按考核方案合并" in said
