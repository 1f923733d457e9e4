"""Who holds which role on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import BigIntegerField, DateField, Model, OuterRef, QuerySet, Subquery
from guardian.shortcuts import get_objects_for_user

from core.prepared import Place, Prepared

from .models import CaseGrant, Role, RoleGrant, Unit, User

Visitor = User | AnonymousUser
Case = TypeVar("Case", bound=Model)


def holds_role(user: Visitor, roles: Iterable[Role], *, on: date) -> bool:
    """Whether an active user holds one of the roles, anywhere, on that day."""
    return not roles_of(user, on=on).isdisjoint(roles)


def roles_of(user: Visitor, *, on: date) -> set[Role]:
    """All roles that an active user holds on that day."""
    if not user.is_authenticated or not user.is_active:
        return set()
    return {Role(value) for (value,) in ROLES.rows(user=user.pk, on=on)}


def _roles() -> QuerySet[RoleGrant, Any]:
    grants = RoleGrant.objects.in_force(on=Place("on", DateField()))
    return grants.filter(user=Place("user", BigIntegerField())).values_list("role")


ROLES = Prepared(_roles)


def cases_granted(user: Visitor, cases: QuerySet[Case], capacities: Iterable[str]) -> QuerySet[Case]:
    """Those of the cases for which the user is named today, in any of the capacities. Without a query.

    The days are those of `CaseGrant.objects`. Nothing else opens a case: no permission held everywhere, no
    group, no superuser.
    """
    wanted = list(capacities)
    if not user.is_authenticated or not user.is_active or not wanted:
        return cases.none()
    return get_objects_for_user(
        user,
        wanted,
        klass=cases,
        any_perm=True,
        use_groups=False,
        accept_global_perms=False,
        with_superuser=False,
    )


def capacities_on(user: Visitor, kind: type[CaseGrant], case: int, *, on: date) -> frozenset[str]:
    """In which capacities the user is named for the case of that key on that day. One query."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    return frozenset(code for (code,) in _capacities(kind).rows(user=user.pk, case=case, on=on))


@cache
def _capacities(kind: type[CaseGrant]) -> Prepared:
    def build() -> QuerySet[Any, Any]:
        grants = kind.records.in_force(on=Place("on", DateField()))
        grants = grants.filter(user=Place("user", BigIntegerField()))
        grants = grants.filter(content_object=Place("case", BigIntegerField()))
        return grants.order_by().values_list("permission__codename")

    return Prepared(build)


@dataclass(frozen=True)
class UnitScope:
    """Where a role reaches: everywhere, or these units."""

    everywhere: bool = False
    unit_ids: frozenset[int] = frozenset()

    @classmethod
    def union(cls, scopes: Iterable[UnitScope]) -> UnitScope:
        """What any of the scopes reaches; of none: nothing."""
        found = list(scopes)
        return cls(
            everywhere=any(scope.everywhere for scope in found),
            unit_ids=frozenset[int]().union(*(scope.unit_ids for scope in found)),
        )

    def covers(self, unit_id: int) -> bool:
        return self.everywhere or unit_id in self.unit_ids

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.unit_ids)


def scopes_of(user: Visitor, *, on: date) -> dict[Role, UnitScope]:
    """Each role that an active user holds on that day, with where it reaches. Two queries at most.

    A grant over a unit reaches its sub-units as the tree stands now, and units merged into any of them;
    not the unit it was itself merged into: that takes a grant of its own.
    """
    if not user.is_authenticated or not user.is_active:
        return {}
    grants = RoleGrant.objects.in_force(on=on).filter(user=user).order_by().values_list("role", "unit_id")
    roots: dict[Role, set[int | None]] = defaultdict(set)
    for role, unit_id in grants:
        roots[Role(role)].add(unit_id)
    below = _units_below() if any(roots[role] - {None} for role in roots) else {}
    return {role: _scope(units, below) for role, units in roots.items()}


def units_in_scope(user: Visitor, roles: Iterable[Role], *, on: date) -> UnitScope:
    """Where an active user holds any of the roles on that day."""
    scopes = scopes_of(user, on=on)
    return UnitScope.union(scopes[role] for role in roles if role in scopes)


def units_under(unit: Unit) -> frozenset[int]:
    """The unit, its sub-units and whatever was merged into any of them. One query."""
    return _reached({unit.pk}, _units_below())


def units_under_any(unit_ids: Iterable[int]) -> frozenset[int]:
    """The units, their sub-units and whatever was merged into any of them. One query."""
    return _reached(unit_ids, _units_below())


def _units_below() -> Mapping[int, list[int]]:
    """unit -> its sub-units and the units merged into it."""
    below = defaultdict(list)
    for unit, parent, successor in Unit.objects.order_by().values_list("pk", "parent_id", "successor_id"):
        for above in (parent, successor):
            if above is not None:
                below[above].append(unit)
    return below


def _reached(roots: Iterable[int], below: Mapping[int, list[int]]) -> frozenset[int]:
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        unit = waiting.pop()
        if unit not in found:
            found.add(unit)
            waiting += below.get(unit, ())
    return frozenset(found)


@dataclass(frozen=True)
class RoleHolder:
    """An active user who holds a role, and where it reaches."""

    user_id: int
    name: str
    scope: UnitScope
    staff_no: str = ""


def account_of(number: str, **only: Any) -> Subquery:
    """The account that signs in with the 工号 of a row, for an annotation. number: where it stands."""
    return Subquery(User.objects.filter(staff_no=OuterRef(number), **only).values("pk")[:1])


def role_holders(roles: Iterable[Role], *, on: date) -> dict[Role, list[RoleHolder]]:
    """Who holds these roles on that day, by name; nobody's roles are missing. Two queries at most."""
    wanted = list(roles)
    if not wanted:
        return {}
    grants = RoleGrant.objects.in_force(on=on).filter(role__in=wanted, user__is_active=True)
    columns = ("role", "user_id", "user__name", "user__staff_no", "unit_id")
    found: dict[tuple[Role, int, str, str], set[int | None]] = defaultdict(set)
    for role, *who, unit_id in grants.order_by("user__name", "user_id").values_list(*columns):
        found[(Role(role), *who)].add(unit_id)
    below = _units_below() if any(units - {None} for units in found.values()) else {}
    holders = defaultdict(list)
    for (role, user_id, name, staff_no), units in found.items():
        holders[role].append(RoleHolder(user_id, name, _scope(units, below), staff_no))
    return dict(holders)


def _scope(roots: set[int | None], below: Mapping[int, list[int]]) -> UnitScope:
    """Where grants over these units reach; None: everywhere."""
    if None in roots:
        return UnitScope(everywhere=True)
    return UnitScope(unit_ids=_reached({unit for unit in roots if unit is not None}, below))
