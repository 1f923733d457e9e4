"""Five numbers and intervals, against figures that a spreadsheet gave and against brute force."""

from __future__ import annotations

import random
import statistics
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest

from policy.statistics import MOST_INTERVALS, five_numbers, interval_width, intervals

STEP = Decimal("0.01")


def decimals(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # QUARTILE.INC of 1, 2, 3, 4 is 1.75, 2.5, 3.25.
        (("4", "1", "3", "2"), ("1", "1.75", "2.5", "3.25", "4")),
        (("88.63",), ("88.63",) * 5),
        (("80.01", "80.02"), ("80.01", "80.0125", "80.015", "80.0175", "80.02")),
        (("70", "80", "90", "85", "75"), ("70", "75", "80", "85", "90")),
        (("90", "90", "90", "90", "90", "60"), ("60", "90", "90", "90", "90")),
        (("-3.20", "0.00", "5.10"), ("-3.2", "-1.6", "0", "2.55", "5.1")),
    ],
)
def test_five_numbers(values: tuple[str, ...], expected: tuple[str, ...]) -> None:
    found = five_numbers(decimals(*values))
    assert found is not None
    assert found.n == len(values)
    five = (found.least, found.lower, found.median, found.upper, found.greatest)
    assert five == tuple(Fraction(Decimal(text)) for text in expected)


def test_of_nobody_there_are_none() -> None:
    assert five_numbers([]) is None
    assert intervals([], step=STEP) == ()


def test_quartiles_are_those_of_the_standard_library_whatever_the_order() -> None:
    chance = random.Random(20251122)
    for _ in range(200):
        values = [Decimal(chance.randrange(6000, 9500)) / 100 for _ in range(chance.randrange(2, 60))]
        found = five_numbers(values)
        assert found is not None
        expected = statistics.quantiles([Fraction(value) for value in values], n=4, method="inclusive")
        assert [found.lower, found.median, found.upper] == expected
        assert found == five_numbers(sorted(values))


def test_every_value_stands_in_exactly_one_interval() -> None:
    chance = random.Random(7)
    for _ in range(200):
        spread = chance.choice([1, 5, 30, 400, 3000])
        values = [
            Decimal(chance.randrange(8000, 8000 + spread)) / 100 for _ in range(chance.randrange(1, 80))
        ]
        found = intervals(values, step=STEP)
        assert sum(item.count for item in found) == len(values)
        assert len(found) <= MOST_INTERVALS
        assert found[0].count
        assert found[-1].count
        for one, after in pairwise(found):
            assert one.end == after.start
        for item in found:
            assert item.count == sum(item.start <= value < item.end for value in values)
            assert item.start % (item.end - item.start) == 0


@pytest.mark.parametrize(
    ("least", "greatest", "width"),
    [
        ("88.63", "88.63", "0.01"),
        ("88.00", "88.14", "0.01"),
        ("88.00", "88.15", "0.02"),
        ("80.00", "87.49", "0.5"),
        ("80.00", "87.50", "1"),
        ("60.10", "89.99", "2"),
        ("-3.00", "90.00", "10"),
    ],
)
def test_widths_are_those_that_people_count_in(least: str, greatest: str, width: str) -> None:
    assert interval_width(Decimal(least), Decimal(greatest), step=STEP) == Decimal(width)


def test_below_zero_an_interval_begins_at_its_lower_end() -> None:
    found = intervals(decimals("-0.01", "0.00", "0.01"), step=STEP)
    assert [(item.start, item.count) for item in found] == [
        (Decimal("-0.01"), 1),
        (Decimal("0.00"), 1),
        (Decimal("0.01"), 1),
    ]
