"""The appraisal of a term (聘期考核): the years' totals and the vote at its end, exactly (第六条).

Total = mean of the annual published totals × term_share % + score of the end-of-term vote × the rest, rounded
once. Deductions stand in the annual totals already; the vote's score is taken before any.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .numbers import plain, rounded
from .verdict import Reason

ARTICLE = "第六条"
PASSED, FAILED = "合格", "不合格"
INCOMPETENT = "不称职"


@dataclass(frozen=True, slots=True)
class TermYear:
    """One year of the term. total: as published, None where there is none; why: then the reason."""

    year: int
    total: Decimal | None = None
    grade: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class TermFacts:
    """What a term is judged by. end_score: of the end-of-term vote, before rounding; notes: 离任, 延长."""

    years: tuple[TermYear, ...]
    end_score: Fraction | None
    why_no_end: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermOutcome:
    """annual_mean and total are None where they cannot be known; proposal: 合格, 不合格 or empty."""

    annual_mean: Fraction | None
    exact: Fraction | None
    total: Decimal | None
    proposal: str
    reasons: tuple[Reason, ...]


def annual_mean(years: Iterable[TermYear]) -> Fraction | None:
    """The mean of the totals that exist; a missing year is no zero."""
    totals = [Fraction(year.total) for year in years if year.total is not None]
    return sum(totals, Fraction(0)) / len(totals) if totals else None


def term_outcome(facts: TermFacts, *, share: Decimal, decimals: int, pass_mark: Decimal) -> TermOutcome:
    """The total of a term with its reasons; a proposal, the committee decides (第六条).

    share: percentage of the annual mean; pass_mark: a lower total is proposed as 不合格.
    """
    mean = annual_mean(facts.years)
    reasons = [
        _reason("term.missing_year", f"{year.year} 年度没有计入：{year.why}")
        for year in facts.years
        if year.total is None
    ]
    reasons += [_reason("term.note", note) for note in facts.notes]
    if mean is None:
        reasons.append(_reason("term.no_years", "聘期内没有已公布的年度总分，不计聘期总分，由党委研究"))
    if facts.end_score is None:
        why = facts.why_no_end or "没有聘期末测评得分"
        reasons.append(_reason("term.no_end", f"{why}，不计聘期总分，由党委研究"))
    if mean is None or facts.end_score is None:
        return TermOutcome(mean, None, None, "", tuple(reasons))
    part = Fraction(share) / 100
    exact = mean * part + facts.end_score * (1 - part)
    total = rounded(exact, decimals)
    counted = "、".join(str(year.year) for year in facts.years if year.total is not None)
    said = (
        f"{counted} 年度总分平均 {plain(rounded(mean, 4))} × {plain(share)}%"
        f" + 聘期末测评 {plain(rounded(facts.end_score, 4))} × {plain(100 - share)}% = {total}"
    )
    reasons.insert(0, _reason("term.total", said))
    return TermOutcome(mean, exact, total, _proposal(facts, total, pass_mark, reasons), tuple(reasons))


def _proposal(facts: TermFacts, total: Decimal, pass_mark: Decimal, reasons: list[Reason]) -> str:
    bad = [year.year for year in facts.years if year.grade == INCOMPETENT]
    if bad:
        years = "、".join(map(str, bad))
        reasons.append(_reason("term.incompetent", f"{years} 年度等次为不称职，请党委一并研究"))
    if total < pass_mark:
        said = f"聘期总分低于 {plain(pass_mark)} 分，建议不合格，由党委审定"
        reasons.append(_reason("term.failed", said))
        return FAILED
    reasons.append(_reason("term.passed", f"聘期总分不低于 {plain(pass_mark)} 分，建议合格，由党委审定"))
    return PASSED


def _reason(rule: str, text: str) -> Reason:
    return Reason(rule, ARTICLE, f"{text}（{ARTICLE}）。")
