"""Interviews read: how many people were asked about whom, who may hold one, and who is still missing."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.selectors import role_holders
from appraisal.models import Cycle, Participant
from cadres.models import Cadre, Kin
from core import clock
from policy.interviews import Interviewer
from rulebook.selectors import limit_on

from ..access.facts import TWO
from ..models import Interview

LEAST = "process_interview_people"


def interviewed(*cycles: Cycle) -> QuerySet[Any]:
    """Everybody of the cycles, by 工号, with `talks` and `asked`: standing interviews, people in them."""
    own = (
        Interview.objects.standing()
        .filter(cycle=OuterRef("cycle"), cadre=OuterRef("cadre"))
        .order_by()
        .values("cadre")
    )
    number = IntegerField()
    return (
        Participant.objects.filter(cycle__in=cycles)
        .select_related("cadre")
        .annotate(
            talks=Coalesce(Subquery(own.annotate(found=Count("pk")).values("found"), output_field=number), 0),
            asked=Coalesce(
                Subquery(own.annotate(found=Sum("people")).values("found"), output_field=number), 0
            ),
        )
        .order_by("cadre__staff_no")
    )


def least_asked() -> int:
    """How many people are to be asked about everybody. One query."""
    return limit_on(LEAST, clock.today())


def not_interviewed(*cycles: Cycle) -> QuerySet[Any]:
    """About whom fewer people were asked than the rules want."""
    return interviewed(*cycles).filter(asked__lt=least_asked())


def panel_members() -> QuerySet[User]:
    """Who may hold an interview: both departments. Two queries."""
    holders = role_holders(TWO, on=clock.today())
    keys = {person.user_id for people in holders.values() for person in people}
    return User.objects.filter(pk__in=keys).order_by("staff_no")


def interviewer_of(user: User, cadre: Cadre) -> Interviewer:
    """A member of the panel as the rule asks for it. One query."""
    known = Kin.objects.filter(removed_on__isnull=True)
    kin = Q(cadre__staff_no=user.staff_no, relative=cadre) | Q(cadre=cadre, relative__staff_no=user.staff_no)
    return Interviewer(
        user.pk, user.name, own=user.staff_no == cadre.staff_no, kin=known.filter(kin).exists()
    )
