from decimal import Decimal

import pytest

from policy.lists import Ranked, bottom_list, equal_totals, places, top_list
from policy.outcomes import BARRED, COMMEND, COMMEND_TIED, JUDGE, JUDGE_TIED


def people(*totals):
    """Totals from the highest; a negative sign stands for 'may not be commended'. Keys are positions."""
    return equal_totals(
        Ranked(position, Decimal(abs(total)), barred=total < 0) for position, total in enumerate(totals)
    )


def words(found):
    return dict(sorted(found.words.items()))


def test_competition_ranking_and_distance_to_the_mean():
    found = places(people(90, 80, 80, 70), 2)
    assert [found[key].rank for key in range(4)] == [1, 2, 2, 4]
    assert [found[key].alike for key in range(4)] == [0, 1, 1, 0]
    assert [str(found[key].distance) for key in range(4)] == ["10.00", "0.00", "0.00", "-10.00"]


C, T, X = COMMEND, COMMEND_TIED, BARRED
TOP = [
    # totals (negative: barred), seats, policy -> words by position, empty seats, next in line
    ((90, 88, 87, 86), 2, "keep", [C, C], 0, []),
    ((90, 88, 88, 86), 3, "keep", [C, C, C], 0, []),
    ((90, 88, 88, 86), 2, "keep", [C, T, T], 0, []),
    ((95, 94, 93, 92, 92, 80), 4, "keep", [C, C, C, T, T], 0, []),
    ((90, 90, 90), 1, "keep", [T, T, T], 0, []),
    ((90, 88), 0, "keep", [], 0, []),
    ((90, -88, 87, 86), 2, "keep", [C, X], 1, [2]),
    ((90, -88, 87, 86), 2, "pass_on", [C, X, C], 0, []),
    ((90, -88, 87, 87), 2, "keep", [C, X], 1, [2, 3]),
    ((90, -88, 87, 87), 2, "pass_on", [C, X, T, T], 0, []),
    ((90, 88, -88, 86), 2, "keep", [C, T, X], 0, []),
    ((90, 88, -88, 86), 2, "pass_on", [C, C, X], 0, []),
    ((90, -88, -88, 86), 2, "keep", [C, X, X], 1, [3]),
    ((90, -88, -88, 86), 2, "pass_on", [C, X, X, C], 0, []),
    ((-90, -88, -87), 2, "keep", [X, X], 2, []),
    ((-90, -88, -87), 2, "pass_on", [X, X, X], 2, []),
    ((90, -88, -87, 86), 2, "keep", [C, X], 1, [3]),
    ((90, -88, -87, 86), 2, "pass_on", [C, X, X, C], 0, []),
    ((-90, 88, 87, 86), 1, "pass_on", [X, C], 0, []),
]


@pytest.mark.parametrize(("totals", "seats", "policy", "expected", "empty", "following"), TOP)
def test_top_list(totals, seats, policy, expected, empty, following):
    found = top_list(people(*totals), seats, policy)
    assert words(found) == dict(enumerate(expected))
    assert found.empty == empty
    assert [person.key for person in found.next_in_line] == following


BOTTOM = [
    # totals, seats, passed over -> words by position, empty seats
    ((90, 80, 70, 60), 2, [], {2: JUDGE, 3: JUDGE}, 0),
    ((90, 80, 60, 60), 1, [], {2: JUDGE_TIED, 3: JUDGE_TIED}, 0),
    ((90, 80, 60, 60, 50), 2, [], {2: JUDGE_TIED, 3: JUDGE_TIED, 4: JUDGE}, 0),
    ((90, 80), 0, [], {}, 0),
    ((90, 80, 70), 1, [2], {1: JUDGE}, 0),
    ((90, 60, 60), 1, [1], {2: JUDGE}, 0),
    ((60, 60, 60), 1, [0, 1, 2], {}, 1),
]


@pytest.mark.parametrize(("totals", "seats", "passed_over", "expected", "empty"), BOTTOM)
def test_bottom_list(totals, seats, passed_over, expected, empty):
    found = bottom_list(people(*totals), seats, dict.fromkeys(passed_over, COMMEND))
    assert words(found) == expected
    assert found.empty == empty
