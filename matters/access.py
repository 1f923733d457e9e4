"""Who may know of an investigation: the discipline office and the head of the organization department.

Everybody else, the cadre too, sees the same pages whether there is one or not, until it is disclosed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from accounts.models import Role
from accounts.selectors import Visitor, holds_role
from core import clock

if TYPE_CHECKING:
    from .models import Investigation  # noqa: F401 - named in the base below

DISCIPLINE = frozenset({Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER})
KNOWS = DISCIPLINE | {Role.ORG_HEAD}
HEADS = frozenset({Role.ORG_HEAD, Role.DISCIPLINE_HEAD})


class InvestigationQuerySet(models.QuerySet["Investigation"]):
    """Investigations; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor) -> InvestigationQuerySet:
        """All for who may know, none for anybody else; never the own one."""
        if not holds_role(user, KNOWS, on=clock.today()):
            return self.none()
        return self.exclude(cadre__staff_no=getattr(user, "staff_no", ""))


def may_record(user: Visitor) -> bool:
    """Whether the user may record and close investigations today: the discipline office."""
    return holds_role(user, DISCIPLINE, on=clock.today())
