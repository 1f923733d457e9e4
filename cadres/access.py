"""Who sees which cadre, and who may take which step: two halves that a test holds together.

| role | sees | steps |
|---|---|---|
| 组织部负责人、工作人员 | all within the grant | all |
| 纪委监察部门负责人、工作人员 | all within the grant | export, see_history, see_matters |
| 分管领导、二级党组织 | who holds an open appointment in a unit of the grant | none |
| 干部 | the own page | none |
| 党办 and the three officers | nobody | none |
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from accounts.models import Role, Unit
from accounts.selectors import UnitScope, Visitor, scopes_of
from core import clock

if TYPE_CHECKING:
    from .models import Cadre

Scopes = Mapping[Role, UnitScope]
EDIT, REVEAL, EXPORT = "edit", "reveal", "export"
SEE_SENSITIVE, SEE_HISTORY, SEE_MATTERS = "see_sensitive", "see_history", "see_matters"
ORG = frozenset({Role.ORG_HEAD, Role.ORG_OFFICER})
DISCIPLINE = frozenset({Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER})
SEES_UNITS = ORG | DISCIPLINE | {Role.LEADER, Role.UNIT_PARTY}
STEPS: Mapping[str, frozenset[Role]] = {
    EDIT: ORG,
    REVEAL: ORG,
    EXPORT: ORG | DISCIPLINE,
    SEE_SENSITIVE: ORG,
    SEE_HISTORY: ORG | DISCIPLINE,
    SEE_MATTERS: ORG | DISCIPLINE,
}


class CadreQuerySet(models.QuerySet["Cadre"]):
    """People; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor, *, scopes: Scopes | None = None) -> CadreQuerySet:
        """Whom the user sees today: by unit, or the own row. Two queries, whatever the number of units.

        scopes: the user's of today, where they have been read already.
        """
        scopes = scopes_of(user, on=clock.today()) if scopes is None else scopes
        scope = UnitScope.union(scopes[role] for role in SEES_UNITS if role in scopes)
        if scope.everywhere:
            return self.all()
        found = Q(pk__in=())
        if scope.unit_ids:
            found = Q(pk__in=_holders(scope))
        if Role.CADRE in scopes:
            found |= Q(staff_no=getattr(user, "staff_no", ""))
        return self.filter(found)

    def within(self, scope: UnitScope) -> CadreQuerySet:
        """Everybody of the scope: all, or who holds an open appointment in one of its units."""
        return self.all() if scope.everywhere else self.filter(pk__in=_holders(scope))


def _holders(scope: UnitScope) -> models.QuerySet[Any, Any]:
    from .models import Appointment  # noqa: PLC0415 - the model's manager is made from this module

    held = Appointment.objects.filter(ended_on="", post__unit__in=scope.unit_ids)
    return held.values("cadre_id")


def steps_of(
    user: Visitor, cadre: Cadre, *, scopes: Scopes | None = None, held_in: Collection[int] | None = None
) -> frozenset[str]:
    """All steps the user may take on a visible cadre today. At most three queries.

    scopes, held_in: the user's of today and the units of the cadre's open appointments, where read already.
    """
    scopes = scopes_of(user, on=clock.today()) if scopes is None else scopes
    held = [role for role in SEES_UNITS if role in scopes]
    if not any(role in allowed for role in held for allowed in STEPS.values()):
        return frozenset()
    units = None if held_in is None else set(held_in)
    covering = set()
    for role in held:
        if not scopes[role].everywhere and units is None:
            units = set(cadre.appointments.filter(ended_on="").values_list("post__unit_id", flat=True))
        if scopes[role].everywhere or units & scopes[role].unit_ids:  # type: ignore[operator]
            covering.add(role)
    return frozenset(step for step, allowed in STEPS.items() if covering & allowed)


def may(user: Visitor, step: str, cadre: Cadre) -> bool:
    """Whether the user may take the step on a visible cadre today. Raises KeyError for an unknown step."""
    STEPS[step]
    return step in steps_of(user, cadre)


def scope_for(user: Visitor, step: str) -> UnitScope:
    """Where the user may take the step: for lists, new people, units and posts."""
    scopes = scopes_of(user, on=clock.today())
    return UnitScope.union(scopes[role] for role in STEPS[step] if role in scopes)


def units_visible_to(user: Visitor) -> models.QuerySet[Unit]:
    """The units whose posts and holders the user sees today: those of the own scope."""
    scopes = scopes_of(user, on=clock.today())
    scope = UnitScope.union(scopes[role] for role in SEES_UNITS if role in scopes)
    return Unit.objects.all() if scope.everywhere else Unit.objects.filter(pk__in=scope.unit_ids)


def may_keep(user: Visitor, unit: Unit) -> bool:
    """Whether the user may change that unit, its posts and its supervision today (组织部 of its scope)."""
    return scope_for(user, EDIT).covers(unit.pk)
