from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.numbers import plain, rounded, whole


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        ("88.625", 2, "88.63"),
        ("88.6249999", 2, "88.62"),
        ("-88.625", 2, "-88.63"),
        ("0.005", 2, "0.01"),
        ("-0.005", 2, "-0.01"),
        ("-0.004", 2, "0.00"),
        ("0", 2, "0.00"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("90", 2, "90.00"),
    ],
)
def test_rounds_half_away_from_zero_and_keeps_the_decimals(value, decimals, shown):
    assert str(rounded(Fraction(value), decimals)) == shown


def test_rounding_does_not_depend_on_the_decimal_context():
    with localcontext() as context:
        context.prec = 3
        assert str(rounded(Fraction("123456.785"), 2)) == "123456.79"


@given(st.fractions(), st.integers(0, 6))
def test_the_rounded_value_is_never_further_than_half_a_unit(value, decimals):
    off = abs(Fraction(rounded(value, decimals)) - value)
    assert off <= Fraction(1, 2 * 10**decimals)


@given(st.fractions(), st.integers(0, 6))
def test_rounding_is_the_same_on_both_sides_of_zero(value, decimals):
    assert rounded(-value, decimals) == rounded(value, decimals).copy_negate()


def test_whole_numbers_over_one_denominator():
    assert whole([Decimal("90"), Decimal("7.25"), Decimal("0.5")]) == ((360, 29, 2), 4)


@pytest.mark.parametrize(("value", "shown"), [("2.50", "2.5"), ("2.00", "2"), ("20", "20"), ("1E+1", "10")])
def test_plain_numbers(value, shown):
    assert plain(Decimal(value)) == shown
