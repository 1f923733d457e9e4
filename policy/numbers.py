"""Exact numbers: the one rounding of the house, and numbers as people write them."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import lcm


def rounded(value: Fraction, decimals: int) -> Decimal:
    """Round once, half away from zero, to `decimals` places (第六条: the published total).

    The result is read from whole digits, so no context precision can touch it;
    a value that rounds to nothing is plain zero, never minus zero.
    """
    numerator, denominator = value.as_integer_ratio()
    digits = (2 * abs(numerator) * 10**decimals + denominator) // (2 * denominator)
    return Decimal(f"{digits if numerator > 0 else -digits}E-{decimals}")


def whole(values: Iterable[Decimal]) -> tuple[tuple[int, ...], int]:
    """Bring decimals to whole numbers over one common denominator: (numerators, denominator)."""
    ratios = [value.as_integer_ratio() for value in values]
    unit = lcm(*(denominator for _, denominator in ratios))
    return tuple(numerator * (unit // denominator) for numerator, denominator in ratios), unit


def plain(value: Decimal) -> str:
    """A decimal without needless zeros: 2.50 is written 2.5 and 2.00 is written 2."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
