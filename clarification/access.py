"""Who sees a clarification, how much of it, and who may take which step; a test holds the halves together.

| role | sees | steps |
|---|---|---|
| 干部 | the own cases, in the own view | ask, wish, sign, withdraw, add own files |
| 纪委监察部门负责人 | all that were handed in, whole | all; confirm, approve, refuse, archive, overturn |
| 纪委监察部门工作人员 | the same | begin, check, plan, do, deliver, visit, restore, note, malice |
| 组织部负责人、工作人员 | the same | begin, restore, note |
| 二级党组织、分管领导 | what they were told: the text alone, and whether it still stands | — |
| everybody else | none | none |

Nobody of an office handles the own case: there the own view is all there is. A relative only reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Role
from accounts.selectors import UnitScope, Visitor, scopes_of
from cadres.models import Kin
from core import clock

if TYPE_CHECKING:
    from .models import Clarification

Scopes = Mapping[Role, UnitScope]
ORG = frozenset({Role.ORG_HEAD, Role.ORG_OFFICER})
DISCIPLINE = frozenset({Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER})
HEAD = frozenset({Role.DISCIPLINE_HEAD})
OFFICES = ORG | DISCIPLINE
TOLD = frozenset({Role.UNIT_PARTY, Role.LEADER})
SEES = OFFICES | TOLD | {Role.CADRE}
READ, BEGIN, CHECK, CONFIRM, WISH_PAPER = "read", "begin", "check", "confirm", "wish_paper"
PLAN, APPROVE, REFUSE, DO, DELIVER = "plan", "approve", "refuse", "do", "deliver"
VISIT, ARCHIVE, RESTORE, NOTE, MALICE, ADD = "visit", "archive", "restore", "note", "malice", "add"
OVERTURN = "overturn"
ASK, WISH, SIGN, WITHDRAW, ADD_OWN = "ask", "wish", "sign", "withdraw", "add_own"
STEPS: Mapping[str, frozenset[Role]] = {
    READ: OFFICES,
    BEGIN: OFFICES,
    CHECK: DISCIPLINE,
    CONFIRM: HEAD,
    WISH_PAPER: DISCIPLINE,
    PLAN: DISCIPLINE,
    APPROVE: HEAD,
    REFUSE: HEAD,
    DO: DISCIPLINE,
    DELIVER: DISCIPLINE,
    VISIT: DISCIPLINE,
    ARCHIVE: HEAD,
    RESTORE: OFFICES,
    NOTE: OFFICES,
    MALICE: DISCIPLINE,
    ADD: DISCIPLINE,
    OVERTURN: HEAD,
}
OWN_STEPS = frozenset({ASK, WISH, SIGN, WITHDRAW, ADD_OWN})
# States and circles as stored; the model's manager is made from this module.
_DONE = ("delivering", "visiting", "archived", "overturned")
_EVERY_UNIT = ("chiefs", "school", "outside")


class ClarificationQuerySet(models.QuerySet["Clarification"]):
    """Cases; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor, *, scopes: Scopes | None = None) -> ClarificationQuerySet:
        """Whole for the two offices, the own ones, and for units and leaders what they were told."""
        scopes = scopes_of(user, on=clock.today()) if scopes is None else scopes
        mine = Q(cadre__staff_no=getattr(user, "staff_no", ""))
        found = Q(pk__in=())
        if OFFICES & scopes.keys():
            found |= Q(opened_on__isnull=False) & ~mine
        if Role.CADRE in scopes:
            found |= mine
        scope = UnitScope.union(scopes[role] for role in TOLD if role in scopes)
        if scope:
            found |= self._told(scope) & ~mine
        return self.filter(found)

    def _told(self, scope: UnitScope) -> Q:
        """Done, and a unit of the scope was among the audience; a wider circle holds every unit."""
        circles = Q()
        for circle in _EVERY_UNIT:
            circles |= Q(audience__contains=f"{circle};")
        named = Q(pk__in=())
        if not scope.everywhere:
            through = self.model.audience_units.through
            rows = through.objects.filter(clarification=OuterRef("pk"), unit__in=scope.unit_ids)
            named = Q(Exists(rows))
        return Q(state__in=_DONE, done_on__isnull=False) & (named | circles)


def own(user: Visitor, case: Clarification) -> bool:
    """Whether it is the user's own case."""
    return getattr(user, "staff_no", "") == case.cadre.staff_no


def related(user: Visitor, case: Clarification) -> bool:
    """Whether the register knows the user as a relative of the cadre, who only reads (回避). One query."""
    number = getattr(user, "staff_no", "")
    mine = Q(cadre__staff_no=number, relative=case.cadre_id)
    theirs = Q(cadre=case.cadre_id, relative__staff_no=number)
    return Kin.objects.filter(mine | theirs, removed_on__isnull=True).exists()


def steps_of(user: Visitor, case: Clarification | None, *, scopes: Scopes | None = None) -> frozenset[str]:
    """The steps that the user may take on a visible case today, or without one. Three queries at most.

    Whether its state allows a step, the service says.
    """
    scopes = scopes_of(user, on=clock.today()) if scopes is None else scopes
    held = set(scopes)
    if case is not None and own(user, case):
        return OWN_STEPS if Role.CADRE in held else frozenset()
    found = {step for step, roles in STEPS.items() if roles & held}
    if case is None and Role.CADRE in held:
        found.add(ASK)
    if case is not None and found and related(user, case):
        found &= {READ}
    return frozenset(found)


def may(user: Visitor, step: str, case: Clarification | None = None, *, scopes: Scopes | None = None) -> bool:
    """Whether the user may take the step today. Raises KeyError for an unknown step."""
    if step not in STEPS and step not in OWN_STEPS:
        raise KeyError(step)
    return step in steps_of(user, case, scopes=scopes)
