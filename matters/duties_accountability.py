"""What waits in accountability: the tolerance question, then the decision (第十二条)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import Role
from notices.registry import Audience, Duty, DutyKind, Holder, register
from notices.selectors import calendar
from policy.limits.accountability import AGAIN, QUESTION
from policy.workdays import deadline
from rulebook.selectors import limit_on

from .models import Accountability


def register_accountability_duties() -> None:
    """Once, from `AppConfig.ready()`."""
    register(DutyKind("matters.tolerance_question", questions_to_answer, started=True))
    register(DutyKind("matters.accountability_decide", decisions_to_record))
    register(DutyKind("matters.accountability_again", decisions_to_look_at))


def questions_to_answer(audience: Audience) -> Iterator[Duty]:
    """Open records whose tolerance question nobody has answered; held by the discipline office."""
    if not audience.holds(Role.DISCIPLINE_OFFICER):
        return
    waiting = Accountability.objects.filter(state=Accountability.State.OPEN, answer="")
    rows = list(waiting.select_related("cadre", "matter").order_by("opened_on", "pk"))
    if not rows:
        return
    days, limit = calendar(), limit_on(QUESTION, audience.on)
    for record in rows:
        since = record.again_on or record.opened_on
        due = deadline(since, limit, days)
        yield Duty(
            kind="matters.tolerance_question",
            label="回答问责中的容错问题" if record.told_on else "告知干部有权申请容错",
            about=f"{record.cadre.name}，{record.matter}",
            url=record.get_absolute_url(),
            holder=Holder(role=Role.DISCIPLINE_OFFICER),
            since=since,
            due=due.day,
            day_by=QUESTION,
            article="第十二条",
            started_by=record.recorded_by_id,
            provisional=due.provisional,
        )


def decisions_to_record(audience: Audience) -> Iterator[Duty]:
    """Answered, and still without a decision; held by the head of the discipline office."""
    if not audience.holds(Role.DISCIPLINE_HEAD):
        return
    waiting = Accountability.objects.filter(state=Accountability.State.OPEN).exclude(answer="")
    for record in waiting.select_related("cadre", "matter").order_by("answered_on", "pk"):
        wrote = record.answered_by_id if record.answer == Accountability.Answer.ABSENT else None
        yield Duty(
            kind="matters.accountability_decide",
            label="登记问责决定或者不再问责",
            about=f"{record.cadre.name}，{record.matter}",
            url=reverse("accountability_decide", args=[record.pk]),
            holder=Holder(role=Role.DISCIPLINE_HEAD, besides=frozenset({wrote} if wrote else ())),
            since=record.answered_on or record.opened_on,
            article="第十二条",
        )


def decisions_to_look_at(audience: Audience) -> Iterator[Duty]:
    """Decided on a finding that was revoked since; held by the head of the discipline office."""
    if not audience.holds(Role.DISCIPLINE_HEAD):
        return
    waiting = Accountability.objects.filter(state=Accountability.State.DECIDED, again_on__isnull=False)
    rows = list(waiting.select_related("cadre", "matter").order_by("again_on", "pk"))
    if not rows:
        return
    days, limit = calendar(), limit_on(AGAIN, audience.on)
    for record in rows:
        assert record.again_on is not None
        due = deadline(record.again_on, limit, days)
        yield Duty(
            kind="matters.accountability_again",
            label="容错认定已撤销，重新研究问责决定",
            about=f"{record.cadre.name}，{record.matter}",
            url=reverse("accountability_again", args=[record.pk]),
            holder=Holder(role=Role.DISCIPLINE_HEAD),
            since=record.again_on,
            due=due.day,
            day_by=AGAIN,
            article="第十四条",
            provisional=due.provisional,
        )
