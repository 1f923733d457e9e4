import pytest

from policy.appraisal import GroupTally
from policy.figures import printable

from .builders import parameters, tally


def shown(leaders, peers, staff, **changes):
    tallies = {"leaders": leaders, "peers": peers, "staff": staff}
    found = printable({code: one for code, one in tallies.items() if one}, parameters(**changes))
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
