"""Who sees accountability records, and who may take which step.

| role | sees | may |
|---|---|---|
| 纪委监察部门 | all but the own | record, tell, write why no circumstance is there, end; the head: decide |
| 组织部 | all but the own | record, tell; the head: decide |
| 干部 | the own, once told of the right to apply | — |
| everybody else | none | — |
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models

from accounts.models import Role
from accounts.selectors import Visitor, roles_of
from core import clock

from .access import DISCIPLINE, HEADS, KEEPERS

if TYPE_CHECKING:
    from .models import Accountability  # noqa: F401 - named in the base below

RECORD, TELL, ABSENT, DECIDE, END = "record", "tell", "absent", "decide", "end"
STEPS: Mapping[str, frozenset[Role]] = {
    RECORD: KEEPERS,
    TELL: KEEPERS,
    ABSENT: DISCIPLINE,
    DECIDE: HEADS,
    END: DISCIPLINE,
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
