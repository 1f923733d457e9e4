"""Reading reminder talks: who may hold one, what is open, what is left to follow up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.models import Role, Supervision, Unit, User
from accounts.selectors import Visitor, role_holders
from appraisal.models import Cycle
from appraisal.workflow import Missing
from cadres.models import Absence, Appointment, Cadre, Kin
from core.tables.values import fold
from policy.reminder_talk import Talker

from ..models import ReminderTalk

T = ReminderTalk.State
OPEN = (T.ASSIGNING, T.WAITING, T.PAUSED, T.RECORDED)
WITH_PERSON = ("review__participant__cadre", "review__participant__cycle", "leader")


def talks_seen(user: Visitor) -> QuerySet[ReminderTalk]:
    """The talks that the user sees, those first that end first."""
    found = ReminderTalk.objects.visible_to(user).in_view().select_related(*WITH_PERSON)
    return found.prefetch_related("follow_ups").order_by("due_on", "pk")


def supervisors_of(cadre: Cadre, on: date) -> list[User]:
    """Who answers for the unit of the cadre's primary post on that day; else for the unit above it."""
    held = Appointment.objects.filter(cadre=cadre, kind=Appointment.Kind.PRIMARY, ended_on="")
    unit_id = held.values_list("post__unit_id", flat=True).first()
    above = dict(Unit.objects.order_by().values_list("pk", "parent_id"))
    in_force = Supervision.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    by_unit: dict[int, list[User]] = {}
    active = in_force.filter(leader__is_active=True).select_related("leader")
    for row in active.order_by("leader__name", "pk"):
        by_unit.setdefault(row.unit_id, []).append(row.leader)
    while unit_id is not None and unit_id not in by_unit:
        unit_id = above.get(unit_id)
    return by_unit.get(unit_id, []) if unit_id is not None else []


def talkers(cadre: Cadre, leaders: Iterable[User], on: date) -> list[Talker]:
    """What the rules have to know of these people; five queries at most."""
    people = list(leaders)
    if not people:
        return []
    holders = {holder.user_id for holder in role_holders([Role.LEADER], on=on).get(Role.LEADER, [])}
    numbers, names = _kin_of(cadre)
    away = set(
        Absence.objects.filter(_lasting(on), cadre__staff_no__in=[user.staff_no for user in people])
        .order_by()
        .values_list("cadre__staff_no", flat=True)
    )
    return [
        Talker(
            key=user.pk,
            name=user.name,
            is_leader=user.pk in holders,
            is_self=user.staff_no == cadre.staff_no,
            kin=user.staff_no in numbers,
            namesake=user.staff_no not in numbers and fold(user.name) in names,
            absent=user.staff_no in away,
        )
        for user in people
    ]


def _kin_of(cadre: Cadre) -> tuple[set[str], set[str]]:
    """工号 of the relatives in the register, both ways round; names of those known by name only."""
    numbers, names = set(), set()
    known = Kin.objects.filter(removed_on__isnull=True).select_related("relative", "cadre")
    for row in known.filter(cadre=cadre):
        if row.relative:
            numbers.add(row.relative.staff_no)
        else:
            names.add(fold(row.name or ""))
    numbers.update(row.cadre.staff_no for row in known.filter(relative=cadre))
    return numbers, names - {""}


def is_away(cadre: Cadre, on: date) -> bool:
    """Whether the register says that the cadre is on leave, studying or seconded on that day."""
    return Absence.objects.filter(_lasting(on), cadre=cadre).exists()


def _lasting(on: date) -> Q:
    return (Q(ends__isnull=True) | Q(ends__gte=on)) & Q(starts__lte=on)


def leaders_on(on: date) -> QuerySet[User]:
    """Everybody who may be named to hold a talk."""
    holders = role_holders([Role.LEADER], on=on).get(Role.LEADER, [])
    return User.objects.filter(pk__in=[holder.user_id for holder in holders]).order_by("name", "pk")


def leaders_away(leaders: Iterable[int | None], on: date) -> set[int]:
    """Who of these is on leave, studying or seconded on that day by the register; one query."""
    absent = Absence.objects.filter(_lasting(on)).order_by().values("cadre__staff_no")
    asked = [key for key in leaders if key is not None]
    return set(User.objects.filter(pk__in=asked, staff_no__in=absent).values_list("pk", flat=True))


def leaders_related(talks: Iterable[ReminderTalk]) -> set[int]:
    """Talks whose leader is a relative of the cadre by the register of today; one query, none for no talk."""
    asked = {
        talk.pk: {talk.leader.staff_no, talk.review.participant.cadre.staff_no}
        for talk in talks
        if talk.leader
    }
    if not asked:
        return set()
    rows = Kin.objects.filter(removed_on__isnull=True, relative__isnull=False).order_by()
    both = rows.filter(cadre__staff_no__in=set().union(*asked.values()))
    kin = {frozenset(pair) for pair in both.values_list("cadre__staff_no", "relative__staff_no")}
    return {pk for pk, pair in asked.items() if frozenset(pair) in kin}


def talks_to_resume(on: date) -> QuerySet[ReminderTalk]:
    """Talks that rest although the register says that the cadre is back; one query."""
    away = Absence.objects.filter(_lasting(on), cadre=OuterRef("review__participant__cadre"))
    return ReminderTalk.objects.in_view().filter(~Exists(away), state=T.PAUSED)


def missing_talks(cycle: Cycle) -> list[Missing]:
    """Decided talks that nobody has held or that are not signed yet; one query."""
    open_ones = ReminderTalk.objects.filter(review__participant__cycle=cycle, state__in=OPEN).count()
    url = reverse("bottom", args=[cycle.code])
    return [Missing(f"{open_ones} 项谈话提醒还没有完成", url, open_ones)] if open_ones else []
