"""Figures that describe a year's totals: five numbers of a group, and intervals of equal width. Exact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

# Fewer values make no box: a quartile of four people says nothing that the four do not say themselves.
FEWEST_FOR_A_BOX = 5
MOST_INTERVALS = 15
# Widths that people count in, times powers of ten.
_WIDTHS = (Fraction(1), Fraction(2), Fraction(5))


@dataclass(frozen=True, slots=True)
class FiveNumbers:
    """Of n values: the least, the quartiles with the median between them, the greatest."""

    n: int
    least: Fraction
    lower: Fraction
    median: Fraction
    upper: Fraction
    greatest: Fraction


@dataclass(frozen=True, slots=True)
class Interval:
    """How many values lie from `start` (included) to `end` (not included)."""

    start: Decimal
    end: Decimal
    count: int


def five_numbers(values: Iterable[Decimal]) -> FiveNumbers | None:
    """The five numbers of a box plot; None of no values.

    A quartile stands at a quarter of the way through the n - 1 steps from the least to the greatest, between
    two neighbours in proportion: what QUARTILE.INC of a spreadsheet answers, so that anybody can check it.
    """
    ordered = sorted(values)
    if not ordered:
        return None
    least, lower, median, upper, greatest = (_quantile(ordered, Fraction(k, 4)) for k in range(5))
    return FiveNumbers(len(ordered), least, lower, median, upper, greatest)


def _quantile(ordered: Sequence[Decimal], share: Fraction) -> Fraction:
    place = share * (len(ordered) - 1)
    below = floor(place)
    start = Fraction(ordered[below])
    if place == below:
        return start
    return start + (place - below) * (Fraction(ordered[below + 1]) - start)


def interval_width(least: Decimal, greatest: Decimal, *, step: Decimal) -> Decimal:
    """The narrowest of 1, 2, 5, 10, 20 … steps with at most `MOST_INTERVALS` intervals over the values.

    step: the least difference between two values, e.g. 0.01 for published totals.
    """
    power = 1
    while True:
        for base in _WIDTHS:
            width = base * power * Fraction(step)
            if floor(Fraction(greatest) / width) - floor(Fraction(least) / width) < MOST_INTERVALS:
                return _decimal(width)
        power *= 10


def intervals(values: Iterable[Decimal], *, step: Decimal) -> tuple[Interval, ...]:
    """How the values are distributed, without a gap from the least to the greatest; none of no values.

    Every interval begins at a multiple of the width, so that two groups of one width can be compared.
    """
    given = list(values)
    if not given:
        return ()
    width = interval_width(min(given), max(given), step=step)
    first = floor(Fraction(min(given)) / Fraction(width))
    counts = [0] * (floor(Fraction(max(given)) / Fraction(width)) - first + 1)
    for value in given:
        counts[floor(Fraction(value) / Fraction(width)) - first] += 1
    return tuple(
        Interval((first + place) * width, (first + place + 1) * width, count)
        for place, count in enumerate(counts)
    )


def _decimal(value: Fraction) -> Decimal:
    """A fraction whose denominator is a power of ten, as a decimal."""
    return Decimal(value.numerator) / Decimal(value.denominator)
