"""Self-reports that wait: to be written, to be checked, to be asked for (第六条)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, OuterRef, Subquery
from django.urls import reverse

from accounts.models import Role, User
from accounts.selectors import account_of
from appraisal.models import Cycle, CycleEvent, CycleState, Participant
from appraisal.selectors import parameters_of
from core import clock
from notices.registry import Audience, Duty, DutyKind, Holder
from policy.self_report import check_due
from policy.sources import PLAN
from rulebook.selectors import limits_of

from ..access.reports import OPEN_STAGES, ORG
from ..models import SelfReport
from ..selectors.reports import NOT_HANDED_IN, RETURNED, home_units

ARTICLE = "第六条"
REMIND_DAYS = "process_report_ask_days"
S = SelfReport.State


@dataclass
class Group:
    """Reports that wait for the same people."""

    reports: list[int] = field(default_factory=list)
    since: list[datetime] = field(default_factory=list)


def _cycles(audience: Audience) -> dict[int, Cycle]:
    """The cycles that take reports, with when they began to (`began`) and their plan; one query, or none."""
    if not audience.holds(Role.CADRE, Role.UNIT_PARTY, *ORG):
        return {}
    opened = CycleEvent.objects.filter(case=OuterRef("pk"), to_state=CycleState.SELF_REPORT).order_by("pk")
    cycles = Cycle.objects.filter(state__in=OPEN_STAGES).select_related("plan")
    found = cycles.annotate(began=Subquery(opened.values("at")[:1])).order_by("year", "pk")
    return {cycle.pk: cycle for cycle in found}


def _due(cycle: Cycle) -> date | None:
    return cycle.plan.report_due if hasattr(cycle, "plan") else None


def _since(cycle: Cycle) -> date:
    began: datetime | None = getattr(cycle, "began", None)
    return _day(began) if began else clock.today()


def reports_to_write(audience: Audience) -> Iterator[Duty]:
    """Each participant writes and hands in the own report; two queries besides the cycles."""
    cycles = audience.once(_cycles)
    if not cycles or not audience.holds(Role.CADRE):
        return
    people = Participant.objects.filter(NOT_HANDED_IN | RETURNED, cycle__in=cycles)
    if audience.user_id is not None:
        own = User.objects.filter(pk=audience.user_id).values("staff_no")
        people = people.filter(cadre__staff_no__in=own)
    rows = list(
        people.order_by("cycle", "cadre__staff_no").values_list(
            "cycle",
            account_of("cadre__staff_no", is_active=True),
            "report__state",
            "report__returned_at",
            "report__return_note",
        )
    )
    for pk, account, state, returned_at, note in rows:
        if account is None:
            continue  # without an account the department enters the paper
        cycle, back = cycles[pk], state == S.RETURNED
        yield Duty(
            kind="evidence.report_write",
            label="修改退回的述职报告" if back else "撰写并提交述职报告",
            about=f"{cycle.label}考核{f'，意见：{note[:40]}' if back else ''}",
            url=reverse("report_own", args=[cycle.code]),
            holder=Holder(user_id=account),
            since=_day(returned_at) if back and returned_at else _since(cycle),
            due=_due(cycle),
            day_by=PLAN,
            article=ARTICLE,
        )


def reports_to_check(audience: Audience) -> Iterator[Duty]:
    """What was handed in waits for the unit's Party organisation; six queries besides the cycles.

    Never for the cadre in person, nor for whoever entered it: where the unit has nobody else, for 组织部.
    """
    cycles = audience.once(_cycles)
    if not cycles:
        return
    waiting = SelfReport.objects.filter(participant__cycle__in=cycles, state=S.SUBMITTED).order_by("pk")
    rows = list(
        waiting.values_list(
            "pk",
            "participant__cycle",
            "participant__cadre",
            account_of("participant__cadre__staff_no", is_active=True),
            "entered_by",
            "submitted_at",
        )
    )
    if not rows:
        return
    units = home_units({row[2] for row in rows})
    parties = audience.role_holders(Role.UNIT_PARTY).get(Role.UNIT_PARTY, [])
    groups: dict[tuple[int, Holder], Group] = defaultdict(Group)
    for pk, cycle, cadre, account, entered_by, at in rows:
        besides = frozenset({account, entered_by} - {None})
        unit = units.get(cadre)
        able = unit is not None and any(
            party.user_id not in besides and party.scope.covers(unit) for party in parties
        )
        holder = (
            Holder(role=Role.UNIT_PARTY, unit_id=unit, besides=besides & {party.user_id for party in parties})
            if able
            else Holder(role=Role.ORG_OFFICER, unit_id=unit, besides=besides)
        )
        group = groups[cycle, holder]
        group.reports.append(pk)
        group.since.append(at)
    for (cycle_pk, holder), group in groups.items():
        yield _check(cycles[cycle_pk], holder, group)


def _check(cycle: Cycle, holder: Holder, group: Group) -> Duty:
    one = len(group.reports) == 1
    page = "reports_unit" if holder.role == Role.UNIT_PARTY else "reports"
    due = None
    if hasattr(cycle, "plan"):
        due = check_due(cycle.plan.voting_from, parameters_of(cycle).report_days)
    return Duty(
        kind="evidence.report_check",
        label="审核述职报告",
        about=f"{cycle.label}考核 {len(group.reports)} 份",
        url=reverse("report", args=[cycle.code, group.reports[0]])
        if one
        else f"{reverse(page, args=[cycle.code])}?status=waiting",
        holder=holder,
        since=_day(min(group.since)),
        due=due,
        day_by="report_days",
        article=ARTICLE,
    )


def reports_to_ask_for(audience: Audience) -> Iterator[Duty]:
    """From a week before the last day on, the department sees how many are missing; two queries."""
    cycles = audience.once(_cycles)
    if not cycles or not audience.holds(*ORG):
        return
    ahead = timedelta(days=audience.once(limits_of)[REMIND_DAYS])
    near = {pk: cycle for pk, cycle in cycles.items() if (due := _due(cycle)) and due - ahead <= audience.on}
    if not near:
        return
    missing = Participant.objects.filter(NOT_HANDED_IN, cycle__in=near).order_by("cycle")
    for pk, count in missing.values_list("cycle").annotate(Count("pk")):
        cycle = near[pk]
        yield Duty(
            kind="evidence.report_ask",
            label="催交述职报告",
            about=f"{cycle.label}考核 {count} 人未交",
            url=f"{reverse('reports', args=[cycle.code])}?status=missing",
            holder=Holder(role=Role.ORG_OFFICER),
            since=(_due(cycle) or audience.on) - ahead,
            due=_due(cycle),
            day_by=PLAN,
            article=ARTICLE,
        )


def reports_to_publish(audience: Audience) -> Iterator[Duty]:
    """What a unit has checked only after the others were published is published too; one query."""
    cycles = {
        pk: cycle for pk, cycle in audience.once(_cycles).items() if cycle.state == Cycle.State.REPORT_PUBLIC
    }
    if not cycles or not audience.holds(*ORG):
        return
    late = SelfReport.objects.filter(participant__cycle__in=cycles, state=S.CHECKED)
    rows = late.order_by("participant__cycle").values_list("participant__cycle")
    for pk, count, since in rows.annotate(Count("pk"), Min("checked_at")):
        cycle = cycles[pk]
        yield Duty(
            kind="evidence.report_publish",
            label="公示补审核的述职报告",
            about=f"{cycle.label}考核 {count} 份",
            url=reverse("reports", args=[cycle.code]),
            holder=Holder(role=Role.ORG_OFFICER),
            since=_day(since),
            article=ARTICLE,
        )


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.ZONE).date()


KINDS: tuple[DutyKind, ...] = (
    DutyKind("evidence.report_write", reports_to_write),
    DutyKind("evidence.report_check", reports_to_check, overseers=frozenset(ORG)),
    DutyKind("evidence.report_ask", reports_to_ask_for),
    DutyKind("evidence.report_publish", reports_to_publish),
)
