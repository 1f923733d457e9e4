"""What waits for the organization department about the register and its exports."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import Case, CharField, Count, Min, Q, QuerySet, Value, When
from django.db.models.functions import Left, Length
from django.urls import reverse

from accounts.models import Role, RoleGrant
from accounts.selectors import UnitScope
from core import clock
from notices.registry import Audience, Duty, DutyKind, Holder, register
from policy.sources import ENTERED, REGISTER

from .access import ORG
from .models import Cadre, ExportRequest
from .selectors.endings import (
    BACK_WITHIN,
    absences_ending,
    before_month,
    probations_undecided,
    terms_running,
)

KEEPER = Role.ORG_OFFICER
PROBATION_WITHIN, TERM_WITHIN = timedelta(days=30), timedelta(days=90)
BEFORE = ""
State = ExportRequest.State


@dataclass(frozen=True)
class Ending:
    """A kind of end that the register knows to the month or to the day.

    path: of its date; cadre: prefix of paths to the person, "" for none; within: how long before it shows;
    filter_name: of the list by month, `overdue` its word in the list's filter of ends that have passed.
    """

    code: str
    label: str
    noun: str
    verb: str
    rows: Callable[[], QuerySet[Any]]
    path: str
    appointment: str
    cadre: str
    within: timedelta
    filter_name: str
    overdue: str


PROBATION = Ending(
    "cadres.probation",
    "填写试用结果",
    "试用期",
    "期满",
    probations_undecided,
    "probation_to",
    "pk",
    "cadre",
    PROBATION_WITHIN,
    "probation_due",
    "probation",
)
TERM = Ending(
    "cadres.term",
    "办理任期届满事项",
    "任期",
    "届满",
    terms_running,
    "ends",
    "appointment_id",
    "appointment__cadre",
    TERM_WITHIN,
    "term_due",
    "term",
)


def endings_waiting(ending: Ending, audience: Audience) -> Iterator[Duty]:
    """One duty for each month with an end in it, one for all that have passed before; one query.

    The month of the last day of the period counts whole. A single person is named, with the step itself.
    """
    scope = _kept(audience)
    if not scope:
        return
    on = audience.on
    last = f"{_first_of_next(on + ending.within):%Y-%m}"
    rows = ending.rows().filter(**{f"{ending.path}__lt": last}, **_within(scope, ending.cadre))
    for month, people, appointments, of_month, of_day, staff_no, name, pk in _by_month(ending, rows, on):
        due = _earliest(of_month, of_day)
        single = people == appointments == 1
        earliest = min(filter(None, (of_month, of_day)))
        who, when = (name, earliest) if single else (f"{people} 人", month)
        yield Duty(
            kind=ending.code,
            label=ending.label,
            about=_about(ending, who, when, earliest),
            url=reverse("appointment_edit", args=[staff_no, pk])
            if single
            else _list(**({ending.filter_name: month} if month else {"overdue": ending.overdue})),
            holder=Holder(role=KEEPER),
            since=min(on, due - ending.within),
            due=due,
            day_by=REGISTER,
        )


def _by_month(ending: Ending, rows: QuerySet[Any], on: date) -> Iterable[tuple[Any, ...]]:
    """(month or BEFORE, people, rows, earliest date known to the month, to the day, a person, a row)."""
    before = When(before_month(ending.path, on), then=Value(BEFORE))
    month_only, to_the_day = Q(known=7), Q(known=10)
    return (
        rows.annotate(
            month=Case(before, default=Left(ending.path, 7), output_field=CharField()),
            known=Length(ending.path),
        )
        .order_by("month")
        .values_list("month")
        .annotate(
            people=Count(ending.cadre, distinct=True),
            found=Count("pk"),
            of_month=Min(ending.path, filter=month_only),
            of_day=Min(ending.path, filter=to_the_day),
            staff_no=Min(f"{ending.cadre}__staff_no"),
            name=Min(f"{ending.cadre}__name"),
            which=Min(ending.appointment),
        )
    )


def _about(ending: Ending, who: str, when: str, earliest: str) -> str:
    if when:
        return f"{who}的{ending.noun} {when} {ending.verb}"
    return f"{who}的{ending.noun}在本月以前{ending.verb}，最早 {earliest}"


def _earliest(of_month: str | None, of_day: str | None) -> date:
    """The first day on which one of them ends: a month ends with its last day."""
    found = []
    if of_day:
        found.append(date.fromisoformat(of_day))
    if of_month:
        year, month = int(of_month[:4]), int(of_month[5:7])
        found.append(date(year, month, calendar.monthrange(year, month)[1]))
    return min(found)


def absences_waiting(audience: Audience) -> Iterator[Duty]:
    """Who is due back within two weeks; one query. Says nothing of why somebody was away."""
    scope = _kept(audience)
    if not scope:
        return
    rows = absences_ending(audience.on).filter(**_within(scope, "cadre"))
    found = rows.aggregate(
        people=Count("cadre", distinct=True),
        found=Count("pk"),
        due=Min("ends"),
        staff_no=Min("cadre__staff_no"),
        name=Min("cadre__name"),
        pk=Min("pk"),
    )
    if not found["found"]:
        return
    single, due = found["found"] == 1, found["due"]
    yield Duty(
        kind="cadres.absence",
        label="核对离岗人员返岗",
        about=f"{found['name']}离岗至 {due:%Y-%m-%d}"
        if single
        else f"{found['people']} 人离岗 14 天内期满，最早 {due:%Y-%m-%d}",
        url=reverse("absence_end", args=[found["staff_no"], found["pk"]]) if single else _list(back="soon"),
        holder=Holder(role=KEEPER),
        since=min(audience.on, due - BACK_WITHIN),
        due=due,
        day_by=REGISTER,
    )


def exports_waiting(audience: Audience) -> Iterator[Duty]:
    """Requests for full numbers that wait for a second person, and approved ones to be fetched; one query."""
    if not audience.holds(*ORG):
        return
    able = RoleGrant.objects.in_force(on=audience.on).filter(role__in=ORG)
    rows = ExportRequest.objects.filter(
        Q(state=State.WAITING) | Q(state=State.APPROVED, expires_at__gt=clock.now()),
        requester__in=able.values("user"),
    )
    if not audience.holds(Role.ORG_HEAD):
        rows = rows.filter(requester=audience.user_id)
    for asked in rows.select_related("requester").order_by("requested_at", "pk"):
        yield _export_duty(asked)


def _export_duty(asked: ExportRequest) -> Duty:
    url = reverse("export_request", args=[asked.pk])
    what = f"{asked.row_count} 人的完整号码，用途：{asked.purpose}"
    if asked.state == State.WAITING:
        return Duty(
            kind="cadres.export",
            label="审批导出申请",
            about=f"{asked.requester.name}申请导出{what}",
            url=url,
            holder=Holder(role=Role.ORG_HEAD, besides=frozenset({asked.requester_id})),
            since=_day(asked.requested_at),
            started_by=asked.requester_id,
        )
    return Duty(
        kind="cadres.export",
        label="下载已批准的名册",
        about=f"{what}；{_local(asked.expires_at):%Y-%m-%d %H:%M} 前可下载一次",
        url=url,
        holder=Holder(user_id=asked.requester_id),
        since=_day(asked.decided_at),
        due=_day(asked.expires_at),
        day_by=ENTERED,
    )


def _local(moment: Any) -> datetime:
    """A moment in the office's time; a request in that state has it by constraint."""
    return cast(datetime, moment).astimezone(clock.ZONE)


def _day(moment: Any) -> date:
    return _local(moment).date()


def _kept(audience: Audience) -> UnitScope:
    if audience.user_id is None:
        return UnitScope(everywhere=True)
    return audience.scopes.get(KEEPER, UnitScope())


def _within(scope: UnitScope, path: str) -> dict[str, Any]:
    """Narrows rows to the people of the scope."""
    return {} if scope.everywhere else {f"{path}__in": Cadre.objects.within(scope)}


def _first_of_next(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _list(**filters: str) -> str:
    return f"{reverse('cadres')}?{urlencode(filters)}"


def register_duties() -> None:
    """Called once, when the apps are ready."""
    register(DutyKind("cadres.export", exports_waiting, started=True))
    for ending in (PROBATION, TERM):
        register(DutyKind(ending.code, partial(endings_waiting, ending)))
    register(DutyKind("cadres.absence", absences_waiting))
