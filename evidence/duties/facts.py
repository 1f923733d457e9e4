"""What waits in facts: observing everybody each quarter, integrity opinions, key tasks, disputes (第六条)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Max, Q
from django.urls import reverse

from accounts.models import Role
from accounts.selectors import UnitScope
from appraisal.models import Cycle
from core import clock
from notices.registry import Audience, Duty, DutyKind, Holder
from policy.quarters import quarter_of
from policy.sources import ENTERED, PLAN, QUARTER
from rulebook.selectors import limits_of

from ..access.facts import DISCIPLINE, ORG, scope_of
from ..models import IntegrityRequest, KeyTask, Observation
from ..selectors.integrity import unanswered
from ..selectors.interviews import not_interviewed
from ..selectors.observations import unobserved

ARTICLE = "第六条"
TASK_DAYS = "process_task_days"


def quarter_to_observe(audience: Audience) -> Iterator[Duty]:
    """Whoever keeps the register observes everybody once a quarter; one query."""
    if not audience.holds(*ORG):
        return
    everybody = audience.user_id is None
    scope = UnitScope(everywhere=True) if everybody else scope_of(audience.scopes, ORG)
    quarter = quarter_of(audience.on)
    people = unobserved(scope, quarter).count()
    if people:
        yield Duty(
            kind="evidence.observations",
            label="登记平时考核记录",
            about=f"{quarter.label}还有 {people} 人未记录",
            url=reverse("observation_coverage"),
            holder=Holder(role=Role.ORG_OFFICER),
            since=quarter.first,
            due=quarter.last,
            day_by=QUARTER,
            article=ARTICLE,
        )


def disputes_to_look_at(audience: Audience) -> Iterator[Duty]:
    """A cadre does not agree with a record: whoever made it looks again, else the office; one query."""
    if not audience.holds(*ORG):
        return
    rows = Observation.objects.standing().filter(disputed=True, kept_reason="")
    holders = audience.role_holders(*ORG).values()
    there = {one.user_id for people in holders for one in people}
    if audience.user_id is not None:
        rows = rows.filter(Q(entered_by=audience.user_id) | ~Q(entered_by__in=there))
    found = rows.annotate(said=Max("answers__at"), looked=Max("events__at")).select_related("cadre")
    for item in found.order_by("pk"):
        yield Duty(
            kind="evidence.disputes",
            label="核对有异议的平时考核记录",
            about=f"{item.cadre.name}，{item.observed_on:%Y-%m-%d}",
            url=item.get_absolute_url(),
            holder=Holder(user_id=item.entered_by_id)
            if item.entered_by_id in there
            else Holder(role=Role.ORG_OFFICER, unit_id=item.unit_id),
            since=(item.said or item.entered_at).astimezone(clock.ZONE).date(),
            article=ARTICLE,
        )


def integrity_to_give(audience: Audience) -> Iterator[Duty]:
    """The discipline office answers about everybody it was asked about; two queries."""
    if not audience.holds(*DISCIPLINE, *ORG):
        return
    decided = [state for state in Cycle.State if Cycle(state=state).is_decided]
    rows = IntegrityRequest.objects.exclude(cycle__state__in=decided).select_related("cycle")
    by_cycle: dict[int, list[IntegrityRequest]] = defaultdict(list)
    for row in rows.order_by("pk"):
        by_cycle[row.cycle_id].append(row)
    cycles = [requests[0].cycle for requests in by_cycle.values()]
    open_ones: dict[int, list[int]] = defaultdict(list)
    for pk, cadre in unanswered(*cycles).order_by().values_list("cycle", "cadre") if cycles else ():
        open_ones[pk].append(cadre)
    for cycle in cycles:
        requests = by_cycle[cycle.pk]
        asked = {cadre for row in requests for cadre in row.cadres}
        waiting = sum(cadre in asked for cadre in open_ones[cycle.pk])
        if waiting:
            last = requests[-1]
            yield Duty(
                kind="evidence.integrity",
                label="答复廉政意见",
                about=f"{cycle.label}考核 {waiting} 人",
                url=reverse("year_integrity", args=[cycle.code]),
                holder=Holder(role=Role.DISCIPLINE_OFFICER),
                since=last.asked_at.astimezone(clock.ZONE).date(),
                due=last.due_on,
                day_by="process_integrity_days",
                article=ARTICLE,
                provisional=last.provisional,
                in_working_days=True,
                started_by=last.asked_by_id,
            )


def interviews_to_hold(audience: Audience) -> Iterator[Duty]:
    """From the end of the vote on until the panel sits, somebody is asked about everybody; three queries."""
    if not audience.holds(*ORG):
        return
    going = (Cycle.State.INTERVIEW, Cycle.State.SCORED)
    cycles = Cycle.objects.filter(state__in=going, source=Cycle.Source.PLAN).select_related("plan")
    going_on = list(cycles.annotate(moved=Max("events__at")).order_by("pk"))
    people = not_interviewed(*going_on).order_by().values_list("cycle", flat=True) if going_on else ()
    count = Counter(people)
    for cycle in going_on:
        if waiting := count[cycle.pk]:
            yield Duty(
                kind="evidence.interviews",
                label="登记个别谈话",
                about=f"{cycle.label}考核还有 {waiting} 人",
                url=reverse("year_interviews", args=[cycle.code]),
                holder=Holder(role=Role.ORG_OFFICER),
                since=cycle.moved.astimezone(clock.ZONE).date(),
                due=cycle.plan.panel_due if hasattr(cycle, "plan") else None,
                day_by=PLAN,
                article=ARTICLE,
            )


def tasks_to_finish(audience: Audience) -> Iterator[Duty]:
    """Tasks of a unit that fall due, for its Party organisation; two queries."""
    if not audience.holds(Role.UNIT_PARTY, *ORG):
        return
    soon = audience.on + timedelta(days=audience.once(limits_of)[TASK_DAYS])
    rows = KeyTask.objects.filter(state=KeyTask.State.RUNNING, due_on__lte=soon)
    for task in rows.order_by("due_on", "pk"):
        yield Duty(
            kind="evidence.tasks",
            label="报送重点任务完成情况",
            about=task.title,
            url=task.get_absolute_url(),
            holder=Holder(role=Role.UNIT_PARTY, unit_id=task.unit_id),
            since=task.entered_at.astimezone(clock.ZONE).date(),
            due=task.due_on,
            day_by=ENTERED,
            article=ARTICLE,
            started_by=task.entered_by_id,
        )


def tasks_to_verify(audience: Audience) -> Iterator[Duty]:
    """What was handed in waits for a second person; one query."""
    if not audience.holds(Role.UNIT_PARTY, *ORG):
        return
    rows = KeyTask.objects.filter(state=KeyTask.State.SUBMITTED).annotate(handed=Max("events__at"))
    for task in rows.order_by("due_on", "pk"):
        submitter = task.submitted_by_id
        yield Duty(
            kind="evidence.tasks_verify",
            label="核验重点任务",
            about=task.title,
            url=task.get_absolute_url(),
            holder=Holder(role=Role.ORG_OFFICER, besides=frozenset({submitter} if submitter else ())),
            since=(task.handed or task.entered_at).astimezone(clock.ZONE).date(),
            article=ARTICLE,
            started_by=submitter,
        )


KINDS: tuple[DutyKind, ...] = (
    DutyKind("evidence.observations", quarter_to_observe),
    DutyKind("evidence.disputes", disputes_to_look_at),
    DutyKind("evidence.integrity", integrity_to_give, started=True),
    DutyKind("evidence.interviews", interviews_to_hold),
    DutyKind("evidence.tasks", tasks_to_finish, overseers=frozenset(ORG), started=True),
    DutyKind("evidence.tasks_verify", tasks_to_verify, started=True),
)
