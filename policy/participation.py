"""Who takes part in a cycle, in which category, and whether a grade can be given (第六条).

《事业单位工作人员考核规定》 and the practice of universities: whoever served less than half a year, or was
away for more than half of it, takes part without a grade. Of a term of several years it is the half of them
all. Every answer names its ground.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .verdict import Reason

ARTICLE = "第六条"
HALF_YEAR = 183
# What everybody but the heads of both offices reads instead of a reason that is not theirs to know.
DISCREET_WORDS = "需组织部门核定"
INVESTIGATED = "立案审查调查尚未结案"


@dataclass(frozen=True, slots=True)
class Away:
    """Time away from the post; kind: sick, personal, study, secondment, other; both days included."""

    kind: str
    label: str
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """One person of the register on the cut-off day.

    kind, rank: of the primary post (unit kind, 正职 or 副职), "" without one; worked_since: first day of the
    month in which work or the present employment began, None where unknown; investigated: formally, and the
    cadre has been told.
    """

    in_register: bool
    level: str
    kind: str
    rank: str
    worked_since: date | None
    away: Iterable[Away]
    elsewhere: str = ""
    investigated: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """Takes part: category, whether graded, and why.

    reason: the ground for 不确定等次 in words, "" where graded; discreet: it is not for everybody.
    """

    category: str
    graded: bool
    reason: str
    discreet: bool
    basis: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Takes no part, and why."""

    reason: Reason


def take_part(facts: RegisterFacts, *, wanted: str, first: date, cutoff: date) -> Taken | LeftOut:
    """Whether somebody takes part in a cycle that began on `first`, by the register on the cut-off day.

    wanted: 中层干部 or 科级干部. Nobody is left out for being ill or away: they take part without a grade.
    """
    if not facts.in_register:
        return _out("participant.left", f"{_day(cutoff)}已不在册")
    if not facts.kind:
        return _out("participant.no_post", f"{_day(cutoff)}没有现任主职")
    if facts.level != wanted:
        return _out("participant.level", f"属{facts.level}，不在{wanted}考核的范围")
    if facts.elsewhere:
        return _out("participant.twice", f"已列入{facts.elsewhere}，同类考核不重复参加")
    category = facts.kind + facts.rank
    basis = [_reason("participant.post", f"{_day(cutoff)}主职在{facts.kind}、任{facts.rank}，列入{category}")]
    found = _no_grade(facts, first, cutoff)
    if found is None:
        return Taken(category, True, "", False, tuple(basis))
    reason, discreet = found
    return Taken(category, False, reason, discreet, tuple(basis))


def _no_grade(facts: RegisterFacts, first: date, cutoff: date) -> tuple[str, bool] | None:
    """(ground, whether it is discreet) of a person who gets no grade, else None (第六条)."""
    if facts.investigated:
        return INVESTIGATED, True
    if facts.worked_since is not None and _days(facts.worked_since, cutoff) < HALF_YEAR:
        return "到岗工作不满半年，只写评语，不确定等次", False
    years = cutoff.year - first.year + 1
    most, half = HALF_YEAR * years, "半年" if years == 1 else "聘期的一半"
    for kinds, words, discreet in (
        (("sick", "personal"), f"病假、事假累计超过{half}", True),
        (("secondment",), f"挂职{half}以上，由接收单位提出意见", True),
        (("study", "other"), f"离岗学习等累计超过{half}", True),
    ):
        days = sum(_overlap(item, first, cutoff) for item in facts.away if item.kind in kinds)
        if days > most or (kinds == ("secondment",) and days >= most):
            return words, discreet
    return None


def _overlap(item: Away, first: date, cutoff: date) -> int:
    starts, ends = max(item.starts, first), min(item.ends or cutoff, cutoff)
    return max(_days(starts, ends), 0)


def _days(starts: date, ends: date) -> int:
    return (ends - starts).days + 1


def _out(rule: str, text: str) -> LeftOut:
    return LeftOut(_reason(rule, text))


def _reason(rule: str, text: str) -> Reason:
    return Reason(rule, ARTICLE, f"{text}（{ARTICLE}）。")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
