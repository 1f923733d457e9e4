"""The next step of each cycle, for whoever takes it, with its day of the plan (第六条)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef
from django.urls import reverse

from accounts.models import Role
from core import clock
from notices.registry import Audience, Duty, DutyKind, Holder
from policy.workflow import Step, next_steps

from ..access import YEAR_ROLES
from ..models import Cycle, Participant
from ..tables.flow import DUE_OF

ARTICLE = "第六条"


@dataclass(frozen=True)
class Going:
    """A cycle that goes on: since when it stands where it is, and whether anybody is on its list."""

    cycle: Cycle
    since: date
    listed: bool

    def due(self, step: Step) -> date | None:
        """The day of the plan by which the step is taken."""
        plan = getattr(self.cycle, "plan", None)
        day: date | None = getattr(plan, DUE_OF[step.code], None) if step.code in DUE_OF else None
        return day


def _cycles(audience: Audience) -> list[Going]:
    """Cycles that are run here, and those that came by file once their count is confirmed; one query."""
    if not audience.holds(*YEAR_ROLES):
        return []
    listed = Participant.objects.filter(cycle=OuterRef("pk"))
    rows = Cycle.objects.exclude(state=Cycle.State.ARCHIVED).select_related("plan")
    found = rows.annotate(moved=Max("events__at"), listed=Exists(listed)).order_by("year", "pk")
    return [
        Going(cycle, _day(cycle.moved), cycle.listed)
        for cycle in found
        if cycle.source == Cycle.Source.PLAN or cycle.confirmed_at is not None
    ]


def lists_to_make(audience: Audience) -> Iterator[Duty]:
    """An approved plan waits for its list of people."""
    for going in audience.once(_cycles):
        cycle = going.cycle
        if cycle.state == Cycle.State.APPROVED and not going.listed:
            yield Duty(
                kind="appraisal.people",
                label="按名册生成参加考核人员名单",
                about=f"{cycle.label}考核",
                url=reverse("cycle_people", args=[cycle.code]),
                holder=Holder(role=Role.ORG_OFFICER),
                since=going.since,
                article=ARTICLE,
            )


def steps_to_take(audience: Audience) -> Iterator[Duty]:
    """Every cycle waits for its next step: of the head, or of the officers where a meeting decides."""
    for going in audience.once(_cycles):
        cycle = going.cycle
        if cycle.state == Cycle.State.APPROVED and not going.listed:
            continue
        steps = next_steps(cycle.state, source=cycle.source)
        if not steps or (cycle.state == Cycle.State.SCORED and cycle.confirmed_at is None):
            continue  # what the count waits for is said by name
        step = steps[0]
        where = "cycle_flow" if step.by_meeting else "cycle_step"
        yield Duty(
            kind="appraisal.step",
            label=f"提请会议{step.label}" if step.by_meeting else step.label,
            about=f"{cycle.label}考核",
            url=reverse(where, args=[cycle.code] if step.by_meeting else [cycle.code, step.code]),
            holder=Holder(role=Role.ORG_OFFICER if step.by_meeting else Role.ORG_HEAD),
            since=going.since,
            due=going.due(step),
            article=ARTICLE,
        )


def _day(moment: datetime | None) -> date:
    return (moment or clock.now()).astimezone(clock.ZONE).date()


KINDS = (DutyKind("appraisal.people", lists_to_make), DutyKind("appraisal.step", steps_to_take))
