"""Scores of weighted components, and announced bonus points: when they may still change (第六条)."""

from dataclasses import dataclass
from decimal import Decimal

from .verdict import Reason, Verdict

ARTICLE = "第六条"


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """One value that somebody wants to store. label: where it stands, as pages name it."""

    label: str
    known: bool
    score: Decimal


def may_enter(*, approved: bool, confirmed: bool) -> Verdict:
    """Whether scores or bonus points may be entered or changed (第六条): with a plan, until confirmed."""
    if not approved:
        return Verdict((_no("component.no_plan", "方案审定、参数冻结后才能录入成分得分和加分"),))
    if confirmed:
        return Verdict((_no("component.confirmed", "计分已经两人确认，成分得分和加分不能再改动"),))
    return Verdict()


def may_add_bonus(*, told: str) -> Verdict:
    """Whether announced points may be entered (第六条): one fact of one document counts once.

    told: what is entered of the same fact already, in words; "" for nothing.
    """
    if not told:
        return Verdict()
    said = f"同一文号、同一理由的加分已经录入（{told}），同一事实不重复加分；录错的请先撤回"
    return Verdict((_no("bonus.twice", said),))


def may_store(lines: tuple[ComponentLine, ...]) -> Verdict:
    """Whether these values may be stored (第六条): of components that weigh, each of a hundred."""
    found = []
    for line in lines:
        if not line.known:
            found.append(_no("component.unknown", f"{line.label}：考核方案中没有这项成分或其权重为 0"))
        elif not 0 <= line.score <= 100:
            found.append(_no("component.range", f"{line.label}：得分应在 0 到 100 之间"))
    return Verdict(tuple(found))


def _no(rule: str, text: str) -> Reason:
    return Reason(rule, ARTICLE, f"{text}（{ARTICLE}）。")
