"""Who may count a year, decide what is missing, and confirm the count (第六条).

Two people: the 计分人 of the organization department and the 监票人 of the discipline office. What one of
them does holds only with the other's word.
"""

from collections.abc import Collection
from dataclasses import dataclass

from .verdict import Reason, Verdict

ARTICLE = "第六条"


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """Somebody who would count a year or watch the count.

    duty: 计分人 or 监票人; office: whose people may do it; holds_role: is one of them today; has_other: holds
    the other of the two duties; takes_part: stands on the year's list.
    """

    name: str
    duty: str
    office: str
    holds_role: bool
    has_other: bool
    takes_part: bool


def may_count(officer: OfficerFacts) -> Verdict:
    """Whether somebody may be, or go on being, one of the two (第六条)."""
    reasons = []
    if not officer.holds_role:
        text = f"{officer.duty}须由{officer.office}的在任人员担任，{officer.name}现在没有这样的角色"
        reasons.append(_reason("officer.role", text))
    if officer.has_other:
        reasons.append(
            _reason("officer.two_people", f"计分人和监票人不能是同一人，{officer.name}已担任另一项")
        )
    if officer.takes_part:
        text = f"{officer.name}是本次考核的参加考核人员，不能计分或监票，请另行指定"
        reasons.append(_reason("officer.participant", text))
    return Verdict(tuple(reasons))


@dataclass(frozen=True, slots=True)
class GapFacts:
    """One cadre's gap as it stands. counting: groups that do count; decided: a remedy that stands already."""

    name: str
    withheld: bool
    counting: int
    decided: bool
    waiting: bool


def may_propose_remedy(gap: GapFacts, *, renormalise: bool) -> Verdict:
    """Whether a remedy may be proposed for somebody's missing votes (第六条).

    A decision that stands is not changed once figures can be seen: nobody chooses by the outcome.
    """
    reasons = []
    if gap.decided:
        text = f"{gap.name}的缺票已经两人核定，不能更改；补充的票使缺票情况改变后自动失效"
        reasons.append(_reason("gap.decided", text))
    elif gap.waiting:
        reasons.append(
            _reason("gap.waiting", f"{gap.name}已有待核定的处理意见，请先由另一人核定或由提出人撤回")
        )
    elif not gap.withheld:
        reasons.append(_reason("gap.none", f"{gap.name}没有待核的缺票，请重新打开页面核对"))
    elif renormalise and not gap.counting:
        reasons.append(
            _reason("gap.nothing_left", f"{gap.name}没有一类票可以计分，不能折算，请选补测或不排名")
        )
    return Verdict(tuple(reasons))


@dataclass(frozen=True, slots=True)
class CountFacts:
    """A year whose count somebody wants to confirm.

    confirmed_duties: duties for which these results are confirmed already; duty: of the one who asks.
    """

    scored: bool
    closed: bool
    gaps_open: int
    scoring: bool
    confirmed_duties: Collection[str]
    duty: str


def may_confirm_count(count: CountFacts) -> Verdict:
    """Whether one of the two may confirm the present results (第六条)."""
    if count.closed:
        return Verdict((_reason("count.closed", "本次考核的计分已经两人确认"),))
    reasons = []
    if count.scoring:
        reasons.append(_reason("count.scoring", "系统正在重新计分，请等计分完成后再核对确认"))
    elif not count.scored:
        reasons.append(_reason("count.not_scored", "本次考核尚未汇总计分，没有结果可以确认"))
    if count.gaps_open:
        text = f"还有 {count.gaps_open} 人缺票待核，须先由计分人和监票人核定"
        reasons.append(_reason("count.gaps", text))
    if count.duty in count.confirmed_duties:
        reasons.append(_reason("count.twice", "您已经确认过这份结果，还须另一人确认"))
    return Verdict(tuple(reasons))


def may_recheck_count(*, confirmed: bool, settled: bool) -> Verdict:
    """Whether a count that two have confirmed may be opened again: until the decision (第六条)."""
    if settled:
        said = "考核结果已经审定，不再重新核对计分；需要更正的，由党委另行决定"
        return Verdict((_reason("count.settled", said),))
    if not confirmed:
        said = "本次考核的计分还没有经两人确认，更正数据后会自动重新计分，不需要重新核对"
        return Verdict((_reason("count.not_confirmed", said),))
    return Verdict()


def _reason(rule: str, text: str) -> Reason:
    return Reason(rule, ARTICLE, f"{text}（{ARTICLE}）。")
