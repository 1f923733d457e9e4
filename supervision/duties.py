"""What waits in supervision: reviewing the list, updating it after a change, lines of the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.urls import reverse

from accounts.models import Role
from accounts.selectors import UnitScope
from notices.registry import Audience, Duty, DutyKind, Holder, register
from notices.selectors import calendar
from policy.limits.supervision import AHEAD, REVIEW, UPDATE
from policy.sources import ENTERED
from policy.supervision import ARTICLE, DAILY, DISCIPLINE_LINES, ORG_LINES, review_due, update_due
from rulebook.selectors import limit_on

from .access import OFFICES
from .models import ItemKind
from .selectors import Waiting, changes_uncovered, register_waiting, reviews

# Kinds of line that units do not keep -> whose officers do.
OF_OFFICE: Mapping[str, Role] = {
    **dict.fromkeys(ORG_LINES, Role.ORG_OFFICER),
    **dict.fromkeys(DISCIPLINE_LINES, Role.DISCIPLINE_OFFICER),
}


def _scope(audience: Audience) -> UnitScope:
    if audience.user_id is None:
        return UnitScope(everywhere=True)
    return audience.scopes.get(Role.UNIT_PARTY, UnitScope())


def reviews_due(audience: Audience) -> Iterator[Duty]:
    """The yearly review of each unit's list, and the first list of a unit that has none; five queries."""
    if not audience.holds(Role.UNIT_PARTY):
        return
    months, ahead = limit_on(REVIEW, audience.on), timedelta(days=limit_on(AHEAD, audience.on))
    for unit in reviews(_scope(audience)):
        due = review_due(unit.since, months) if unit.since else None
        begins = due - ahead if due and unit.filed else audience.on
        if begins > audience.on:
            continue
        yield Duty(
            kind="supervision.review",
            label="评估风险清单" if unit.filed else "填报风险清单",
            about=unit.name,
            url=reverse("risk_update", args=[unit.unit_id]),
            holder=Holder(role=Role.UNIT_PARTY, unit_id=unit.unit_id),
            since=begins,
            due=due,
            day_by=REVIEW,
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
            day_by=UPDATE,
            article=ARTICLE,
            provisional=due.provisional,
        )


def register_due(audience: Audience) -> Iterator[Duty]:
    """Open lines of the register that have a deadline: of a unit by kind, of an office by kind; one query."""
    if not audience.holds(Role.UNIT_PARTY, *OF_OFFICE.values()):
        return
    everywhere = UnitScope(everywhere=True)
    scope = everywhere if audience.holds(*OF_OFFICE.values()) else _scope(audience)
    of_office: dict[str, list[Waiting]] = defaultdict(list)
    for waiting in register_waiting(scope):
        if waiting.kind in OF_OFFICE:
            of_office[waiting.kind].append(waiting)
        else:
            holder = Holder(role=Role.UNIT_PARTY, unit_id=waiting.unit_id)
            yield _of_lines(audience, holder, waiting.kind, [waiting], f"{waiting.unit}，")
    for kind, rows in of_office.items():
        yield _of_lines(audience, Holder(role=OF_OFFICE[kind]), kind, rows)


def _of_lines(audience: Audience, holder: Holder, kind: str, rows: list[Waiting], where: str = "") -> Duty:
    due = min(row.due for row in rows)
    return Duty(
        kind="supervision.register",
        label="办理日常监督事项",
        about=f"{where}{ItemKind(kind).label} {sum(row.count for row in rows)} 项",
        url=reverse("register_items") + f"?kind={kind}&open=yes",
        holder=holder,
        since=min(due, audience.on),
        due=due,
        day_by=ENTERED,
        article=DAILY,
    )


def register_duties() -> None:
    """Called once, when the apps are ready."""
    register(DutyKind("supervision.review", reviews_due, OFFICES))
    register(DutyKind("supervision.update", updates_due, OFFICES))
    register(DutyKind("supervision.register", register_due, OFFICES))
