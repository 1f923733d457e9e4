"""Who sees which self-report, and who may take which step on it: two halves that a test holds together.

| role | sees | steps |
|---|---|---|
| 干部 | the own report, always; others while they are public | write, hand in, withdraw the own |
| 二级党组织 | its unit's from the submission to the check; all while public | check, return; never the own |
| 分管领导 | all while they are public | none |
| 组织部 | whatever was handed in, ever | excuse, enter from paper, publish, return; check where no unit can |
| 纪委监察部门 | whatever was handed in, ever | the volume |
| 党办 and the three officers | nothing | none |

A draft is seen by its author alone; while a returned report is rewritten, others read what was handed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from accounts.models import Role, User
from accounts.selectors import UnitScope, Visitor, role_holders, scopes_of
from appraisal.access import YEAR_ROLES
from appraisal.models import Cycle, CycleState, Participant
from cadres.models import Appointment
from core import clock

if TYPE_CHECKING:
    from ..models import SelfReport, SelfReportFile  # noqa: F401 - named in the bases below

    pass

Scopes = Mapping[Role, UnitScope]
ORG = frozenset({Role.ORG_HEAD, Role.ORG_OFFICER})
READERS = frozenset({Role.LEADER, Role.UNIT_PARTY, Role.CADRE})
OPEN_STAGES = frozenset({CycleState.SELF_REPORT, CycleState.REPORT_PUBLIC})
WRITE, WITHDRAW, CHECK, RETURN, ENTER = "write", "withdraw", "check", "return", "enter"
EXCUSE = "excuse"
PUBLISH, COMPILE = "publish", "compile"
STEPS = (WRITE, WITHDRAW, CHECK, RETURN, ENTER, EXCUSE)
CYCLE_STEPS: Mapping[str, frozenset[Role]] = {PUBLISH: ORG, COMPILE: YEAR_ROLES}
# States by value: the models import this module.
DRAFT, SUBMITTED, RETURNED, CHECKED, PUBLIC = "draft", "submitted", "returned", "checked", "public"
WITH_UNIT = (SUBMITTED, RETURNED, CHECKED)


class SelfReportQuerySet(models.QuerySet["SelfReport"]):
    """Reports; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor, *, scopes: Scopes | None = None) -> SelfReportQuerySet:
        """The reports that the user sees today. At most two queries for the scopes."""
        return self.filter(_seen(user, scopes, prefix=""))

    def public_on(self, on: Any) -> SelfReportQuerySet:
        """Those in their days of publicity."""
        return self.filter(state=PUBLIC, public_from__lte=on, public_until__gte=on)


class SelfReportFileQuerySet(models.QuerySet["SelfReportFile"]):
    """Files of reports; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor, *, scopes: Scopes | None = None) -> SelfReportFileQuerySet:
        """Of the own report all that is not taken away; of other reports that are seen, what was handed in.

        The signed scan of an entered report is for its cadre, the unit and both offices, never for readers.
        """
        scopes = scopes_of(user, on=clock.today()) if scopes is None else scopes
        own = _own(user, scopes, "report__")
        others = Q(handed_in=True) & _seen(user, scopes, prefix="report__") & ~own
        offices = UnitScope.union(scopes[role] for role in YEAR_ROLES if role in scopes)
        near = _of_scope(offices, "report__") | _with_unit(scopes, "report__")
        return self.filter(own & Q(dropped=False) | others & (~Q(kind="scan") | near))


def _seen(user: Visitor, scopes: Scopes | None, *, prefix: str) -> Q:
    scopes = scopes_of(user, on=clock.today()) if scopes is None else scopes
    offices = UnitScope.union(scopes[role] for role in YEAR_ROLES if role in scopes)
    found = _own(user, scopes, prefix) | _with_unit(scopes, prefix)
    found |= _of_scope(offices, prefix) & ~Q(**{f"{prefix}state": DRAFT})
    if not READERS.isdisjoint(scopes):
        today = clock.today()
        found |= Q(
            **{
                f"{prefix}state": PUBLIC,
                f"{prefix}public_from__lte": today,
                f"{prefix}public_until__gte": today,
            }
        )
    return found


def _own(user: Visitor, scopes: Scopes, prefix: str) -> Q:
    if Role.CADRE not in scopes:
        return Q(pk__in=())
    return Q(**{f"{prefix}participant__cadre__staff_no": getattr(user, "staff_no", "")})


def _with_unit(scopes: Scopes, prefix: str) -> Q:
    unit = scopes.get(Role.UNIT_PARTY, UnitScope())
    return _of_scope(unit, prefix) & Q(**{f"{prefix}state__in": WITH_UNIT})


def _of_scope(scope: UnitScope, prefix: str) -> Q:
    if scope.everywhere:
        return ~Q(pk__in=())
    return Q(**{f"{prefix}participant__cadre__in": _held_in(scope)}) if scope else Q(pk__in=())


def _held_in(scope: UnitScope) -> models.QuerySet[Any, Any]:
    """Cadres whose own post, not one held besides, is in the scope."""
    return own_posts().filter(post__unit__in=scope.unit_ids).values("cadre_id")


def own_posts() -> models.QuerySet[Appointment]:
    """Open appointments that place a cadre in a unit: whoever helps out elsewhere is not checked there."""
    return Appointment.objects.filter(ended_on="").exclude(kind=Appointment.Kind.CONCURRENT)


def participants_seen(
    user: Visitor, cycle: Cycle, *, scopes: Scopes | None = None, unit: bool = False
) -> models.QuerySet[Participant]:
    """Whom a list of reports names: the scope of both offices, or (unit) that of the Party organisation."""
    scopes = scopes_of(user, on=clock.today()) if scopes is None else scopes
    roles = {Role.UNIT_PARTY} if unit else YEAR_ROLES
    scope = UnitScope.union(scopes[role] for role in roles if role in scopes)
    people = Participant.objects.filter(cycle=cycle)
    if scope.everywhere:
        return people
    return people.filter(cadre__in=_held_in(scope)) if scope else people.none()


def steps_of(user: Visitor, participant: Participant, *, scopes: Scopes | None = None) -> frozenset[str]:
    """All steps that the user may take on that participant's report today, begun or not."""
    scopes = scopes_of(user, on=clock.today()) if scopes is None else scopes
    report = getattr(participant, "report", None)
    state = report.state if report is not None else DRAFT
    is_open = participant.cycle.state in OPEN_STAGES
    own = participant.cadre.staff_no == getattr(user, "staff_no", "")
    found = set()
    if own and Role.CADRE in scopes and is_open:
        found |= {WRITE} if state in (DRAFT, RETURNED) else {WITHDRAW} if state == SUBMITTED else set()
    if own:
        return frozenset(found)
    org = UnitScope.union(scopes[role] for role in ORG if role in scopes)
    units = units_of(participant.cadre_id) if org or Role.UNIT_PARTY in scopes else set()
    in_org = org.everywhere or bool(units & org.unit_ids)
    if in_org and is_open and state in (DRAFT, RETURNED):
        found.add(ENTER)
    if in_org and is_open and state == DRAFT:
        found.add(EXCUSE)
    if in_org and state == CHECKED:
        found.add(RETURN)
    entered = report is not None and report.entered_by_id == user.pk
    if state == SUBMITTED and not entered:
        party = scopes.get(Role.UNIT_PARTY, UnitScope())
        by_unit = any(map(party.covers, units))
        if by_unit or (in_org and not _unit_can(participant, units, entered_by=report.entered_by_id)):  # type: ignore[union-attr]
            found |= {CHECK, RETURN}
    return frozenset(found)


def may(user: Visitor, step: str, participant: Participant, *, scopes: Scopes | None = None) -> bool:
    """Whether the user may take the step on that participant's report today. Raises KeyError for no step."""
    if step not in STEPS:
        raise KeyError(step)
    return step in steps_of(user, participant, scopes=scopes)


def may_on_cycle(user: Visitor, step: str, cycle: Cycle, *, scopes: Scopes | None = None) -> bool:
    """Whether the user may take a step on all reports of a cycle. Raises KeyError for an unknown step."""
    roles = CYCLE_STEPS[step]
    scopes = scopes_of(user, on=clock.today()) if scopes is None else scopes
    if roles.isdisjoint(scopes):
        return False
    return cycle.state == CycleState.REPORT_PUBLIC if step == PUBLISH else True


def units_of(cadre_id: int) -> set[int]:
    """The units of the cadre's own posts."""
    return set(own_posts().filter(cadre=cadre_id).values_list("post__unit_id", flat=True))


def _unit_can(participant: Participant, units: set[int], *, entered_by: int | None) -> bool:
    """Whether somebody of the unit's Party organisation may check who is not the cadre.

    Where the cadre is the unit's own secretary, the organization department may check as well.
    """
    staff_no = participant.cadre.staff_no
    holders = role_holders({Role.UNIT_PARTY}, on=clock.today()).get(Role.UNIT_PARTY, [])
    near = [holder for holder in holders if any(map(holder.scope.covers, units))]
    if not near:
        return False
    own = set(User.objects.filter(staff_no=staff_no).values_list("pk", flat=True))
    if any(holder.user_id in own for holder in near):
        return False
    return any(holder.user_id != entered_by for holder in near)
