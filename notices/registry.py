"""Duties (待办): what waits for whom, since when, until when. One concept for inbox, deadlines and reminders.

Each app declares its kinds of duty and registers them from `AppConfig.ready()`; nobody builds a second inbox.
A duty is computed from the state of its object, never stored: what is done is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from accounts.models import Role
from accounts.selectors import UnitScope

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
    year whose holidays are not published yet. started_by: whose act made it wait.
    """

    kind: str
    label: str
    about: str
    url: str
    holder: Holder
    since: date
    due: date | None = None
    article: str = ""
    started_by: int | None = None
    provisional: bool = False


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


@dataclass(frozen=True)
class DutyKind:
    """A kind of duty: its code, and where its open ones come from.

    source: the open duties of the audience, also those that its user started and others hold; a fixed number
    of queries, none where the audience can hold or have started none.
    """

    code: str
    source: Callable[[Audience], Iterable[Duty]]


_kinds: dict[str, DutyKind] = {}


def register(kind: DutyKind) -> None:
    """Adds a kind. Raises ValueError for a code that is taken."""
    if kind.code in _kinds:
        raise ValueError(f"The duty {kind.code} is registered already.")
    _kinds[kind.code] = kind


def kinds() -> tuple[DutyKind, ...]:
    """All kinds, in the order of their codes."""
    return tuple(_kinds[code] for code in sorted(_kinds))
