"""What waits for whom in meetings and publicity."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from notices.registry import Audience, Duty, DutyKind, Holder, register
from notices.selectors import calendar
from policy.workdays import next_working_day

from .access import ORG
from .models import Attendee, Meeting, Publicity
from .selectors.publicity import open_objections

S = Meeting.State
ARTICLE = "第七条"


def register_duties() -> None:
    """Once, from `AppConfig.ready()`."""
    register(DutyKind("decisions.meeting_results", meeting_duties, started=True))
    register(DutyKind("decisions.publicity", publicity_duties, started=True))
    register(DutyKind("decisions.objections", objection_duties, started=True))


def meeting_duties(audience: Audience) -> Iterator[Duty]:
    """A meeting whose day has come: to be recorded, then to be made final by a second person."""
    if not audience.holds(Role.PARTY_OFFICE, Role.ORG_HEAD, Role.ORG_OFFICER):
        return
    waiting = Meeting.objects.filter(state__in=(S.AGENDA_SET, S.HELD), held_on__lte=audience.on)
    listed = Exists(Attendee.objects.filter(meeting=OuterRef("pk")))
    for meeting in waiting.annotate(listed=listed).prefetch_related("items"):
        items = meeting.items.all()
        recorders = frozenset(item.recorded_by_id for item in items if item.recorded_by_id is not None)
        open_ones = [item.pk for item in items if not item.is_recorded]
        step, of = "meeting", [meeting.pk]
        holders: tuple[Role, ...] = (Role.PARTY_OFFICE,)
        if meeting.state == S.AGENDA_SET:
            label, besides = "登记会议召开情况", frozenset[int]()
            step = "meeting_hold" if meeting.listed else "meeting_attendance"
        elif not open_ones:
            label, besides, step = "核对会议结果并定稿", recorders, "meeting_finalise"
            holders = (Role.PARTY_OFFICE, Role.ORG_HEAD)
        else:
            label, besides = "录入会议结果", frozenset[int]()
            if len(open_ones) == 1:
                step, of = "meeting_result", [meeting.pk, *open_ones]
        for role in holders:
            yield Duty(
                kind="decisions.meeting_results",
                label=label,
                about=str(meeting),
                # Whoever opened it and does not take the step sees the meeting.
                url=reverse(step, args=of) if audience.holds(role) else meeting.get_absolute_url(),
                holder=Holder(role=role, besides=besides),
                since=meeting.held_on,
                # Who opened the meeting sees it once among what others hold.
                started_by=meeting.opened_by_id if role == Role.PARTY_OFFICE else None,
            )


def publicity_duties(audience: Audience) -> Iterator[Duty]:
    """Publicity that ends today, or whose last day is over and nobody has closed it."""
    if not audience.holds(*ORG):
        return
    running = Publicity.objects.filter(state=Publicity.State.RUNNING, ends_on__lte=audience.on)
    days = calendar() if running else None
    for publicity in running:
        if publicity.ends_on is None or days is None:
            continue
        today = publicity.ends_on == audience.on
        yield Duty(
            kind="decisions.publicity",
            label="公示今日期满，明日办理" if today else "办理公示期满",
            about=publicity.title,
            url=reverse("publicity" if today else "publicity_expire", args=[publicity.pk]),
            holder=Holder(role=Role.ORG_OFFICER),
            since=publicity.begins_on or audience.on,
            # The period is over with the end of its last day: nobody can be late before the next working day.
            due=next_working_day(publicity.ends_on + timedelta(days=1), days),
            day_by="publicity_days",
            article=ARTICLE,
            started_by=publicity.drafted_by_id,
            provisional=publicity.provisional,
        )


def objection_duties(audience: Audience) -> Iterator[Duty]:
    """Objections without a finding, held by the officer named for each."""
    for objection in open_objections():
        whom = objection.person.name if objection.person else "整个名单"
        yield Duty(
            kind="decisions.objections",
            label="查核公示异议",
            about=f"{objection.publicity.title}（{whom}）",
            url=reverse("objection", args=[objection.publicity_id, objection.pk]),
            holder=Holder(user_id=objection.handler_id),
            since=timezone.localdate(objection.received_at),
            article=ARTICLE,
            started_by=objection.received_by_id,
        )
