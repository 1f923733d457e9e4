"""The inbox: what waits for one user, what that user started, and what falls due next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import structlog
from django.conf import settings

from accounts.models import Role, User
from accounts.selectors import RoleHolder, UnitScope, Visitor, scopes_of
from policy.urgency import Urgency, urgency_of
from policy.workdays import Calendar, count, month_end

from .models import WorkDay
from .registry import Audience, Duty, DutyKind, Holder, day_sources, kinds

DAYS_AHEAD = 14
NAMED = 3
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Item:
    """A duty as its page shows it. held_by: who has to act now, in words; only where others do.

    day_by: what sets its deadline, in words.
    """

    duty: Duty
    urgency: Urgency
    held_by: str = ""
    day_by: str = ""


@dataclass(frozen=True)
class Inbox:
    """waiting: for the user; started: by the user, held by others; both by deadline, overdue first.

    incomplete: a kind of duty could not be read, so the lists may be short of something.
    """

    on: date
    waiting: tuple[Item, ...]
    started: tuple[Item, ...]
    incomplete: bool = False

    @property
    def next_days(self) -> list[tuple[date, list[Item]]]:
        """Whatever of both falls due within `DAYS_AHEAD` days from today on, by day."""
        until = self.on + timedelta(days=DAYS_AHEAD)
        dated = [(item.duty.due, item) for item in (*self.waiting, *self.started) if item.duty.due]
        found = sorted(((due, item) for due, item in dated if self.on <= due <= until), key=lambda i: i[0])
        return [(day, [item for _, item in items]) for day, items in groupby(found, key=lambda i: i[0])]

    @property
    def overdue(self) -> int:
        """How many of those waiting for the user are past their day."""
        return sum(item.urgency.overdue for item in self.waiting)

    @property
    def due_today(self) -> int:
        """How many of those waiting for the user end today."""
        return sum(item.urgency.days == 0 for item in self.waiting)


def inbox_of(user: Visitor, on: date, *, scopes: Mapping[Role, UnitScope] | None = None) -> Inbox:
    """The user's inbox on that day; a fixed number of queries for each kind of duty.

    scopes: the user's of that day, where they have been read already.
    """
    if not user.is_authenticated or not user.is_active:
        return Inbox(on, (), ())
    scopes = scopes_of(user, on=on) if scopes is None else scopes
    audience = Audience(on, user.pk, scopes)
    found = [(kind, read_kind(kind, audience)) for kind in kinds()]
    duties = sorted((duty for _, read in found for duty in read or ()), key=_by_deadline)
    waiting = [duty for duty in duties if audience.includes(duty.holder)]
    started = [duty for duty in duties if duty.started_by == user.pk and not audience.includes(duty.holder)]
    held_by = holders_in_words((duty.holder for duty in started), audience)
    by = days_by((*waiting, *started), on)
    return Inbox(
        on,
        tuple(Item(duty, urgency_of(duty.due, on), "", by.get(duty.day_by, "")) for duty in waiting),
        tuple(
            Item(duty, urgency_of(duty.due, on), held_by[duty.holder], by.get(duty.day_by, ""))
            for duty in started
        ),
        incomplete=any(read is None for _, read in found),
    )


def waiting_below(path: str, on: date, *, codes: str) -> tuple[Item, ...]:
    """Everybody's duties whose step is at or below that path, by deadline, with who holds each.

    codes: what the codes of the kinds asked begin with, so that no other room is read.
    """
    everybody = Audience(on)
    asked = [kind for kind in kinds() if kind.code.startswith(codes)]
    found = [duty for kind in asked for duty in read_kind(kind, everybody) or () if duty.url.startswith(path)]
    held_by = holders_in_words((duty.holder for duty in found), everybody)
    duties, by = sorted(found, key=_by_deadline), days_by(found, on)
    return tuple(
        Item(duty, urgency_of(duty.due, on), held_by[duty.holder], by.get(duty.day_by, "")) for duty in duties
    )


def calendar() -> Calendar:
    """The calendar of working days as it stands now. One query."""
    return Calendar(dict(WorkDay.objects.order_by().values_list("day", "is_working")))


def workdays_of(audience: Audience) -> Calendar:
    """The calendar, for `Audience.once`."""
    return calendar()


@dataclass(frozen=True)
class CalendarYear:
    """A year's days that differ from the week. published: whether its holidays are known."""

    year: int
    published: bool
    months: tuple[tuple[int, int, tuple[WorkDay, ...]], ...]
    last_published: int | None

    @property
    def working_days(self) -> int:
        """How many days people work in the year."""
        return sum(count for _, count, _ in self.months)


def calendar_year(year: int) -> CalendarYear:
    """One year: month -> working days, and its rows. One query."""
    rows = list(WorkDay.objects.order_by("day"))
    days = Calendar({row.day: row.is_working for row in rows})
    months = tuple(
        (
            month,
            count(date(year, month, 1) - timedelta(days=1), month_end(year, month), days),
            tuple(row for row in rows if (row.day.year, row.day.month) == (year, month)),
        )
        for month in range(1, 13)
    )
    return CalendarYear(year, days.is_published(year), months, max(days.years, default=None))


def read_kind(kind: DutyKind, audience: Audience) -> list[Duty] | None:
    """A kind's duties; None where it fails, so that one room's fault takes nobody's other duties away.

    Tests hear of it at once, an installation by its log and by a sentence on the page.
    """
    try:
        return list(kind.source(audience))
    except Exception:
        if settings.TESTING:
            raise
        log.exception("duties_unreadable", kind=kind.code)
        return None


def days_by(duties: Iterable[Duty], on: date) -> Mapping[str, str]:
    """What sets the deadlines, in words, by `day_by`; what cannot be read is left out."""
    try:
        return day_sources(duties, on)
    except Exception:
        if settings.TESTING:
            raise
        log.exception("day_sources_unreadable")
        return {}


def _by_deadline(duty: Duty) -> tuple[bool, date, str, str]:
    return duty.due is None, duty.due or duty.since, duty.label, duty.about


def holders_in_words(holders: Iterable[Holder], audience: Audience) -> dict[Holder, str]:
    """holder -> 组织部负责人（周启明）; three queries at most."""
    wanted = set(holders)
    roles = audience.role_holders(*{holder.role for holder in wanted if holder.role is not None})
    user_ids = {holder.user_id for holder in wanted if holder.user_id is not None}
    names = dict(User.objects.filter(pk__in=user_ids).values_list("pk", "name")) if user_ids else {}
    return {
        holder: names.get(holder.user_id or 0, "")
        if holder.role is None
        else _role_in_words(holder, holder.role, roles.get(holder.role, ()))
        for holder in wanted
    }


def _role_in_words(holder: Holder, role: Role, people: Iterable[RoleHolder]) -> str:
    names = list(dict.fromkeys(_able(holder, people)))
    if not names:
        return f"{role.label}（目前没有可以办理的人）"
    more = f" 等 {len(names)} 人" if len(names) > NAMED else ""
    return f"{role.label}（{'、'.join(names[:NAMED])}{more}）"


def _able(holder: Holder, people: Iterable[RoleHolder]) -> Iterator[str]:
    for person in people:
        reached = holder.unit_id is None or person.scope.covers(holder.unit_id)
        if reached and person.user_id not in holder.besides:
            yield person.name
