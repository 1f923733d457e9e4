"""Recusal as part of access: whoever has to step aside finds no case, and sees no more than everybody else.

What the register and the case know is asked anew each time, in the query itself; nothing waits for somebody
to note it (回避参照政务处分法第四十七、四十八条).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet

from accounts.models import Role, User
from accounts.selectors import Visitor, holds_role, role_holders, roles_of
from core import clock
from core.prepared import Place, Prepared
from policy.tolerance_terms import DISCIPLINE as DISCIPLINE_CODE
from policy.tolerance_terms import OFFICE, ORGANIZATION

if TYPE_CHECKING:
    from .models import Escalation, Recusal, ToleranceCase  # noqa: F401 - named in the bases below

ORG = frozenset({Role.ORG_HEAD, Role.ORG_OFFICER})
DISCIPLINE = frozenset({Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER})
OFFICES = ORG | DISCIPLINE
HEADS = frozenset({Role.ORG_HEAD, Role.DISCIPLINE_HEAD})
HEAD_OF: Mapping[Role, str] = {Role.ORG_HEAD: ORGANIZATION, Role.DISCIPLINE_HEAD: DISCIPLINE_CODE}
Rows = TypeVar("Rows", bound="QuerySet[Any]")


def without_recused(cases: Rows, user: Visitor) -> Rows:
    """Those of the cases from which nothing keeps the user away. Without a query."""
    return cases.filter(~kept_away(user))


def kept_away(user: Visitor) -> Q:
    """The cases from which the user has to step aside: what is known of the person, and what was decided.

    Whoever wrote an application handles it not; an office that began one by itself goes on with it.
    """
    return _kept_away(getattr(user, "staff_no", ""), user.pk or 0)


def is_kept_away(user: Visitor, case: int) -> bool:
    """The same of one case, by its key. One query."""
    return bool(AWAY.rows(staff_no=getattr(user, "staff_no", ""), user=user.pk or 0, case=case))


def _away() -> QuerySet[Any, Any]:
    from tolerance.models import ToleranceCase  # noqa: PLC0415 - managers are made from this module

    person = Place("staff_no", models.CharField()), Place("user", models.BigIntegerField())
    rows = ToleranceCase.objects.filter(_kept_away(*person), pk=Place("case", models.BigIntegerField()))
    return rows.order_by().values_list("pk")


AWAY = Prepared(_away)


def _kept_away(staff_no: str | Place, pk: int | Place) -> Q:
    from cadres.models import Appointment, Kin  # noqa: PLC0415 - managers are made from this module
    from tolerance.models import Participant, Recusal  # noqa: PLC0415

    known = Kin.objects.filter(removed_on__isnull=True)
    units = Appointment.objects.filter(cadre__staff_no=staff_no, ended_on="")
    # Whoever holds a second post has colleagues there too.
    colleagues = Appointment.objects.filter(ended_on="", post__unit__in=units.order_by().values("post__unit"))
    related = Q(cadre__in=known.filter(cadre__staff_no=staff_no, relative__isnull=False).values("relative"))
    related |= Q(cadre__in=known.filter(relative__staff_no=staff_no).values("cadre"))
    return (
        Q(cadre__staff_no=staff_no)
        | related
        | (Q(applied_by=pk) & ~Q(applicant=OFFICE))
        | Q(unit__in=units.order_by().values("post__unit"))
        | Q(cadre__in=colleagues.order_by().values("cadre"))
        | Q(pk__in=Participant.objects.filter(user=pk).order_by().values("case"))
        | Q(pk__in=Recusal.objects.filter(officer=pk, state="granted").order_by().values("case"))
    )


class RecusalQuerySet(models.QuerySet["Recusal"]):
    """Recusals; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor) -> RecusalQuerySet:
        """For heads, of the cases they see; for 党办, those the superior decides; and everybody's own."""
        from tolerance.models import ToleranceCase  # noqa: PLC0415 - managers are made from this module

        held = roles_of(user, on=clock.today())
        if not held:
            return self.none()
        found = Q(asked_by=user.pk) | Q(officer=user.pk)
        if HEADS & held:
            seen = without_recused(ToleranceCase.objects.filter(submitted_on__isnull=False), user)
            found |= Q(case__in=seen.order_by().values("pk"))
        if Role.PARTY_OFFICE in held:
            found |= Q(from_above=True)
        return self.filter(found)


class EscalationQuerySet(models.QuerySet["Escalation"]):
    """Cases that went upward; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor) -> EscalationQuerySet:
        """All for 党办, which records what the superior arranged; the heads': those of cases they see."""
        from tolerance.models import ToleranceCase  # noqa: PLC0415 - managers are made from this module

        held = roles_of(user, on=clock.today())
        if Role.PARTY_OFFICE in held:
            return self.all()
        if not HEADS & held:
            return self.none()
        seen = without_recused(ToleranceCase.objects.filter(submitted_on__isnull=False), user)
        return self.filter(case__in=seen.order_by().values("pk"))


def offices_without_head(case: ToleranceCase) -> frozenset[str]:
    """The offices of which nobody who is head today may handle the case; two queries for each head."""
    missing = set()
    holders = role_holders(HEADS, on=clock.today())
    for role, office in HEAD_OF.items():
        heads = User.objects.filter(pk__in=[one.user_id for one in holders.get(role, [])])
        if all(is_kept_away(head, case.pk) for head in heads):
            missing.add(office)
    return frozenset(missing)


def heads_today() -> QuerySet[Any, Any]:
    """The keys of the heads of both offices, as a subquery."""
    from accounts.models import RoleGrant  # noqa: PLC0415 - kept beside its only use

    held = RoleGrant.objects.in_force(on=clock.today()).filter(role__in=[role.value for role in HEADS])
    return held.order_by().values("user")


def may_decide_recusal(user: Visitor, recusal: Recusal) -> bool:
    """Whether it is the user's to decide: the head of the officer's office; of a head, and where that head
    is the one concerned or has to step aside, the superior through 党办 (政务处分法第四十八条)."""
    held = roles_of(user, on=clock.today())
    if user.pk in (recusal.officer_id, recusal.asked_by_id):
        return False
    return bool(held & deciders_of(recusal))


def deciders_of(recusal: Recusal) -> frozenset[Role]:
    """Whose decision it is, by role."""
    theirs = roles_of(recusal.officer, on=clock.today())
    if HEADS & theirs:
        return frozenset({Role.PARTY_OFFICE})
    head = Role.ORG_HEAD if ORG & theirs else Role.DISCIPLINE_HEAD
    return frozenset({head}) if _someone_decides(recusal, head) else frozenset({Role.PARTY_OFFICE})


def _someone_decides(recusal: Recusal, head: Role) -> bool:
    """Whether a head of that office is there who has not to step aside."""
    heads = User.objects.filter(pk__in=heads_today(), grants__role=head, is_active=True).exclude(
        pk__in=[recusal.asked_by_id, recusal.officer_id]
    )
    return not all(is_kept_away(one, recusal.case_id) for one in heads.distinct())


def decided_from_above(recusal: Recusal) -> bool:
    """Whether the superior decides, and 党办 records it."""
    return deciders_of(recusal) == frozenset({Role.PARTY_OFFICE})


def may_arrange(user: Visitor) -> bool:
    """Whether the user records what the superior arranged for a case that went upward."""
    return holds_role(user, {Role.PARTY_OFFICE}, on=clock.today())
