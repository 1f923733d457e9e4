"""The arithmetic of a term, by hand (第六条)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from policy.term import TermFacts, TermYear, annual_mean, term_outcome

D = Decimal


def outcome(years: tuple[TermYear, ...], end: Fraction | None, **kwargs: object) -> object:
    facts = TermFacts(years, end)
    return term_outcome(facts, share=D(60), decimals=2, pass_mark=D(60), **kwargs)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("totals", "end", "expected"),
    [
        # (88.50 + 90.10 + 86.40) / 3 = 88.3333…; × 0.6 = 53; 85.5 × 0.4 = 34.2; 87.20
        (("88.50", "90.10", "86.40"), Fraction("85.5"), "87.20"),
        # (88.63 + 88.64) / 2 = 88.635; × 0.6 = 53.181; 80 × 0.4 = 32; 85.181 → 85.18
        (("88.63", "88.64"), Fraction(80), "85.18"),
        # 90.00 × 0.6 = 54; 2/3 of 100 × 0.4 = 26.6666…; 80.6666… → 80.67
        (("90.00",), Fraction(200, 3), "80.67"),
        # 80.01 × 0.6 = 48.006; 80.0225 × 0.4 = 32.009; 80.015 → half away from zero: 80.02
        (("80.01",), Fraction("80.0225"), "80.02"),
        # -80.015 rounds away from zero too.
        (("-80.01",), Fraction("-80.0225"), "-80.02"),
    ],
)
def test_the_total_of_a_term_by_hand(totals: tuple[str, ...], end: Fraction, expected: str) -> None:
    years = tuple(TermYear(2023 + i, D(total)) for i, total in enumerate(totals))
    found = outcome(years, end)
    assert found.total == D(expected)  # type: ignore[attr-defined]


def test_a_missing_year_is_no_zero_and_is_named_with_its_reason() -> None:
    years = (TermYear(2023, D("90.00")), TermYear(2024, why="没有年度考核结果"), TermYear(2025, D("80.00")))
    assert annual_mean(years) == 85
    found = outcome(years, Fraction(85))
    assert found.total == D("85.00")  # type: ignore[attr-defined]
    assert any("2024 年度没有计入：没有年度考核结果" in reason.text for reason in found.reasons)  # type: ignore[attr-defined]


def test_without_any_year_or_without_a_vote_there_is_no_total_and_no_proposal() -> None:
    for years, end in (((), Fraction(85)), ((TermYear(2025, D(80)),), None)):
        found = outcome(years, end)
        assert (found.total, found.proposal) == (None, "")  # type: ignore[attr-defined]
        assert any("由党委研究" in reason.text for reason in found.reasons)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("total", "word"), [("60.00", "合格"), ("59.99", "不合格")])
def test_the_pass_mark_itself_passes_and_it_is_a_proposal(total: str, word: str) -> None:
    found = outcome((TermYear(2025, D(total)),), Fraction(D(total)))
    assert found.proposal == word  # type: ignore[attr-defined]
    assert any("由党委审定" in reason.text for reason in found.reasons)  # type: ignore[attr-defined]


def test_an_incompetent_year_is_told_to_the_committee_and_decides_nothing() -> None:
    found = outcome((TermYear(2025, D(80), "不称职"),), Fraction(80))
    assert found.proposal == "合格"  # type: ignore[attr-defined]
    assert any("2025 年度等次为不称职" in reason.text for reason in found.reasons)  # type: ignore[attr-defined]


def test_the_order_of_the_years_changes_nothing() -> None:
    years = tuple(TermYear(2023 + i, D(total)) for i, total in enumerate(("88.51", "77.77", "66.6")))
    assert annual_mean(years) == annual_mean(reversed(years))
