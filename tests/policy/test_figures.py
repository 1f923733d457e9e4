import pytest

from policy.appraisal import GroupTally, appraise
from policy.figures import printable

from .builders import YEAR, cadre, parameters, tally

EVERY = ("leaders", "peers", "staff")


def shown(leaders, peers, staff, entered=EVERY, **changes):
    tallies = {"leaders": leaders, "peers": peers, "staff": staff}
    found = printable({code: one for code, one in tallies.items() if one}, parameters(**changes), entered)
    return [code for code, visible in found.items() if visible]


UNANIMOUS = GroupTally(30, ((30, 0, 0, 0), (0, 30, 0, 0), (30, 0, 0, 0), (0, 0, 28, 0)))
ONE_DISSENT = GroupTally(30, ((30, 0, 0, 0), (1, 29, 0, 0), (30, 0, 0, 0), (0, 0, 28, 0)))


@pytest.mark.parametrize(
    ("leaders", "peers", "staff", "expected"),
    [
        (tally(3, 2, 0, 0), tally(9, 9, 0, 0), tally(20, 9, 0, 0), ["leaders", "peers", "staff"]),
        (tally(2, 2, 0, 0), tally(9, 9, 0, 0), tally(20, 9, 0, 0), ["staff"]),
        (tally(2, 2, 0, 0), tally(20, 9, 0, 0), tally(9, 9, 0, 0), ["peers"]),
        (tally(2, 2, 0, 0), tally(9, 9, 0, 0), tally(9, 9, 0, 0), ["staff"]),
        (tally(2, 2, 0, 0), tally(2, 1, 0, 0), tally(9, 9, 0, 0), []),
        (None, tally(9, 9, 0, 0), tally(20, 9, 0, 0), ["staff"]),
        (UNANIMOUS, tally(9, 9, 0, 0), tally(20, 9, 0, 0), ["staff"]),
        (ONE_DISSENT, tally(9, 9, 0, 0), tally(20, 9, 0, 0), ["leaders", "peers", "staff"]),
        (tally(0, 0, 0, 0, papers=9), tally(9, 9, 0, 0), tally(20, 9, 0, 0), ["staff"]),
    ],
    ids=[
        "open",
        "small",
        "small-next-is-staff",
        "tie-in-order",
        "two",
        "absent",
        "unanimous",
        "dissent",
        "void",
    ],
)
def test_a_small_group_takes_the_next_smallest_with_it(leaders, peers, staff, expected):
    assert shown(leaders, peers, staff) == expected


def test_papers_count_and_not_valid_marks():
    assert shown(tally(2, 1, 0, 0, papers=5), tally(9, 9, 0, 0), tally(9, 9, 0, 0)) == [
        "leaders",
        "peers",
        "staff",
    ]


def test_the_limit_is_a_parameter():
    assert shown(tally(5, 4, 0, 0), tally(9, 9, 0, 0), tally(20, 9, 0, 0), small_figure=10) == ["staff"]


MANY = tally(20, 9, 0, 0)


@pytest.mark.parametrize(
    ("leaders", "peers", "entered", "expected"),
    [
        (tally(1, 1, 0, 0, papers=6), tally(2, 2, 0, 0), ("peers", "staff"), []),
        (tally(1, 1, 0, 0, papers=6), tally(9, 9, 0, 0), ("peers", "staff"), ["peers", "staff"]),
        (tally(1, 1, 0, 0), tally(9, 9, 0, 0), ("peers", "staff"), ["staff"]),
        (None, tally(9, 9, 0, 0), ("peers", "staff"), ["staff"]),
        (tally(9, 9, 0, 0), tally(2, 2, 0, 0), ("leaders", "peers"), []),
        (tally(9, 9, 0, 0), tally(9, 9, 0, 0), (), []),
    ],
    ids=["dropped-is-no-cover", "dropped-large", "dropped-small", "absent", "without-weight", "none"],
)
def test_the_next_smallest_is_one_that_entered_the_score(leaders, peers, entered, expected):
    assert shown(leaders, peers, MANY, entered) == expected


def test_a_dropped_group_is_no_cover_for_a_small_one():
    """Six papers of 校领导 with two valid marks are dropped: the total holds 中层干部 and 教职工 only."""
    rules = parameters(missing_group="renormalise")
    tallies = {"leaders": tally(1, 1, 0, 0, papers=6), "peers": tally(2, 2, 0, 0), "staff": MANY}
    (person,) = appraise([cadre(1, tallies=tallies)], year=YEAR, parameters=rules).persons
    entered = [code for code, mean in person.group_means.items() if mean is not None]
    assert person.total is not None
    assert entered == ["peers", "staff"]
    assert not any(printable(tallies, rules, entered).values())
