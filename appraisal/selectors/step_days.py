"""Until when the steps of a cycle are taken (第六条)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max

from core import clock
from decisions.models import Publicity
from policy.step_days import step_due
from policy.workdays import Calendar, Deadline

from ..agenda import GRADES, SUBJECT
from ..models import Cycle, CycleEvent, Plan

PLAN_DAYS = ("report_due", "voting_from", "voting_to", "panel_due", "decision_due", "archive_due")


@dataclass(frozen=True)
class StepDays:
    """The numbers and the calendar by which steps are due."""

    limits: Mapping[str, int]
    calendar: Calendar

    def due(self, step: str, plan: Plan | None, since: date | None) -> Deadline | None:
        """The last day of a step; since: as of `stand_since`, None where the step is not next."""
        days = {name: getattr(plan, name) for name in PLAN_DAYS} if plan else {}
        return step_due(step, plan=days, since=since, limits=self.limits, calendar=self.calendar)


def stand_since(cycles: Collection[Cycle]) -> dict[int, date]:
    """Cycle -> the day on which it came where it stands, or its publicity ends; two queries."""
    moves = CycleEvent.objects.filter(case__in=cycles).exclude(from_state="")
    moves = moves.exclude(from_state=F("to_state"))
    found = {
        pk: at.astimezone(clock.ZONE).date()
        for pk, at in moves.order_by().values_list("case").annotate(Max("at"))
    }
    public = [cycle.pk for cycle in cycles if cycle.state == Cycle.State.PUBLICITY]
    lists = Publicity.objects.filter(subject_kind=SUBJECT, subject_id__in=public, kind=GRADES)
    ends = lists.order_by().values_list("subject_id").annotate(Max("ends_on"))
    return found | {pk: ends_on for pk, ends_on in ends if ends_on}
