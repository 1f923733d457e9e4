"""Whose reminders are due on a day: everybody's duties, who holds them, how far their deadlines have come."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import Role, User
from policy.reminders import Reached, Rhythm, digest_day, reached

from .models import Digest
from .registry import Audience, Duty, Holder, kinds, limit_on
from .selectors import read_kind, workdays_of

WEEKLY = Role.LEADER  # 校领导: one digest a week at most


@dataclass(frozen=True)
class Due:
    """A reminder that is due to one user: of which duty, how far it has come."""

    user_id: int
    duty: Duty
    due: date
    reached: Reached


@dataclass(frozen=True)
class Plan:
    """What one night has to say. weekly: who gets one digest a week; unreadable: kinds that failed."""

    on: date
    duties: int
    due: tuple[Due, ...]
    weekly: frozenset[int]
    unreadable: tuple[str, ...]


def rhythm_on(day: date) -> Rhythm:
    """The days of the rulebook on which deadlines are said."""
    return Rhythm(
        early=limit_on("reminders_early", day),
        near=limit_on("reminders_near", day),
        eve=limit_on("reminders_eve", day),
        overdue=limit_on("reminders_overdue", day),
    )


def plan_of(on: date, *, report: Callable[[int, int], None] = lambda done, total: None) -> Plan:
    """Everybody's reminders of that day; a fixed number of queries for each kind of duty.

    report: called after each kind with how many of how many are read.
    """
    found, unreadable, asked, everybody = [], [], kinds(), Audience(on)
    for place, kind in enumerate(asked):
        read = read_kind(kind, everybody)
        if read is None:
            unreadable.append(kind.code)
        found += [duty for duty in read or () if duty.due is not None]
        report(place + 1, len(asked))
    weekly = frozenset(holder.user_id for holder in everybody.role_holders(WEEKLY).get(WEEKLY, ()))
    due = tuple(_due(found, everybody, told=_told_this_week(weekly, on)))
    return Plan(on, len(found), due, weekly, tuple(unreadable))


def _due(duties: Iterable[Duty], everybody: Audience, *, told: frozenset[int]) -> Iterable[Due]:
    on = everybody.on
    days, rhythm = everybody.once(workdays_of), rhythm_on(on)
    steps = [
        (duty, duty.due, step)
        for duty in duties
        if duty.due and (step := reached(duty.due, on, days, rhythm, working=duty.in_working_days))
    ]
    people = who_holds({duty.holder for duty, _, _ in steps}, everybody)
    for duty, due, step in steps:
        for user_id in people[duty.holder]:
            if user_id not in told:
                yield Due(user_id, duty, due, step)


def _told_this_week(weekly: frozenset[int], on: date) -> frozenset[int]:
    """Who of them has had this week's digest: what comes up now waits for the next."""
    monday = digest_day(on, weekly=True)
    told = Digest.objects.filter(user_id__in=weekly, starts_on=monday).order_by()
    return frozenset(told.values_list("user_id", flat=True))


def who_holds(holders: set[Holder], audience: Audience) -> dict[Holder, list[int]]:
    """holder -> the active users who may act, each once; three queries at most."""
    roles = audience.role_holders(*{holder.role for holder in holders if holder.role is not None})
    named = {holder.user_id for holder in holders if holder.role is None and holder.user_id}
    active = set(User.objects.filter(pk__in=named, is_active=True).order_by().values_list("pk", flat=True))
    found = {}
    for holder in holders:
        if holder.role is None:
            found[holder] = [holder.user_id] if holder.user_id in active and holder.user_id else []
            continue
        able = [
            person.user_id
            for person in roles.get(holder.role, ())
            if (holder.unit_id is None or person.scope.covers(holder.unit_id))
            and person.user_id not in holder.besides
        ]
        found[holder] = list(dict.fromkeys(able))
    return found
