"""Grades of a year and of a term (第六条): what the panel may propose, and how many may be 优秀.

No number decides a grade. The rules say what cannot be, each with its ground; the committee decides.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from .numbers import plain
from .verdict import Reason, Verdict

ARTICLE = "第六条"
EXCELLENT, INCOMPETENT, UNGRADED = "优秀", "不称职", "不确定等次"
ANNUAL = ("优秀", "称职", "基本称职", "不称职", "不确定等次")
TERM = ("合格", "不合格", "不确定等次")


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """One participant before the panel.

    words: the grades of this kind of cycle; graded: 确定等次 = 是 and no measure stands against it; barred:
    the sentences that keep from 优秀; may_fail: a measure against it leaves 不称职 to the committee.
    """

    name: str
    words: Collection[str]
    graded: bool
    barred: tuple[str, ...] = ()
    may_fail: bool = False


def may_propose_grade(facts: ProposalFacts, word: str) -> Verdict:
    """Whether the panel may propose this word for somebody (第六条)."""
    if word not in facts.words:
        return _no("grade.unknown", f"“{word}”不是本次考核的等次，请从{'、'.join(facts.words)}中选择")
    if not facts.graded and word != UNGRADED and not (facts.may_fail and word == INCOMPETENT):
        return _no("grade.ungraded", f"{facts.name}在本次考核中不确定等次，不能评为“{word}”")
    if facts.barred and word == EXCELLENT:
        return Verdict(tuple(Reason("grade.barred", ARTICLE, said) for said in facts.barred))
    return Verdict()


def may_decide_grade(facts: ProposalFacts, word: str) -> Verdict:
    """Whether the committee may decide this word: what bars the proposal bars the decision (第六条, 第八条).

    The minutes name many people, so every reason says whom it is about.
    """
    refused = may_propose_grade(facts, word).reasons
    told = (f"{facts.name}不能审定为“{word}”：{reason.text}" for reason in refused)
    return Verdict(tuple(replace(reason, text=text) for reason, text in zip(refused, told, strict=True)))


@dataclass(frozen=True, slots=True)
class QuotaFacts:
    """How many are 优秀 of those who must be graded. share: of the plan; most: by decision."""

    graded: int
    excellent: int
    share: Decimal
    most: Decimal


def excellent_seats(graded: int, share: Decimal) -> int:
    """How many may be 优秀: the share of those who must be graded, rounded down (第六条)."""
    return int(Fraction(share) / 100 * graded)


def may_plan_share(share: Decimal | None, most: Decimal) -> Verdict:
    """Whether a plan may name this share of 优秀 (第六条): more than none, at most what a decision allows.

    share: None leaves it to the parameters.
    """
    if share is None or 0 < share <= most:
        return Verdict()
    return _no("grade.share", f"优秀等次比例应大于 0，经批准最高 {plain(most)}%；不另定的，请不要填写")


def may_decide_grades(quota: QuotaFacts) -> Verdict:
    """Whether the committee's grades keep within the share that may be 优秀 (第六条).

    The plan may name a share up to the highest that a decision allows; beyond that nothing does.
    """
    share = min(quota.share, quota.most)
    seats = excellent_seats(quota.graded, share)
    if quota.excellent <= seats:
        return Verdict()
    return _no(
        "grade.quota",
        f"优秀 {quota.excellent} 人，超过应当确定等次的 {quota.graded} 人的 {plain(share)}%（{seats} 人）。"
        f"请减少人数，或在方案中写明经党委批准的比例（最高 {plain(quota.most)}%）",
    )


def _no(rule: str, text: str) -> Verdict:
    return Verdict((Reason(rule, ARTICLE, f"{text}（{ARTICLE}）。"),))
