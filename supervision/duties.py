"""What waits in supervision: reviewing the list, updating it after a change, lines of the register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from accounts.models import Role
from accounts.selectors import UnitScope
from notices.registry import Audience, Duty, DutyKind, Holder, register
from notices.selectors import calendar
from policy.limits.supervision import AHEAD, REVIEW, UPDATE
from policy.supervision import ARTICLE, DAILY, review_due, update_due
from rulebook.selectors import limit_on

from .models import ItemKind
from .selectors import changes_uncovered, register_waiting, reviews


def _scope(audience: Audience) -> UnitScope:
    if audience.user_id is None:
        return UnitScope(everywhere=True)
    return audience.scopes.get(Role.UNIT_PARTY, UnitScope())


def reviews_due(audience: Audience) -> Iterator[Duty]:
    """The yearly review of each unit's list; four queries."""
    if not audience.holds(Role.UNIT_PARTY):
        return
    months, ahead = limit_on(REVIEW, audience.on), timedelta(days=limit_on(AHEAD, audience.on))
    for unit in reviews(_scope(audience)):
        due = review_due(unit.since, months)
        if due - ahead > audience.on:
            continue
        yield Duty(
            kind="supervision.review",
            label="评估风险清单",
            about=unit.name,
            url=reverse("risk_update", args=[unit.unit_id]),
            holder=Holder(role=Role.UNIT_PARTY, unit_id=unit.unit_id),
            since=due - ahead,
            due=due,
            article=ARTICLE,
        )


def updates_due(audience: Audience) -> Iterator[Duty]:
    """A post changed hands: the list is gone through by a working day of the next month; four queries."""
    if not audience.holds(Role.UNIT_PARTY):
        return
    before = audience.on.replace(day=1) - timedelta(days=1)
    days, nth = calendar(), limit_on(UPDATE, audience.on)
    for unit in changes_uncovered(_scope(audience), f"{before:%Y-%m}"):
        if unit.month > audience.on:
            continue
        due = update_due(unit.month, nth, days)
        yield Duty(
            kind="supervision.update",
            label="更新风险清单并报告",
            about=f"{unit.name}，{unit.month:%Y-%m} 岗位变动",
            url=reverse("risk_update", args=[unit.unit_id]),
            holder=Holder(role=Role.UNIT_PARTY, unit_id=unit.unit_id),
            since=unit.month,
            due=due.day,
            article=ARTICLE,
            provisional=due.provisional,
        )


def register_due(audience: Audience) -> Iterator[Duty]:
    """Open lines of the register that have a deadline, by unit and kind; one query."""
    if not audience.holds(Role.UNIT_PARTY):
        return
    for waiting in register_waiting(_scope(audience)):
        yield Duty(
            kind="supervision.register",
            label="办理日常监督事项",
            about=f"{waiting.unit}，{ItemKind(waiting.kind).label} {waiting.count} 项",
            url=reverse("register_items") + f"?kind={waiting.kind}&open=yes",
            holder=Holder(role=Role.UNIT_PARTY, unit_id=waiting.unit_id),
            since=min(waiting.due, audience.on),
            due=waiting.due,
            article=DAILY,
        )


def register_duties() -> None:
    """Called once, when the apps are ready."""
    register(DutyKind("supervision.review", reviews_due))
    register(DutyKind("supervision.update", updates_due))
    register(DutyKind("supervision.register", register_due))
