"""Who sees notices, reviews and stale results, and who may take which step; a test holds both together.

| role | notices | reviews | stale results and revisions |
|---|---|---|---|
| 干部 | own; sign | own; ask, add files, withdraw | — |
| 分管领导 | of the units of the grant, grade only; hand over, note a refusal | — | — |
| 组织部 | all; hand over, enter paper and refusal | all; head: accept, refuse, answer | all; head: settle |
| 纪委监察部门 | all, to read | all, to read; verify where named | all, to read |
| everybody else | none | none | none |
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from accounts.models import Role
from accounts.selectors import UnitScope, Visitor, holds_role, scopes_of
from core import clock

if TYPE_CHECKING:
    from ..models import Feedback, Review, StaleResult  # noqa: F401 - named in the bases below

ORG = frozenset({Role.ORG_HEAD, Role.ORG_OFFICER})
DEPARTMENTS = ORG | {Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER}
HEAD = frozenset({Role.ORG_HEAD})
SIGN, HAND_OVER, ENTER_PAPER, ENTER_REFUSAL = "sign", "hand_over", "enter_paper", "enter_refusal"
ASK, ACCEPT, VERIFY, ANSWER, APPEAL, SETTLE = "ask", "accept", "verify", "answer", "appeal", "settle"
READ_SCORES = "read_scores"
# Step -> the roles of somebody else's case; the own case is `OWN_STEPS`, the named verifier `VERIFY`.
STEPS: Mapping[str, frozenset[Role]] = {
    HAND_OVER: ORG | {Role.LEADER},
    ENTER_PAPER: ORG,
    ENTER_REFUSAL: ORG | {Role.LEADER},
    READ_SCORES: DEPARTMENTS,
    ACCEPT: HEAD,
    ANSWER: HEAD,
    APPEAL: ORG,
    SETTLE: HEAD,
}
OWN_STEPS = frozenset({SIGN, ASK, READ_SCORES})


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Notices; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor) -> FeedbackQuerySet:
        """All for the two departments; the own one; those of the units of a leader's grant."""
        scopes = scopes_of(user, on=clock.today())
        if DEPARTMENTS & scopes.keys():
            return self.all()
        found = Q(pk__in=())
        if Role.CADRE in scopes:
            found |= Q(participant__cadre__staff_no=getattr(user, "staff_no", ""))
        if Role.LEADER in scopes:
            found |= of_units("participant__cadre", scopes[Role.LEADER])
        return self.filter(found)


class ReviewQuerySet(models.QuerySet["Review"]):
    """Requests for review; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor) -> ReviewQuerySet:
        """The own ones, and for the two departments whatever was handed in."""
        scopes = scopes_of(user, on=clock.today())
        found = Q(pk__in=())
        if DEPARTMENTS & scopes.keys():
            found |= Q(submitted_on__isnull=False)
        if Role.CADRE in scopes:
            found |= Q(feedback__participant__cadre__staff_no=getattr(user, "staff_no", ""))
        return self.filter(found)


class StaleQuerySet(models.QuerySet["StaleResult"]):
    """Decided results that a later finding or mark no longer fits; for the two departments."""

    def visible_to(self, user: Visitor) -> StaleQuerySet:
        """All for the two departments, none for anybody else."""
        return self.all() if holds_role(user, DEPARTMENTS, on=clock.today()) else self.none()


def of_units(path: str, scope: UnitScope) -> Q:
    """Whose open appointment is in one of the units."""
    if scope.everywhere:
        return ~Q(pk__in=())
    from cadres.models import Appointment  # noqa: PLC0415 - the model's manager is made from this module

    held = Appointment.objects.filter(ended_on="", post__unit__in=scope.unit_ids)
    return Q(**{f"{path}__in": held.order_by().values("cadre")})


def steps_of(user: Visitor, case: Any) -> frozenset[str]:
    """All steps that the user may take on a visible case today. Three queries at most.

    Nobody handles the own case, whatever roles are held. Whether its state allows a step, the service says.
    """
    scopes = scopes_of(user, on=clock.today())
    if getattr(user, "staff_no", "") == _staff_no(case):
        return OWN_STEPS if Role.CADRE in scopes else frozenset()
    held: set[Role] = {role for role in scopes if role != Role.LEADER}
    if Role.LEADER in scopes and type(case).objects.visible_to(user).filter(pk=case.pk).exists():
        held.add(Role.LEADER)
    found = {step for step, roles in STEPS.items() if roles & held}
    named = DEPARTMENTS & held and hasattr(case, "verifiers")
    if named and case.verifiers.filter(officer=user.pk or 0).exists():
        found.add(VERIFY)
    return frozenset(found)


def may(user: Visitor, step: str, case: Any) -> bool:
    """Whether the user may take the step on a visible case today. Raises KeyError for an unknown step."""
    if step not in STEPS and step not in OWN_STEPS and step != VERIFY:
        raise KeyError(step)
    return step in steps_of(user, case)


def _staff_no(case: Any) -> str:
    feedback = getattr(case, "feedback", case)
    return str(feedback.participant.cadre.staff_no)
