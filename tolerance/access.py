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
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, When

from accounts.models import OFFICER_ROLES, Role
from accounts.selectors import UnitScope, Visitor, capacities_on, cases_granted, scopes_of
from core import clock
from core.prepared import Place, Prepared
from policy.tolerance_officers import ACT, ANALYSE, CAPACITIES, CONSULT, VERIFY
from policy.tolerance_steps import STEPS, Party, allowed
from policy.tolerance_terms import CADRE, DISCIPLINE, OFFICE, ORGANIZATION, UNIT, State

from .access_officers import is_kept_away, kept_away, offices_without_head

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
        is_named = named(user, held)
        # Asked only where it matters: of what an office or a name opens.
        near = NOTHING if is_named is NOTHING and not offices_of(held) else ~kept_away(user)
        return self.filter(_visible(user, held, is_named, near))

    def visible_at(self, standing: Standing) -> ToleranceQuerySet:
        """The case of the standing, where `visible_to` shows it: by the same table, with what is known."""
        is_named = ~NOTHING if standing.is_named else NOTHING
        near = ~NOTHING if (standing.offices or standing.is_named) and not standing.away else NOTHING
        return self.filter(_visible(standing.user, standing.scopes, is_named, near), pk=standing.case)


def _visible(user: Visitor, held: Scopes, is_named: Q, near: Q) -> Q:
    """The table above. is_named: the cases that name the user; near: from which nothing keeps him away."""
    if not user.is_authenticated or not user.is_active:
        return NOTHING
    handed_in, own = Q(submitted_on__isnull=False), Q(cadre__staff_no=user.staff_no)
    found = NOTHING
    if Role.CADRE in held:
        found |= own & (handed_in | Q(applicant=CADRE))
    if Role.UNIT_PARTY in held:
        found |= ~own & _of_units(held[Role.UNIT_PARTY]) & (handed_in | Q(applicant=UNIT))
    offices = _seen_by_offices(held, handed_in) | (handed_in & is_named)
    return found | (offices & ~own & near)


def _seen_by_offices(held: Scopes, handed_in: Q) -> Q:
    offices = offices_of(held)
    if not offices:
        return NOTHING
    begun = Q(applicant=OFFICE, office__in=offices)
    if any(role in HEADS for role in held):
        return handed_in | begun
    desk = Q(office__in=offices, state__in=DESK)
    return begun | (handed_in & desk)


def named(user: Visitor, scopes: Scopes) -> Q:
    """The cases that name this user today; whoever has left the offices keeps what the superior arranged.

    One query; NOTHING itself for whom no case names.
    """
    from .models import ToleranceCase  # noqa: PLC0415 - its manager is made from this module

    if not is_named_somewhere(user.pk or 0, on=clock.today()):
        return NOTHING
    cases = ToleranceCase.objects.all()
    if is_office_staff(scopes):
        return _among(cases_granted(user, cases, CAPACITIES))
    called_in = cases.filter(escalations__arranged_on__isnull=False)
    return _among(cases_granted(user, cases, [CONSULT])) | _among(cases_granted(user, called_in, CAPACITIES))


def is_named_somewhere(user: int, *, on: date) -> bool:
    """Whether any case names the user of that key on that day. One query."""
    return bool(NAMED.rows(user=user, on=on))


def _named() -> models.QuerySet[Any, Any]:
    from .models import ToleranceGrant  # noqa: PLC0415 - loaded only now

    grants = ToleranceGrant.records.in_force(on=Place("on", models.DateField()))
    return grants.filter(user=Place("user", models.BigIntegerField())).order_by().values_list("pk")[:1]


NAMED = Prepared(_named)


def _among(cases: models.QuerySet[Any]) -> Q:
    return Q(pk__in=cases.order_by().values("pk"))


def _of_units(scope: UnitScope) -> Q:
    return ~NOTHING if scope.everywhere else Q(unit__in=scope.unit_ids)


class Standing:
    """One user before one case today. What both halves of access ask of it is read once, when it is asked.

    For one request or one step of a service: whoever keeps it longer keeps what has ended.
    """

    def __init__(self, user: Visitor, case: int) -> None:
        self.user, self.case, self.on = user, case, clock.today()

    @cached_property
    def scopes(self) -> Scopes:
        """Two queries at most."""
        return scopes_of(self.user, on=self.on)

    @cached_property
    def offices(self) -> frozenset[str]:
        return offices_of(self.scopes)

    @cached_property
    def able(self) -> frozenset[str]:
        """The capacities in which the case names the user; one query."""
        from .models import ToleranceGrant  # noqa: PLC0415 - loaded only now

        return capacities_on(self.user, ToleranceGrant, self.case, on=self.on)

    @cached_property
    def is_named(self) -> bool:
        """As `named` finds it among all cases; one query more for whoever works in neither office."""
        from .models import Escalation  # noqa: PLC0415 - loaded only now

        if not self.able & set(CAPACITIES) or is_office_staff(self.scopes):
            return bool(self.able & set(CAPACITIES))
        return CONSULT in self.able or (
            Escalation.objects.filter(case=self.case, arranged_on__isnull=False).exists()
        )

    @cached_property
    def away(self) -> bool:
        """Whether the user has to step aside; one query."""
        return is_kept_away(self.user, self.case)


def offices_of(held: Scopes) -> frozenset[str]:
    """The offices in which somebody with these roles works."""
    return frozenset(STAFF[role] for role in held if role in STAFF)


def parties_of(user: Visitor, case: Any, *, standing: Standing | None = None) -> frozenset[Party]:
    """What the user is to a case today, visible or not. standing: of that user before it, if at hand."""
    stands = standing or Standing(user, case.pk)
    assert (stands.user, stands.case) == (user, case.pk), "somebody else's standing"
    held = stands.scopes
    if getattr(user, "staff_no", "") == case.cadre.staff_no:
        return _as_cadre(case) if Role.CADRE in held else frozenset()
    found: set[Party] = set()
    scope = held.get(Role.UNIT_PARTY, UnitScope())
    if scope.everywhere or (case.unit_id is not None and scope.covers(case.unit_id)):
        found |= {Party.UNIT, Party.APPLICANT if case.applicant == UNIT else Party.OTHER_SIDE}
    return frozenset(found | _as_officer(case, stands))


def _as_cadre(case: Any) -> frozenset[Party]:
    return frozenset({Party.CADRE, Party.APPLICANT if case.applicant == CADRE else Party.OTHER_SIDE})


def _as_officer(case: Any, stands: Standing) -> set[Party]:
    """What the user is by an office or by name; nothing for whom nothing of both is given, or kept away."""
    able = stands.able if stands.is_named else frozenset()
    if (not stands.offices and not able) or stands.away:
        return set()
    heads = {HEADS[role] for role in stands.scopes if role in HEADS}
    return _by_office(case, stands.offices, heads, able) | _by_name(stands.user, case, able)


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


def _by_office(case: Any, offices: frozenset[str], heads: set[str], able: frozenset[str]) -> set[Party]:
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
