"""Who sees meetings and publicity, and who may take which step: two halves that a test holds together.

| role | meetings | publicity |
|---|---|---|
| 组织部负责人 | all; prepare, record for a leader, finalise | all; draft, publish, close objections |
| 组织部工作人员 | all; prepare | all; draft, publish |
| 党办工作人员 | all; prepare (late), record, finalise | reads while it runs |
| 纪委监察部门负责人 | all, to read | all; receives and closes objections, sees who objected |
| 纪委监察部门工作人员 | none | all; receives and closes objections, sees who objected |
| 分管领导、二级党组织、干部 | none | reads while it runs, within its scope |
| the three officers | none | none |
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.http import Http404

from accounts.models import OFFICER_ROLES, Role
from accounts.selectors import UnitScope, Visitor, holds_role, roles_of, scopes_of
from core import clock

if TYPE_CHECKING:
    from .models import Meeting, Objection, Publicity  # noqa: F401 - named in the bases below

ORG = frozenset({Role.ORG_HEAD, Role.ORG_OFFICER})
DISCIPLINE = frozenset({Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER})
MEETING_READERS = ORG | {Role.PARTY_OFFICE, Role.DISCIPLINE_HEAD}
PUBLICITY_STAFF = ORG | DISCIPLINE
PUBLIC = frozenset(Role) - OFFICER_ROLES

PREPARE, RECORD, RECORD_FOR_LEADER, FINALISE = "prepare", "record", "record_for_leader", "finalise"
PUBLISH, OBJECT, HANDLE, SEE_OBJECTOR = "publish", "object", "handle", "see_objector"
STEPS: Mapping[str, frozenset[Role]] = {
    PREPARE: ORG | {Role.PARTY_OFFICE},
    # Attendance, recusals and results; the head of the organization department only for a leader (代录).
    RECORD: frozenset({Role.PARTY_OFFICE, Role.ORG_HEAD}),
    FINALISE: frozenset({Role.PARTY_OFFICE, Role.ORG_HEAD}),
    PUBLISH: ORG,
    OBJECT: ORG | DISCIPLINE,
    HANDLE: DISCIPLINE | {Role.ORG_HEAD},
    SEE_OBJECTOR: DISCIPLINE,
}


def page_of(user: Visitor, roles: frozenset[Role]) -> None:
    """Raises Http404 for whom the page does not exist."""
    if not holds_role(user, roles, on=clock.today()):
        raise Http404


def may(user: Visitor, step: str) -> bool:
    """Whether the user's roles allow the step today. Raises KeyError for an unknown step.

    Whether this meeting or publicity can take it is a verdict of `policy`.
    """
    return holds_role(user, STEPS[step], on=clock.today())


def steps_of(user: Visitor) -> frozenset[str]:
    """All steps that the user's roles allow today. One query."""
    held = roles_of(user, on=clock.today())
    return frozenset(step for step, roles in STEPS.items() if roles & held)


def must_be_proxy(user: Visitor) -> bool:
    """Whether what this user records of a meeting is recorded for a leader (代录), with the signed scan."""
    return Role.PARTY_OFFICE not in roles_of(user, on=clock.today())


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor) -> MeetingQuerySet:
        """All of them for the organization department, 党办 and the head of the discipline office."""
        return self.all() if holds_role(user, MEETING_READERS, on=clock.today()) else self.none()


class PublicityQuerySet(models.QuerySet["Publicity"]):
    """Publicity; `visible_to` is the only door from a user to it."""

    def visible_to(self, user: Visitor) -> PublicityQuerySet:
        """All for the two departments; others what runs today within their scope, gone after its last day."""
        today = clock.today()
        scopes = scopes_of(user, on=today)
        if PUBLICITY_STAFF & scopes.keys():
            return self.all()
        if not PUBLIC & scopes.keys():
            return self.none()
        return self.running(on=today).filter(_readable(user, scopes))

    def running(self, *, on: Any) -> PublicityQuerySet:
        """What readers can read on that day."""
        return self.filter(state="running", begins_on__lte=on, ends_on__gte=on)


def _readable(user: Visitor, scopes: Mapping[Role, UnitScope]) -> Q:
    """Which scopes this reader belongs to: the school; the middle-level cadres; the units of the list."""
    found = Q(scope="school")
    if {Role.CADRE, Role.LEADER, Role.PARTY_OFFICE} & scopes.keys():
        found |= Q(scope="cadres")
    units = UnitScope.union(scope for role, scope in scopes.items() if role != Role.CADRE)
    if units.everywhere:
        return found | Q(scope="unit")
    if units.unit_ids:
        found |= Q(scope="unit", people__scope_unit__in=units.unit_ids)
    if Role.CADRE in scopes:
        own = _own_units(user)
        found |= Q(scope="unit", people__scope_unit__in=own)
    return Q(pk__in=_keys(found))


def _keys(found: Q) -> models.QuerySet[Any, Any]:
    from .models import Publicity  # noqa: PLC0415 - the model's manager is made from this module

    return Publicity.objects.filter(found).order_by().values("pk")


def _own_units(user: Visitor) -> models.QuerySet[Any, Any]:
    from cadres.models import Appointment  # noqa: PLC0415 - models are loaded only now

    held = Appointment.objects.filter(cadre__staff_no=getattr(user, "staff_no", ""), ended_on="")
    return held.order_by().values("post__unit_id")


def objection_content_visible(user: Visitor, objection: Objection) -> bool:
    """Whether the user may read what was said: the discipline office, the head, the officer named for it."""
    return may(user, HANDLE) or objection.handler_id == user.pk
