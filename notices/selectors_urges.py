"""Overdue duties that an officer follows, and who stands one level above their holders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from accounts.models import ROLES_OF_A_UNIT, Role, RoleGrant
from accounts.selectors import Visitor, scopes_of
from policy.reminders import next_level
from policy.urgency import Urgency, urgency_of

from .models import Urge
from .registry import Audience, Duty, Holder, contacts_of, kinds
from .selectors import days_by, holders_in_words, read_kind
from .selectors_reminders import who_holds

FOLLOWERS = frozenset({Role.ORG_HEAD, Role.ORG_OFFICER, Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER})
# Heads and leaders first: they have no level above them here.
STANDING = (
    Role.LEADER, Role.ORG_HEAD, Role.DISCIPLINE_HEAD, Role.ORG_OFFICER, Role.DISCIPLINE_OFFICER,
    Role.PARTY_OFFICE, Role.UNIT_PARTY, Role.CADRE,
)  # fmt: skip


@dataclass(frozen=True)
class Overdue:
    """One overdue duty of others. level: the role above its holder; above: the users who hold that role over
    the holder's unit; urged_on: when it was urged last; day_by: what sets its deadline, in words."""

    duty: Duty
    due: date
    urgency: Urgency
    held_by: str
    level: Role | None
    above: tuple[int, ...] = ()
    unit_id: int | None = None
    urged_on: date | None = None
    day_by: str = ""

    @property
    def key(self) -> str:
        return self.duty.key


def overdue_of(user: Visitor, on: date) -> list[Overdue]:
    """Overdue duties that others hold and this officer follows, the oldest first.

    Followed is what the user started, and kinds whose room says that the user's role oversees them.
    """
    scopes = scopes_of(user, on=on)
    if not scopes.keys() & FOLLOWERS or user.pk is None:
        return []
    mine, everybody = Audience(on, user.pk, scopes), Audience(on)
    found: dict[tuple[str, date], Duty] = {}
    for kind in kinds():
        watches = bool(kind.overseers & scopes.keys())
        if not watches and not kind.started:
            continue
        for duty in read_kind(kind, everybody if watches else mine) or ():
            late = duty.due is not None and duty.due < on
            if (
                late
                and duty.due
                and (watches or duty.started_by == user.pk)
                and not mine.includes(duty.holder)
                and user.pk not in duty.hidden_from
            ):
                found[duty.key, duty.due] = duty
    by = days_by(found.values(), on)
    rows = [
        Overdue(duty, due, urgency_of(due, on), "", None, day_by=by.get(duty.day_by, ""))
        for (_, due), duty in sorted(found.items(), key=lambda i: i[0][1])
    ]
    return _with_levels(rows, everybody)


def _with_levels(rows: list[Overdue], everybody: Audience) -> list[Overdue]:
    holders = {row.duty.holder for row in rows}
    words, above = holders_in_words(holders, everybody), _above(holders, everybody.on)
    who = who_holds({level for level in above.values() if level is not None}, everybody)
    urged = _urged({row.key for row in rows})
    return [
        replace(
            row,
            held_by=words[row.duty.holder],
            level=level.role if level else None,
            above=tuple(pk for pk in who[level] if pk not in row.duty.hidden_from) if level else (),
            unit_id=level.unit_id if level else None,
            urged_on=urged.get((row.key, row.due)),
        )
        for row in rows
        for level in [None if row.duty.in_confidence else above[row.duty.holder]]
    ]


def _above(holders: Iterable[Holder], on: date) -> dict[Holder, Holder | None]:
    """holder -> the role one level up over the same unit, None where there is none; two queries.

    Whoever is named in person stands where the person's first role with a level stands; a cadre where the
    register says that the cadre works.
    """
    asked = list(holders)
    named = {holder.user_id for holder in asked if holder.role is None and holder.user_id is not None}
    standing: dict[int, dict[Role, int | None]] = defaultdict(dict)
    grants = RoleGrant.objects.in_force(on=on).filter(user_id__in=named).order_by("-pk")
    for user_id, role, unit_id in grants.values_list("user_id", "role", "unit_id"):
        standing[user_id][Role(role)] = unit_id
    works_in = {pk: min(known.unit_ids, default=None) for pk, known in contacts_of(named).items()}
    found: dict[Holder, Holder | None] = {}
    for holder in asked:
        if holder.role is not None:
            found[holder] = _level(holder.role, holder.unit_id)
            continue
        pk = holder.user_id or 0
        first = next((role for role in STANDING if role in standing[pk]), None)
        if first is None:
            found[holder] = None
        else:
            unit = works_in.get(pk) if first is Role.CADRE else standing[pk][first]
            found[holder] = _level(first, unit)
    return found


def _level(role: Role, unit_id: int | None) -> Holder | None:
    """One level up. Over a unit only the unit's own are asked, never everybody of that role."""
    level = next_level(role)
    if level is None or (level in ROLES_OF_A_UNIT and unit_id is None):
        return None
    return Holder(role=Role(level), unit_id=unit_id if level in ROLES_OF_A_UNIT else None)


def _urged(keys: Iterable[str]) -> dict[tuple[str, date], date]:
    """(key, due) -> the last day on which it was urged. One query."""
    rows = Urge.objects.filter(key__in=list(keys)).order_by("on").values_list("key", "due", "on")
    return {(key, due): day for key, due, day in rows}
