"""The way of a cycle as its page shows it: every step, who takes it, until when, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.selectors import Visitor
from core import clock
from policy.urgency import Urgency, urgency_of
from policy.workflow import STEPS, Step

from ..access import MOVE, may
from ..models import Cycle, CycleEvent, Plan
from ..workflow import Missing, missing_before

DONE, NOW, LATER = "done", "now", "later"
# Step -> the day of the plan that ends the state it leads on from.
DUE_OF: Mapping[str, str] = {
    "publish_reports": "report_due",
    "open_voting": "voting_from",
    "close_voting": "voting_to",
    "open_panel": "panel_due",
    "decide": "decision_due",
    "archive": "archive_due",
}
_ORDER = list(Cycle.State)


@dataclass(frozen=True)
class StepRow:
    """One step. place: done, now or later; url: where it is taken, "" where not now or not by this reader."""

    step: Step
    place: str
    due: date | None
    urgency: Urgency | None
    missing: tuple[Missing, ...]
    url: str
    said: str = ""

    @property
    def blocked(self) -> bool:
        return any(item.blocks for item in self.missing)


@dataclass(frozen=True)
class Flow:
    """cycle, its steps, and what happened, newest first as (when, title, words)."""

    cycle: Cycle
    rows: tuple[StepRow, ...]
    moments: tuple[tuple[str, str, str], ...]

    @property
    def next(self) -> StepRow | None:
        """The step that is next: the first that can be taken."""
        return next((row for row in self.rows if row.place == NOW), None)


def flow_of(cycle: Cycle, user: Visitor) -> Flow:
    """Every step of the cycle for this reader; what is missing is asked only of those that come next."""
    plan = Plan.objects.filter(cycle=cycle).first()
    reached = _ORDER.index(Cycle.State(cycle.state))
    moves = may(user, MOVE, cycle)
    events = list(CycleEvent.objects.filter(case=cycle).select_related("actor").order_by("-pk")[:40])
    return Flow(
        cycle,
        tuple(_row(cycle, step, plan, reached, moves) for step in _steps(cycle)),
        tuple(
            (
                f"{event.at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}",
                Cycle.State(event.to_state).label,
                f"{event.note}（{event.actor.name}）",
            )
            for event in events
        ),
    )


def _steps(cycle: Cycle) -> list[Step]:
    """A year that came by file begins with the count."""
    if cycle.source == Cycle.Source.PLAN:
        return list(STEPS)
    return [
        step for step in STEPS if _ORDER.index(Cycle.State(step.target)) > _ORDER.index(Cycle.State.SCORED)
    ]


def _row(cycle: Cycle, step: Step, plan: Plan | None, reached: int, moves: bool) -> StepRow:
    now = cycle.state in step.sources
    target = _ORDER.index(Cycle.State(step.target))
    due = getattr(plan, DUE_OF[step.code], None) if step.code in DUE_OF else None
    takes = now and moves and not step.by_meeting
    return StepRow(
        step=step,
        place=NOW if now else DONE if target <= reached else LATER,
        due=due,
        urgency=urgency_of(due, clock.today()) if due and now else None,
        missing=tuple(missing_before(cycle, step.code)) if now else (),
        url=reverse("cycle_step", args=[cycle.code, step.code]) if takes else "",
        said="在“会议”中列入议题，纪要定稿后自动进入下一环节。" if now and step.by_meeting else "",
    )
