"""Who sees a tolerance case, and who may take which step: two halves that a test holds together.

| who | sees | does |
|---|---|---|
| 干部 | own, once handed in; own drafts | application, opinion on the unit's, statement, objection, review |
| 二级党组织 | of the units of the grant; own drafts; never the own case | application, opinion, 整改 |
| 两个部门的负责人 | all that were handed in | what `policy.tolerance_steps` gives to heads |
| 办理部门工作人员 | what waits at the desk, and cases that name them today | intake, analysis, reports |
| 另一部门工作人员 | cases that name them today | verification, analysis |
| 上级调派的人员 | cases that went upward and name them today | what they are named for, or as a head |
| 被征求意见的领导 | cases that name them today, without what the offices wrote | none |
| everybody else | none | none |

Nobody of an office sees the own case but as its cadre, nor a case from which he has to step aside. Who is
named, and who has to stay away, is asked in two places alone: `named` (`ToleranceGrant`, with dates) and
`access_officers.kept_away`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, When

from accounts.models import OFFICER_ROLES, Role
from accounts.selectors import UnitScope, Visitor, capacities_on, cases_granted, scopes_of
from core import clock
from policy.tolerance_officers import ACT, ANALYSE, CAPACITIES, CONSULT, VERIFY
from policy.tolerance_steps import STEPS, Party, allowed
from policy.tolerance_terms import CADRE, DISCIPLINE, OFFICE, ORGANIZATION, UNIT, State

from .access_officers import kept_away, offices_without_head

if TYPE_CHECKING:
    from .models import ToleranceCase  # noqa: F401 - named in the base below

Scopes = Mapping[Role, UnitScope]
HEADS: Mapping[Role, str] = {Role.ORG_HEAD: ORGANIZATION, Role.DISCIPLINE_HEAD: DISCIPLINE}
STAFF: Mapping[Role, str] = {
    **HEADS,
    Role.ORG_OFFICER: ORGANIZATION,
    Role.DISCIPLINE_OFFICER: DISCIPLINE,
}
READERS = frozenset(STAFF) | {Role.CADRE, Role.UNIT_PARTY}
# While a case waits at the desk, every officer of the handling office finds it.
DESK = (State.SUBMITTED, State.RETURNED)
NOTHING = Q(pk__in=())


class ToleranceQuerySet(models.QuerySet["ToleranceCase"]):
    """Cases; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor, *, scopes: Scopes | None = None) -> ToleranceQuerySet:
        """What the table above says. scopes: of the user today, where they are read already."""
        held = scopes_of(user, on=clock.today()) if scopes is None else scopes
        if not user.is_authenticated or not user.is_active:
            return self.none()
        handed_in, own = Q(submitted_on__isnull=False), Q(cadre__staff_no=user.staff_no)
        found = NOTHING
        if Role.CADRE in held:
            found |= own & (handed_in | Q(applicant=CADRE))
        if Role.UNIT_PARTY in held:
            found |= ~own & _of_units(held[Role.UNIT_PARTY]) & (handed_in | Q(applicant=UNIT))
        offices = _seen_by_offices(user, held, handed_in) | (handed_in & named(user, held))
        found |= offices & ~own & ~kept_away(user)
        return self.filter(found)


def _seen_by_offices(user: Visitor, held: Scopes, handed_in: Q) -> Q:
    offices = {STAFF[role] for role in held if role in STAFF}
    if not offices:
        return NOTHING
    begun = Q(applicant=OFFICE, office__in=offices)
    if any(role in HEADS for role in held):
        return handed_in | begun
    desk = Q(office__in=offices, state__in=DESK)
    return begun | (handed_in & desk)


def named(user: Visitor, scopes: Scopes) -> Q:
    """The cases that name this user today; whoever has left the offices keeps what the superior arranged."""
    from .models import ToleranceCase  # noqa: PLC0415 - its manager is made from this module

    cases = ToleranceCase.objects.all()
    if is_office_staff(scopes):
        return _among(cases_granted(user, cases, CAPACITIES))
    called_in = cases.filter(escalations__arranged_on__isnull=False)
    return _among(cases_granted(user, cases, [CONSULT])) | _among(cases_granted(user, called_in, CAPACITIES))


def _among(cases: models.QuerySet[Any]) -> Q:
    return Q(pk__in=cases.order_by().values("pk"))


def _of_units(scope: UnitScope) -> Q:
    return ~NOTHING if scope.everywhere else Q(unit__in=scope.unit_ids)


def parties_of(user: Visitor, case: Any, *, scopes: Scopes | None = None) -> frozenset[Party]:
    """What the user is to a case today, visible or not. Four queries at most."""
    held = scopes_of(user, on=clock.today()) if scopes is None else scopes
    if getattr(user, "staff_no", "") == case.cadre.staff_no:
        return _as_cadre(case) if Role.CADRE in held else frozenset()
    found: set[Party] = set()
    scope = held.get(Role.UNIT_PARTY, UnitScope())
    if scope.everywhere or (case.unit_id is not None and scope.covers(case.unit_id)):
        found |= {Party.UNIT, Party.APPLICANT if case.applicant == UNIT else Party.OTHER_SIDE}
    return frozenset(found | _as_officer(user, case, held))


def _as_cadre(case: Any) -> frozenset[Party]:
    return frozenset({Party.CADRE, Party.APPLICANT if case.applicant == CADRE else Party.OTHER_SIDE})


def _as_officer(user: Visitor, case: Any, held: Scopes) -> set[Party]:
    """What the user is by an office or by name; nothing for whom nothing of both is given, or kept away."""
    from .models import ToleranceGrant  # noqa: PLC0415 - loaded only now

    offices = {STAFF[role] for role in held if role in STAFF}
    able = capacities_on(user, ToleranceGrant, case, on=clock.today())
    rows = type(case).objects.filter(pk=case.pk)
    if not offices and able:
        able = able if rows.filter(named(user, held)).exists() else frozenset()
    if not offices and not able:
        return set()
    if rows.filter(kept_away(user)).exists():
        return set()
    heads = {HEADS[role] for role in held if role in HEADS}
    return _by_office(case, offices, heads, able) | _by_name(user, case, able)


def _by_name(user: Visitor, case: Any, able: frozenset[str]) -> set[Party]:
    found: set[Party] = set()
    if able - {CONSULT}:
        found.add(Party.STAFF)
    if ANALYSE in able:
        found.add(Party.ANALYST)
    if ACT in able:  # 代行负责人, for each office whose own head has to stay away
        missing = offices_without_head(case)
        found |= {Party.HANDLING_HEAD if office == case.office else Party.OTHER_HEAD for office in missing}
        found |= {Party.HANDLER for office in missing if office == case.office}
        found |= {Party.DISCIPLINE for office in missing if office == DISCIPLINE}
        found |= {Party.ORGANIZING for office in missing if office == ORGANIZATION}
    if VERIFY in able and case.verifiers.filter(officer=user.pk or 0, ended_on__isnull=True).exists():
        found.add(Party.VERIFIER)
    return found


def _by_office(case: Any, offices: set[str], heads: set[str], able: frozenset[str]) -> set[Party]:
    is_named = bool(able - {CONSULT})
    found: set[Party] = set()
    if heads or is_named:
        found.add(Party.STAFF)
        if DISCIPLINE in offices:
            found.add(Party.DISCIPLINE)
    if case.office in offices:
        at_desk = case.state in DESK
        if case.applicant == OFFICE:
            found.add(Party.APPLICANT)
        if case.office in heads or is_named or at_desk:
            found |= {Party.HANDLER, Party.STAFF}
    if heads:
        found |= {Party.HANDLING_HEAD if office == case.office else Party.OTHER_HEAD for office in heads}
        found |= {Party.ORGANIZING for office in heads if office == ORGANIZATION}
    return found


def steps_of(user: Visitor, case: Any, *, parties: frozenset[Party] | None = None) -> frozenset[str]:
    """Every step that the user may take on a visible case in the state in which it is."""
    are = parties_of(user, case) if parties is None else parties
    outcome = case.outcome_in_force
    facts = {"state": case.state, "outcome": outcome.kind if outcome else "", "applicant": case.applicant}
    # The one step that asks for it is the cadre's.
    shown = case.state == State.REPORTED and Party.CADRE in are and told_to_cadre(outcome)
    return frozenset(code for code in STEPS if allowed(code, are, **facts, shown=shown))


def told_to_cadre(outcome: Any) -> bool:
    """Whether the cadre knows of a finding: its text was shown to him, or it was answered (第十二条)."""
    parts = (getattr(outcome, name, None) for name in ("publication", "answer"))
    return any(part is not None for part in parts)


def told_outside(outcome: Any) -> bool:
    """Whether everybody else outside the offices may know of it: it is public, or was answered."""
    public = getattr(outcome, "publication", None)
    begun = public is not None and public.begins_on is not None
    return begun or getattr(outcome, "answer", None) is not None


def knows_finding(parties: frozenset[Party], outcome: Any) -> bool:
    """Whether somebody who is these things to a case sees its finding by now."""
    if Party.STAFF in parties:
        return True
    return told_to_cadre(outcome) if Party.CADRE in parties else told_outside(outcome)


def findings_seen(user: Visitor, scopes: Scopes) -> Any:
    """The kind of the finding in force of each case as the user may see it, for an annotation."""
    from .models import Outcome  # noqa: PLC0415 - its case's manager is made from this module

    standing = Outcome.objects.filter(case=OuterRef("pk"), in_force=True)
    answered = Q(answer__isnull=False)
    own = standing.filter(answered | Q(publication__isnull=False))
    outside = standing.filter(answered | Q(publication__begins_on__isnull=False))
    others = standing if is_office_staff(scopes) else outside
    return Case(
        When(cadre__staff_no=getattr(user, "staff_no", ""), then=Subquery(own.values("kind")[:1])),
        default=Subquery(others.values("kind")[:1]),
    )


def may(user: Visitor, step: str, case: Any) -> bool:
    """Whether the user may take the step on a visible case now. Raises KeyError for an unknown step.

    The state counts too: what a page offers and what a service accepts are one answer. A step that the case
    has left meanwhile is told apart by `may_ever`.
    """
    return STEPS[step].code in steps_of(user, case)


def may_ever(user: Visitor, step: str, case: Any) -> bool:
    """Whether the user is somebody who takes that step, in whatever state the case is."""
    return bool(set(STEPS[step].by) & parties_of(user, case))


def sees_inside(user: Visitor, case: Any) -> bool:
    """Whether the user reads what the offices wrote: first reading, verification, factors, opinions."""
    return Party.STAFF in parties_of(user, case)


def is_office_staff(scopes: Scopes) -> bool:
    """Whether somebody with these roles works in one of the two offices."""
    return bool(STAFF.keys() & scopes.keys())


def publications_visible(user: Visitor) -> Any:
    """The findings that are public today for this reader, newest first; None for whom nothing ever is.

    The offices read all of them; the school, its cadres or the unit what is meant for them (第十二条第三项).
    """
    from cadres.models import Appointment  # noqa: PLC0415 - models are loaded only now

    from .models import Publication  # noqa: PLC0415

    today = clock.today()
    scopes = scopes_of(user, on=today)
    if not (frozenset(Role) - OFFICER_ROLES) & scopes.keys():
        return None
    rows = Publication.objects.filter(begins_on__lte=today, ends_on__gte=today, withdrawn_on__isnull=True)
    rows = (
        rows.filter(outcome__in_force=True)
        .select_related("outcome__case__unit")
        .order_by("-begins_on", "-pk")
    )
    if STAFF.keys() & scopes.keys():
        return rows
    found = Q(scope="school")
    if {Role.CADRE, Role.LEADER, Role.PARTY_OFFICE} & scopes.keys():
        found |= Q(scope="cadres")
    units = UnitScope.union(scope for role, scope in scopes.items() if role != Role.CADRE)
    if units.everywhere:
        found |= Q(scope="unit")
    own = Appointment.objects.filter(cadre__staff_no=getattr(user, "staff_no", ""), ended_on="")
    at_home = Q(outcome__case__unit__in=own.values("post__unit_id")) if Role.CADRE in scopes else NOTHING
    found |= Q(scope="unit") & (Q(outcome__case__unit__in=units.unit_ids) | at_home)
    return rows.filter(found)
