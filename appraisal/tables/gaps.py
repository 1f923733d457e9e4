"""缺票核定 as a page shows it: in words, never with a number of votes or a figure of the scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.selectors import Visitor

from .. import selectors
from ..models import Cycle, GapDecision, ScoringOfficer
from ..selectors import Gap

Remedy, State = GapDecision.Remedy, GapDecision.State
Duty = ScoringOfficer.Duty


@dataclass(frozen=True)
class GapRow:
    """One person: what lacks, what was proposed or decided, and who has to act now ("" for nobody)."""

    gap: Gap
    lacking: str
    remedy: str
    reason: str
    state: str
    kind: str
    holder: str


@dataclass(frozen=True)
class GapPage:
    """The page of one year for one viewer. own: pk of the viewer, whose proposals others decide."""

    rows: tuple[GapRow, ...]
    officers: dict[str, ScoringOfficer]
    to_propose: int
    to_decide: int
    own_waiting: int
    open: int

    def choices_to_propose(self) -> list[tuple[str, str]]:
        """(primary key, who and what lacks) of everybody of whom something may be proposed."""
        return [
            (str(row.gap.participant), f"{_who(row.gap)}：{row.lacking}")
            for row in self.rows
            if row.gap.withheld and not row.gap.waiting and not row.gap.decided
        ]

    def choices_to_decide(self, user: Visitor, *, own: bool) -> list[tuple[str, str]]:
        """(primary key, who, what and why) of the waiting proposals of others, or of the user's own."""
        found = []
        for row in self.rows:
            decision = row.gap.decision
            if decision is not None and row.gap.waiting and (decision.proposed_by_id == user.pk) == own:
                label = f"{_who(row.gap)}：{row.lacking}；{row.remedy}，理由：{row.reason}"
                found.append((str(decision.pk), label))
        return found


def gap_page(cycle: Cycle, user: Visitor) -> GapPage:
    """What is missing in a scored year; four queries. Nothing where the year is not scored."""
    officers = selectors.officers_of(cycle)
    scored = cycle.has_results
    gaps = selectors.gaps_of(cycle, selectors.parameters_of(cycle)) if scored else []
    waiting = [gap.decision for gap in gaps if gap.waiting and gap.decision is not None]
    return GapPage(
        rows=tuple(_row(gap, officers) for gap in gaps),
        officers=officers,
        to_propose=sum(gap.withheld and not gap.waiting and not gap.decided for gap in gaps),
        to_decide=sum(item.proposed_by_id != user.pk for item in waiting),
        own_waiting=sum(item.proposed_by_id == user.pk for item in waiting),
        open=sum(not gap.settled for gap in gaps),
    )


def _row(gap: Gap, officers: dict[str, ScoringOfficer]) -> GapRow:
    decision: Any = gap.decision
    state, kind, holder = _state(gap, officers)
    return GapRow(
        gap=gap,
        lacking="，".join(f"{name}票不足" for name in gap.lacking),
        remedy=decision.get_remedy_display() if decision else "",
        reason=decision.reason if decision else "",
        state=state,
        kind=kind,
        holder=holder,
    )


def _state(gap: Gap, officers: dict[str, ScoringOfficer]) -> tuple[str, str, str]:
    """(state in words, its kind, who has to act)."""
    decision = gap.decision
    if decision is None:
        return "待提出处理意见", "warn", _named(officers, Duty.COUNTER)
    if gap.waiting:
        counter = officers.get(Duty.COUNTER)
        by_counter = counter is not None and counter.user_id == decision.proposed_by_id
        return "待另一人核定", "warn", _named(officers, Duty.WITNESS if by_counter else Duty.COUNTER)
    if decision.remedy == Remedy.REMEASURE:
        return "已核定，待补测的票导入", "warn", _named(officers, Duty.COUNTER)
    if not gap.settled:
        return "已核定，正在重新计分", "info", "系统"
    return "已核定", "good", ""


def _named(officers: dict[str, ScoringOfficer], duty: Duty) -> str:
    officer = officers.get(duty)
    return f"{duty.label} {officer.user.name}" if officer else f"{duty.label}（尚未指定）"


def _who(gap: Gap) -> str:
    place = "，".join(part for part in (gap.post, gap.unit) if part)
    return f"{gap.name}（{gap.staff_no}{'，' if place else ''}{place}）"
