"""Who may know of marks and of investigations, and who may do something about them.

Marks: both departments see all, a cadre the own. The discipline office decides measures; the organization
department records organisational measures, 诫勉 and what only costs points. Nobody acts on an own mark.

Investigations: the discipline office and the head of the organization department. Everybody else, the cadre
too, sees the same pages whether there is one or not, until it is disclosed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import models

from accounts.models import Role
from accounts.selectors import Visitor, holds_role, roles_of
from core import clock
from policy.influence import SANCTIONS, family_of

if TYPE_CHECKING:
    from .models import Investigation, Mark  # noqa: F401 - named in the bases below

DISCIPLINE = frozenset({Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER})
KNOWS = DISCIPLINE | {Role.ORG_HEAD}
HEADS = frozenset({Role.ORG_HEAD, Role.DISCIPLINE_HEAD})
ORGANIZATION = frozenset({Role.ORG_HEAD, Role.ORG_OFFICER})
KEEPERS = ORGANIZATION | DISCIPLINE


class MarkQuerySet(models.QuerySet["Mark"]):
    """Marks; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor) -> MarkQuerySet:
        """All for both departments, the own for a cadre, none for anybody else."""
        if holds_role(user, KEEPERS, on=clock.today()):
            return self
        if not holds_role(user, {Role.CADRE}, on=clock.today()):
            return self.none()
        return self.filter(cadre__staff_no=getattr(user, "staff_no", ""))

    def standing(self) -> MarkQuerySet:
        """Neither cancelled nor replaced; a relief may lift them all the same."""
        return self.filter(dropped_at__isnull=True)


def may_keep(user: Visitor, mark: Any = None) -> bool:
    """Whether the user may record, correct, lift or cancel; mark: which one, None for a new one.

    The organization department acts on what it may record itself; nobody on an own mark.
    """
    return keeping(user)(mark)


def keeping(user: Visitor) -> Callable[[Any], bool]:
    """`may_keep` for any number of marks; the roles are read once."""
    roles, own = roles_of(user, on=clock.today()), getattr(user, "staff_no", "")

    def may(mark: Any) -> bool:
        if mark is not None and mark.cadre.staff_no == own:
            return False
        by_organization = mark is None or not decided_by_discipline(mark.measure)
        return not roles.isdisjoint(DISCIPLINE) or (by_organization and not roles.isdisjoint(ORGANIZATION))

    return may


def decided_by_discipline(measure: str) -> bool:
    """Whether a measure is a sanction, which the discipline office alone decides (第八条)."""
    return family_of(measure) in SANCTIONS


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
