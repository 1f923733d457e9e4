from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from policy.appraisal import GroupTally
from policy.numbers import rounded
from policy.scores import measure, scale_for

from .builders import all_groups, cadre, parameters, tally, texts

POINTS = (90, 75, 60, 40)
DIMENSIONS = (Fraction(30, 100), Fraction(40, 100), Fraction(20, 100), Fraction(10, 100))
GROUPS = {"leaders": Fraction(30, 100), "peers": Fraction(30, 100), "staff": Fraction(40, 100)}


def scored(tallies, category="机关部门副职", values=None, **changes):
    """values: what the cadre has for the optional components; changes: of the parameters."""
    facts = cadre(1, category, tallies=tallies, components=values or {})
    return measure(facts, scale_for((category,), parameters(**changes)))


def test_abstentions_stay_out_of_the_denominator():
    found = scored(all_groups(12, 6, 2, 0) | {"staff": tally(12, 6, 2, 0, papers=21)})
    assert found.group_means == dict.fromkeys(GROUPS, Fraction(165, 2))
    assert found.value == Fraction(165, 2)


def test_points_weights_and_means_by_hand():
    staff = GroupTally(4, ((4, 0, 0, 0), (0, 4, 0, 0), (0, 0, 4, 0), (1, 1, 1, 1)))
    found = scored(all_groups(3, 0, 0, 0) | {"staff": staff})
    assert found.group_means["staff"] == Fraction("75.625")  # 27 + 30 + 12 + 6.625
    assert found.value == Fraction("84.25")  # 0.6 × 90 + 0.4 × 75.625


def means_of(leaders, peers, staff):
    """Group means of any size out of marks worth 100 and 0, so examples given as means can be replayed."""
    return {
        code: tally(int(Fraction(mean) * 10), 0, 0, 1000 - int(Fraction(mean) * 10))
        for code, mean in {"leaders": leaders, "peers": peers, "staff": staff}.items()
    }


HUNDRED = {
    "marks": [
        {"code": code, "word": code, "points": points}
        for code, points in (("A", "100"), ("B", "50"), ("C", "25"), ("D", "0"))
    ]
}


def test_example_of_three_group_means():
    found = scored(means_of("92.5", "88.2", "85.1"), **HUNDRED)
    assert rounded(found.value, 2) == Decimal("88.25")


def test_example_without_peers_is_shared_over_the_others_and_never_a_zero():
    tallies = means_of("92.5", "88.2", "85.1")
    del tallies["peers"]
    assert scored(tallies, **HUNDRED).value is None
    found = scored(tallies, missing_group="renormalise", **HUNDRED)
    assert rounded(found.value, 2) == Decimal("88.27")
    assert found.group_means["peers"] is None
    assert texts(found.gaps) == [
        "中层干部没有收回对其测评的票，按考核方案不计此项，其权重由其余部分按比例分担（第六条）。"
    ]


def test_a_group_needs_three_valid_marks_in_every_dimension():
    short = GroupTally(3, ((3, 0, 0, 0), (2, 0, 0, 0), (3, 0, 0, 0), (0, 1, 0, 0)))
    found = scored(all_groups(5, 0, 0, 0) | {"leaders": short})
    assert found.value is None
    assert found.group_means == {"leaders": None, "peers": Fraction(90), "staff": Fraction(90)}
    assert texts(found.gaps) == [
        "校领导票不足，「工作实绩」有效票 2 张、「决策部署执行」有效票 1 张，"
        "每个维度至少需要 3 张（第六条）。"
    ]
    enough = GroupTally(3, ((3, 0, 0, 0),) * 4)
    assert scored(all_groups(5, 0, 0, 0) | {"leaders": enough}).value == 90


def test_min_marks_is_a_parameter():
    assert scored(all_groups(1, 0, 0, 0), min_marks=1).value == 90
    assert scored(all_groups(5, 0, 0, 0), min_marks=6).value is None


def test_no_group_at_all_stays_withheld_even_when_missing_groups_are_dropped():
    assert scored({}, missing_group="renormalise").value is None


WITH_GOALS = [
    {"code": "goals", "name": "单位目标考核", "weight": "20"},
    {"code": "daily", "name": "日常考核", "weight": "0"},
]


def test_the_ballots_share_what_the_components_leave():
    found = scored(all_groups(10, 0, 0, 0), values={"goals": Decimal("80.5")}, components=WITH_GOALS)
    assert found.value == Fraction("88.1")  # 0.8 × 90 + 0.2 × 80.5


def test_a_component_without_a_value_is_missing_like_a_group():
    found = scored(all_groups(10, 0, 0, 0), components=WITH_GOALS)
    assert found.value is None
    assert texts(found.gaps) == ["「单位目标考核」没有成绩（第六条）。"]
    dropped = scored(all_groups(10, 0, 0, 0), components=WITH_GOALS, missing_group="renormalise")
    assert dropped.value == 90


def test_a_component_that_weighs_nothing_is_not_counted():
    assert scored(all_groups(10, 0, 0, 0), values={"daily": Decimal(1)}).value == 90


SCHEMES = {
    "机关部门副职": {
        "groups": {"leaders": "0", "peers": "50", "staff": "50"},
        "dimensions": {"politics": "100", "results": "0", "conduct": "0", "execution": "0"},
        "points": {"A": "92.5"},
    },
    "机关部门（正副职合并）": {"points": {"A": "95"}},
}


def test_a_category_may_have_weights_and_points_of_its_own():
    only_politics = GroupTally(4, ((4, 0, 0, 0), (0,) * 4, (0,) * 4, (0,) * 4))
    found = scored({"peers": only_politics, "staff": only_politics}, schemes=SCHEMES)
    assert found.value == Fraction("92.5")
    assert found.group_means == {"leaders": None, "peers": Fraction("92.5"), "staff": Fraction("92.5")}
    assert scored(all_groups(4, 0, 0, 0), "机关部门正职", schemes=SCHEMES).value == 90


def test_the_scheme_of_the_merged_category_goes_first():
    scale = scale_for(("机关部门（正副职合并）", "机关部门副职"), parameters(schemes=SCHEMES))
    assert measure(cadre(1, tallies=all_groups(4, 0, 0, 0)), scale).value == 95


def by_definition(tallies):
    """Score = Σ group weight × dimension weight × mean, term by term (the slow second way)."""
    total = Fraction(0)
    for code, group_weight in GROUPS.items():
        for row, weight in zip(tallies[code].counts, DIMENSIONS, strict=True):
            points = sum(count * point for count, point in zip(row, POINTS, strict=True))
            total += group_weight * weight * Fraction(points, sum(row))
    return total


rows = st.tuples(*[st.integers(0, 60)] * 4).filter(lambda row: sum(row) >= 3)
group_tallies = st.builds(GroupTally, st.just(200), st.tuples(rows, rows, rows, rows))
three_groups = st.fixed_dictionaries(dict.fromkeys(GROUPS, group_tallies))


@given(three_groups)
def test_the_fast_way_is_the_definition(tallies):
    assert scored(tallies).value == by_definition(tallies)


@given(three_groups, st.integers(2, 50))
def test_the_same_votes_many_times_over_give_the_same_score(tallies, times):
    many = {
        code: GroupTally(one.papers * times, tuple(tuple(n * times for n in row) for row in one.counts))
        for code, one in tallies.items()
    }
    assert scored(many).value == scored(tallies).value
