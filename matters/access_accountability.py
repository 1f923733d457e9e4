"""Who sees accountability records, and who may take which step.

| role | sees | may |
|---|---|---|
| 纪委监察部门 | all but the own | record, tell, write why no circumstance is there, end; the head: decide |
| 组织部 | all but the own | record, tell; the head: decide |
| 干部 | the own, once told of the right to apply | — |
| 二级党组织 | none; an application names the matter of open ones it was told of | — |
| everybody else | none | — |
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models

from accounts.models import Role
from accounts.selectors import Visitor, roles_of, scopes_of
from core import clock

from .access import DISCIPLINE, HEADS, KEEPERS

if TYPE_CHECKING:
    from .models import Accountability  # noqa: F401 - named in the base below

RECORD, TELL, ABSENT, DECIDE, END, AGAIN = "record", "tell", "absent", "decide", "end", "again"
STEPS: Mapping[str, frozenset[Role]] = {
    RECORD: KEEPERS,
    TELL: KEEPERS,
    ABSENT: DISCIPLINE,
    DECIDE: HEADS,
    END: DISCIPLINE,
    AGAIN: HEADS,
}


class AccountabilityQuerySet(models.QuerySet["Accountability"]):
    """Records; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor) -> AccountabilityQuerySet:
        """All but the own for both departments; for a cadre the own ones that he was told of."""
        held = roles_of(user, on=clock.today())
        own = getattr(user, "staff_no", "")
        if KEEPERS & held:
            return self.exclude(cadre__staff_no=own)
        if Role.CADRE in held:
            return self.filter(cadre__staff_no=own, told_on__isnull=False)
        return self.none()

    def told_to_unit_of(self, user: Visitor) -> AccountabilityQuerySet:
        """Open ones that the user was told of as a unit's Party organisation; never the own."""
        scope = scopes_of(user, on=clock.today()).get(Role.UNIT_PARTY)
        if scope is None:
            return self.none()
        told = self.filter(state="open", unit_told__isnull=False)
        told = told.exclude(cadre__staff_no=getattr(user, "staff_no", ""))
        return told if scope.everywhere else told.filter(unit_told__in=scope.unit_ids)


def may(user: Visitor, step: str, record: Any = None) -> bool:
    """Whether the user's roles allow the step today; nobody on the own record. Raises KeyError."""
    if record is not None and record.cadre.staff_no == getattr(user, "staff_no", ""):
        return False
    return bool(STEPS[step] & roles_of(user, on=clock.today()))


def steps_of(user: Visitor, record: Any) -> frozenset[str]:
    """All steps that the user's roles allow on a visible record. One query."""
    if record.cadre.staff_no == getattr(user, "staff_no", ""):
        return frozenset()
    held = roles_of(user, on=clock.today())
    return frozenset(step for step, roles in STEPS.items() if roles & held)
