from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.quotas import all_seats, seats

from .builders import ORDER

TOP, BOTTOM = Fraction(20, 100), Fraction(3, 100)


def shared(sizes, share):
    return list(seats(dict(zip(ORDER, sizes, strict=False)), share).values())


@pytest.mark.parametrize(("ranked", "top", "bottom"), [(124, 24, 3), (33, 6, 0), (60, 12, 1), (17, 3, 0)])
def test_the_floor_of_everybody_together(ranked, top, bottom):
    assert (all_seats(ranked, TOP), all_seats(ranked, BOTTOM)) == (top, bottom)


def test_example_of_six_categories():
    assert shared([17, 42, 22, 22, 5, 6], TOP) == [3, 9, 4, 4, 1, 1]


def test_example_of_three_categories_top_and_bottom():
    assert shared([17, 24, 9], TOP) == [3, 5, 2]
    assert shared([17, 24, 9], BOTTOM) == [0, 1, 0]


def test_equal_fractions_go_to_the_larger_category_then_in_category_order():
    assert shared([6, 11, 6, 6, 11], TOP) == [1, 3, 1, 1, 2]  # 8 of 40: one over for .2 .2 .2 .2 .2
    assert shared([3, 13], TOP) == [0, 3]  # .6 and .6: one over
    assert shared([8, 8], TOP) == [2, 1]


def test_nobody_ranked():
    assert shared([0, 0], TOP) == [0, 0]


@given(
    st.lists(st.integers(0, 300), min_size=1, max_size=6),
    st.fractions(min_value=0, max_value=1, max_denominator=1000),
)
def test_seats_are_the_floor_of_all_and_each_within_one_of_its_quota(sizes, share):
    given_seats = shared(sizes, share)
    assert sum(given_seats) == floor(share * sum(sizes))
    for size, count in zip(sizes, given_seats, strict=True):
        assert floor(share * size) <= count <= floor(share * size) + 1
