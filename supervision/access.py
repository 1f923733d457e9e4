"""Who reads the risk list and the register, and who keeps them.

| role | reads | steps |
|---|---|---|
| 二级党组织 | what belongs to the units of the grant | keep, report; lines of the register that units keep |
| 纪委监察部门负责人、工作人员 | everything | set a level; every line of the register |
| 组织部负责人、工作人员 | everything | every line of the register |
| everybody else | nothing | — |

Files are brought in by both offices (`file_kinds`), for units that send theirs on paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.db import models

from accounts.models import Role
from accounts.selectors import UnitScope, Visitor, scopes_of
from core import clock
from policy.supervision import OFFICE_LINES

Row = TypeVar("Row", bound=models.Model)
Scopes = Mapping[Role, UnitScope]
DISCIPLINE = frozenset({Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER})
OFFICES = DISCIPLINE | {Role.ORG_HEAD, Role.ORG_OFFICER}
READS = OFFICES | {Role.UNIT_PARTY}
READ, KEEP, LEVEL, RECORD = "read", "keep", "level", "record"
# Of the register only what units keep: of whoever has no office.
RECORD_OWN = "record_own"
STEPS: Mapping[str, frozenset[Role]] = {
    READ: READS,
    KEEP: frozenset({Role.UNIT_PARTY}),
    LEVEL: DISCIPLINE,
    RECORD: OFFICES,
}


class OfUnitQuerySet(models.QuerySet[Row]):
    """Rows with a unit; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor, *, scopes: Scopes | None = None) -> OfUnitQuerySet[Row]:
        """All for the two offices, those of its units for a unit's Party organisation."""
        scopes = scopes_of(user, on=clock.today()) if scopes is None else scopes
        if OFFICES & scopes.keys():
            return self.all()
        scope = scopes.get(Role.UNIT_PARTY, UnitScope())
        return self.all() if scope.everywhere else self.filter(unit__in=scope.unit_ids)


def kept_scope(scopes: Scopes) -> UnitScope:
    """The units whose lists the user keeps."""
    return scopes.get(Role.UNIT_PARTY, UnitScope())


def may(user: Visitor, step: str, unit_id: int | None = None, *, scopes: Scopes | None = None) -> bool:
    """Whether the user may take the step today, for that unit where one is given. Raises KeyError."""
    scopes = scopes_of(user, on=clock.today()) if scopes is None else scopes
    held = STEPS[step] & scopes.keys()
    if step != KEEP or unit_id is None:
        return bool(held)
    return kept_scope(scopes).covers(unit_id)


def rights_of(scopes: Scopes) -> frozenset[str]:
    """The steps that the roles give somewhere."""
    found = frozenset(step for step, roles in STEPS.items() if roles & scopes.keys())
    return found | {RECORD_OWN} if KEEP in found and RECORD not in found else found


def may_record(user: Visitor, unit_id: int | None, kind: str = "", *, scopes: Scopes | None = None) -> bool:
    """Whether the user keeps the register, for that unit and kind of line where they are given."""
    scopes = scopes_of(user, on=clock.today()) if scopes is None else scopes
    if OFFICES & scopes.keys():
        return True
    return kind not in OFFICE_LINES and may(user, KEEP, unit_id, scopes=scopes)


def recorded_scope(scopes: Scopes) -> UnitScope:
    """The units that the user sees, and whose lines of the register the user adds."""
    return UnitScope(everywhere=True) if OFFICES & scopes.keys() else kept_scope(scopes)
