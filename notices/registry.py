"""Duties (待办): what waits for whom, since when, until when. One concept for inbox, deadlines and reminders.

Each app declares its kinds of duty and registers them from `AppConfig.ready()`; nobody builds a second inbox.
A duty is computed from the state of its object, never stored: what is done is gone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from accounts.models import Role
from accounts.selectors import RoleHolder, UnitScope, role_holders
from policy.limits import limit_of

Found = TypeVar("Found")


@dataclass(frozen=True)
class Holder:
    """Who has to act: one user, or whoever holds a role (over that unit, where one is given).

    besides: who holds the role but may not act here: whoever asked, where a second person has to decide.
    """

    user_id: int | None = None
    role: Role | None = None
    unit_id: int | None = None
    besides: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Duty:
    """One thing that waits.

    label: what to do, a verb first, e.g. 核定缺票处理; about: on what, e.g. 2025 年度 3 人; url: the exact
    step. due: the last day, None where the regulation sets none; provisional: it may move, since it touches a
    year whose holidays are not published yet. started_by: whose act made it wait. in_working_days: the
    deadline was set in working days, so its reminders count in them too. day_by: what sets the deadline, by
    the key of a parameter or limit or of `policy.sources.DAYS`; the article says why it waits, hardly ever
    until when. hidden_from: who hears nothing of it
    though the role oversees its kind or stands above: whom it is about, and whoever has to step aside.
    in_confidence: nobody above the holder may read it, so nobody there is told.
    """

    kind: str
    label: str
    about: str
    url: str
    holder: Holder
    since: date
    due: date | None = None
    day_by: str = ""
    article: str = ""
    started_by: int | None = None
    provisional: bool = False
    in_working_days: bool = False
    hidden_from: frozenset[int] = frozenset()
    in_confidence: bool = False

    @property
    def key(self) -> str:
        """What stays the same as long as it is this duty; a digest, so that it tells nothing."""
        held = self.holder
        parts = (self.kind, self.label, self.url, held.user_id, held.role, held.unit_id)
        return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Audience:
    """Whose duties are asked for on a day; without a user everybody's (reminders)."""

    on: date
    user_id: int | None = None
    scopes: Mapping[Role, UnitScope] = field(default_factory=dict)
    _read: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def includes(self, holder: Holder) -> bool:
        """Whether the holder is in the audience."""
        if self.user_id is None:
            return True
        if holder.role is None:
            return holder.user_id == self.user_id
        if self.user_id in holder.besides:
            return False
        scope = self.scopes.get(holder.role, UnitScope())
        return bool(scope) if holder.unit_id is None else scope.covers(holder.unit_id)

    def holds(self, *roles: Role) -> bool:
        """Whether a role is held anywhere; everybody together holds all of them."""
        return self.user_id is None or any(role in self.scopes for role in roles)

    def once(self, read: Callable[[Audience], Found]) -> Found:
        """What `read` finds for this audience, read the first time only: for kinds with a common ground."""
        if read not in self._read:
            self._read[read] = read(self)
        found: Found = self._read[read]
        return found

    def role_holders(self, *roles: Role) -> dict[Role, list[RoleHolder]]:
        """Who holds these roles on that day, by name; all but the many cadres are read together, once."""
        if Role.CADRE in roles:
            return role_holders(roles, on=self.on)
        everybody = self.once(_role_holders)
        return {role: everybody[role] for role in roles if role in everybody}


def _role_holders(audience: Audience) -> dict[Role, list[RoleHolder]]:
    return role_holders(set(Role) - {Role.CADRE}, on=audience.on)


@dataclass(frozen=True)
class DutyKind:
    """A kind of duty: its code, and where its open ones come from.

    source: the open duties of the audience, also those that its user started and others hold; a fixed number
    of queries, none where the audience can hold or have started none. overseers: who may see everybody's
    overdue ones and urge them (催办), besides whoever started one. started: its duties may say who did.
    """

    code: str
    source: Callable[[Audience], Iterable[Duty]]
    overseers: frozenset[Role] = frozenset()
    started: bool = False


_kinds: dict[str, DutyKind] = {}


def register(kind: DutyKind) -> None:
    """Adds a kind. Raises ValueError for a code that is taken."""
    if kind.code in _kinds:
        raise ValueError(f"The duty {kind.code} is registered already.")
    _kinds[kind.code] = kind


def kinds() -> tuple[DutyKind, ...]:
    """All kinds, in the order of their codes."""
    return tuple(_kinds[code] for code in sorted(_kinds))


@dataclass(frozen=True)
class Contact:
    """What the register knows of a user: where mail reaches, and the units the person works in."""

    email: str = ""
    unit_ids: frozenset[int] = frozenset()


Contacts = Callable[[Collection[int]], Mapping[int, Contact]]
Limits = Callable[[str, date], int]
DaySources = Callable[[date], Callable[[str], str]]
_contacts: list[Contacts] = []
_limits: list[Limits] = []
_day_sources: list[DaySources] = []


def contacts_from(source: Contacts) -> None:
    """Says who answers for contacts (the register, a room above): user -> what is known; once, when ready."""
    _contacts[:] = [source]


def contacts_of(user_ids: Collection[int]) -> Mapping[int, Contact]:
    """What the register knows of these users; those that it does not know are missing."""
    return _contacts[0](user_ids) if _contacts and user_ids else {}


def limits_from(source: Limits) -> None:
    """Says who answers for the numbers of rules (the rulebook, a room beside); once, when ready."""
    _limits[:] = [source]


def limit_on(key: str, day: date) -> int:
    """The number of `policy.limits` that holds on that day."""
    return _limits[0](key, day) if _limits else limit_of(key, {})


def day_sources_from(source: DaySources) -> None:
    """Says who answers for where deadlines come from (the rulebook, a room beside); once, when ready."""
    _day_sources[:] = [source]


def day_sources(duties: Iterable[Duty], on: date) -> Mapping[str, str]:
    """What sets the deadlines of these duties, in words, by `day_by`; nothing is read where none has one."""
    wanted = {duty.day_by for duty in duties if duty.due and duty.day_by}
    if not wanted or not _day_sources:
        return {}
    said = _day_sources[0](on)
    return {key: said(key) for key in wanted}
