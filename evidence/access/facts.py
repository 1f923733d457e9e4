"""Who sees the facts beside the votes, and who may take which step: two halves that a test holds together.

| role | observations | key tasks | unit results | integrity opinions |
|---|---|---|---|---|
| 组织部 | within the grant; record to withdraw | all; register, verify, end | all; enter | read; ask |
| 纪委监察部门 | within the grant, to read | all, to read | all, to read | read; answer |
| 分管领导 | none | units of the grant, to read | units of the grant, to read | none |
| 二级党组织 | none | units of the grant; report progress | units of the grant, to read | none |
| 干部 | own, once shown; answer | own, to read | none | own, once told |
| 党办 and the three officers | none | none | none | none |

Raters read the key tasks of a whole cycle with their evidence besides, while it is open for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Max, Q

from accounts.models import Role
from accounts.selectors import UnitScope, Visitor, scopes_of
from appraisal.models import CycleState
from core import clock

if TYPE_CHECKING:
    from ..models import IntegrityOpinion, KeyTask, Observation, UnitResult  # noqa: F401 - named in bases

Scopes = Mapping[Role, UnitScope]
ORG = frozenset({Role.ORG_HEAD, Role.ORG_OFFICER})
DISCIPLINE = frozenset({Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER})
TWO = ORG | DISCIPLINE
HEADS = frozenset({Role.ORG_HEAD, Role.DISCIPLINE_HEAD})
# Who marks the papers, and may read what was achieved while the cycle is open for it.
RATERS = frozenset({Role.LEADER, Role.UNIT_PARTY, Role.CADRE})
RATED_IN = (CycleState.REPORT_PUBLIC, CycleState.VOTING)
SEES_TASKS = TWO | RATERS
SEES_RESULTS = TWO | {Role.LEADER, Role.UNIT_PARTY}

RECORD, SHOW, KEEP, WITHDRAW, ANSWER = "record", "show", "keep", "withdraw", "answer"
REGISTER_TASK, REPORT_TASK, VERIFY_TASK = "register_task", "report_task", "verify_task"
ENTER_RESULT = "enter_result"
ASK_INTEGRITY, GIVE_INTEGRITY, SEE_DEFERRED = "ask_integrity", "give_integrity", "see_deferred"
ENTER_COMPONENTS, RECORD_INTERVIEW = "enter_components", "record_interview"
STEPS: Mapping[str, frozenset[Role]] = {
    RECORD: ORG,
    SHOW: ORG,
    KEEP: ORG,
    WITHDRAW: ORG,
    ANSWER: frozenset({Role.CADRE}),
    REGISTER_TASK: ORG,
    REPORT_TASK: ORG | {Role.UNIT_PARTY},
    VERIFY_TASK: ORG,
    ENTER_RESULT: ORG,
    ASK_INTEGRITY: ORG,
    GIVE_INTEGRITY: DISCIPLINE,
    # 暂缓 is for the heads of both offices; everybody else reads 需组织部门核定.
    SEE_DEFERRED: HEADS,
    ENTER_COMPONENTS: ORG,
    # The panel is of both departments (第六条 考核组).
    RECORD_INTERVIEW: TWO,
}


def scopes_today(user: Visitor) -> dict[Role, UnitScope]:
    """The user's roles of today, with where each reaches. Two queries at most."""
    return scopes_of(user, on=clock.today())


def steps_of(scopes: Scopes) -> frozenset[str]:
    """All steps that these roles allow."""
    return frozenset(step for step, roles in STEPS.items() if roles & scopes.keys())


def may(user: Visitor, step: str) -> bool:
    """Whether the user's roles allow the step today. Raises KeyError for an unknown step.

    On which object, `visible_to` says; whether this object can take it, a verdict of `policy`.
    """
    return bool(STEPS[step] & scopes_today(user).keys())


def scope_of(scopes: Scopes, roles: frozenset[Role]) -> UnitScope:
    """Where any of the roles reaches."""
    return UnitScope.union(scopes[role] for role in roles if role in scopes)


class ObservationQuerySet(models.QuerySet["Observation"]):
    """Observations; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor, *, scopes: Scopes | None = None) -> ObservationQuerySet:
        """By cadre for the two departments; the own ones, once shown, for the cadre."""
        scopes = scopes_today(user) if scopes is None else scopes
        scope = scope_of(scopes, TWO)
        if scope.everywhere:
            return self.all()
        found = Q(pk__in=())
        if scope.unit_ids:
            found = Q(cadre__in=_cadres_within(scope))
        if Role.CADRE in scopes:
            found |= Q(cadre__staff_no=getattr(user, "staff_no", ""), shown_at__isnull=False)
        return self.filter(found)

    def standing(self) -> ObservationQuerySet:
        """Those that were not withdrawn."""
        return self.filter(state="recorded")


class KeyTaskQuerySet(models.QuerySet["KeyTask"]):
    """Key tasks; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor, *, scopes: Scopes | None = None) -> KeyTaskQuerySet:
        """All for the two departments, those of the own units, or those one is responsible for."""
        scopes = scopes_today(user) if scopes is None else scopes
        if TWO & scopes.keys():
            return self.all()
        scope = scope_of(scopes, frozenset({Role.LEADER, Role.UNIT_PARTY}))
        if scope.everywhere:
            return self.all()
        found = Q(unit__in=scope.unit_ids) if scope.unit_ids else Q(pk__in=())
        if Role.CADRE in scopes:
            found |= Q(pk__in=_tasks_of(getattr(user, "staff_no", "")))
        return self.filter(found)


class UnitResultQuerySet(models.QuerySet["UnitResult"]):
    """Results of units; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor, *, scopes: Scopes | None = None) -> UnitResultQuerySet:
        """All for the two departments, those of the own units for leaders and Party organisations."""
        scopes = scopes_today(user) if scopes is None else scopes
        if TWO & scopes.keys():
            return self.all()
        scope = scope_of(scopes, frozenset({Role.LEADER, Role.UNIT_PARTY}))
        return self.all() if scope.everywhere else self.filter(unit__in=scope.unit_ids)

    def current(self) -> UnitResultQuerySet:
        """What holds: the newest row of each unit and year, where it is not void."""
        newest = type(self)(self.model).order_by().values("unit", "year").annotate(last=Max("pk"))
        return self.filter(pk__in=newest.values("last"), void=False)


class IntegrityOpinionQuerySet(models.QuerySet["IntegrityOpinion"]):
    """Integrity opinions; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor, *, scopes: Scopes | None = None) -> IntegrityOpinionQuerySet:
        """All for the two departments; for the cadre the own one that holds and was told."""
        scopes = scopes_today(user) if scopes is None else scopes
        if TWO & scopes.keys():
            return self.all()
        if Role.CADRE in scopes:
            return self.current().filter(told=True, cadre__staff_no=getattr(user, "staff_no", ""))
        return self.none()

    def current(self) -> IntegrityOpinionQuerySet:
        """What holds: the newest row of each cadre in each cycle, where it was not withdrawn."""
        newest = type(self)(self.model).order_by().values("cycle", "cadre").annotate(last=Max("pk"))
        return self.filter(pk__in=newest.values("last")).exclude(conclusion="withdrawn")


def _cadres_within(scope: UnitScope) -> models.QuerySet[Any, Any]:
    from cadres.models import Cadre  # noqa: PLC0415 - managers are made from this module

    return Cadre.objects.within(scope).order_by().values("pk")


def _tasks_of(staff_no: str) -> models.QuerySet[Any, Any]:
    from ..models import KeyTask  # noqa: PLC0415 - the model's manager is made from this module

    through = KeyTask.cadres.through
    return through.objects.filter(cadre__staff_no=staff_no).values("keytask_id")
