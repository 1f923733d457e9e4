"""Facts about cases and the people of a case, as services and pages ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.selectors import role_holders
from cadres.models import Appointment, Cadre, Kin
from core import clock
from matters.models import Accountability, Mark, Matter
from matters.pending import Untold
from policy.limits.tolerance import ASK_REVIEW
from policy.tolerance import Officer
from policy.tolerance_steps import last_day
from policy.tolerance_terms import ENDED, PENDING
from policy.workdays import Calendar
from rulebook.selectors import limit_on

from ..access import HEADS, STAFF
from ..models import Outcome, ToleranceCase


def beside(case: ToleranceCase) -> QuerySet[Appointment]:
    """Who holds a post of today in the unit of the case, or where the cadre holds another (同一单位)."""
    held = Appointment.objects.filter(ended_on="")
    own = held.filter(cadre=case.cadre_id).order_by().values("post__unit")
    return held.filter(Q(post__unit=case.unit_id or 0) | Q(post__unit__in=own))


def office_of(staff_no: str) -> str:
    """The office on whose staff somebody is today, "" for neither; two queries."""
    found = role_holders(STAFF, on=clock.today())
    users = set(User.objects.filter(staff_no=staff_no).values_list("pk", flat=True))
    return next(
        (STAFF[role] for role, people in found.items() if any(one.user_id in users for one in people)), ""
    )


def earlier_of(case: ToleranceCase, matter: Matter | None) -> QuerySet[ToleranceCase]:
    """Ended applications for the same cadre on the same matter, the newest first."""
    if matter is None:
        return ToleranceCase.objects.none()
    rows = ToleranceCase.objects.filter(cadre=case.cadre_id, matter=matter, submitted_on__isnull=False)
    return rows.filter(state__in=ENDED).exclude(pk=case.pk or 0).order_by("-pk")


def matters_offered(cadre: Cadre, user: User) -> QuerySet[Matter]:
    """The matters that an application of this user for the cadre may name.

    Those with a mark of the cadre, and those on which he is held to account: the cadre knows of the records
    he was told of, the unit's Party organisation of the open ones it was told of, an office of those it sees.
    A case on any other matter would not hold a decision.
    """
    held = Accountability.objects.filter(cadre=cadre)
    if user.staff_no == cadre.staff_no:
        held = held.filter(told_on__isnull=False)
    else:
        held = held.visible_to(user) | held.told_to_unit_of(user)
    marked = cadre.marks.order_by().values("matter")
    named = Q(pk__in=marked) | Q(pk__in=held.order_by().values("matter"))
    return Matter.objects.filter(named).order_by("-number")


def officers_offered(case: ToleranceCase) -> list[User]:
    """Who may be named to verify: of the two offices, never the cadre; who has to withdraw is told why."""
    found = role_holders(STAFF, on=clock.today())
    keys = {one.user_id for people in found.values() for one in people}
    people = Q(pk__in=keys)
    if case.escalations.filter(arranged_on__isnull=False).exists():  # the superior may send anybody
        people |= Q(is_active=True, is_system=False)
    return list(User.objects.filter(people).exclude(staff_no=case.cadre.staff_no).order_by("staff_no"))


def heads_of(office: str) -> list[User]:
    """Who heads an office today."""
    roles = [role for role, of in HEADS.items() if of == office]
    found = role_holders(roles, on=clock.today())
    keys = {one.user_id for people in found.values() for one in people}
    return list(User.objects.filter(pk__in=keys).order_by("staff_no"))


def officer_facts(case: ToleranceCase, users: Iterable[User]) -> list[Officer]:
    """What speaks against each of them (政务处分法第四十七条); three queries."""
    people = list(users)
    numbers = {user.staff_no for user in people}
    kin = Kin.objects.filter(removed_on__isnull=True)
    related = set(
        kin.filter(cadre__staff_no__in=numbers, relative=case.cadre_id).values_list(
            "cadre__staff_no", flat=True
        )
    ) | set(
        kin.filter(cadre=case.cadre_id, relative__staff_no__in=numbers).values_list(
            "relative__staff_no", flat=True
        )
    )
    held = beside(case).filter(cadre__staff_no__in=numbers)
    same = set(held.values_list("cadre__staff_no", flat=True))
    return [
        Officer(
            user.name,
            own=user.staff_no == case.cadre.staff_no,
            kin=user.staff_no in related,
            own_unit=user.staff_no in same,
        )
        for user in people
    ]


def told_on(case: ToleranceCase) -> date | None:
    """The day on which the finding in force was made public or answered."""
    outcome = case.outcome_in_force
    if outcome is None:
        return None
    publication, answer = getattr(outcome, "publication", None), getattr(outcome, "answer", None)
    if publication is not None and publication.begins_on is not None:
        begun: date = publication.begins_on
        return begun
    return answer.answered_on if answer is not None else None


def review_until(case: ToleranceCase) -> date | None:
    """The last day for asking for a review; None before the finding was told."""
    told = told_on(case)
    if told is None:
        return None
    return last_day(told, limit_on(ASK_REVIEW, told), Calendar(), working=False).day


def holding(cadre: int, matter: int, on: date) -> str:
    """The case that joined an investigation and has to be answered before a sanction of that day; one query.

    What was decided before the application came is entered all the same.
    """
    rows = ToleranceCase.objects.filter(cadre=cadre, matter=matter, state__in=PENDING, submitted_on__lte=on)
    number = rows.filter(investigation__isnull=False).values_list("number", flat=True).first()
    return number or ""


def pending_on(cadres: Any, on: date) -> Iterator[tuple[int, str, date]]:
    """(cadre id, matter number, since when) of every case open and not yet decided; one query.

    on: a day before the case was handed in finds nothing; cases decided since are not found again.
    """
    rows = ToleranceCase.objects.filter(cadre__in=cadres, state__in=PENDING, submitted_on__lte=on)
    yield from rows.order_by().values_list("cadre_id", "matter__number", "submitted_on")


def untold(cadre: int) -> Iterator[Untold]:
    """Findings in force of which the cadre has not been told yet; two queries, one where there is none."""
    rows = Outcome.objects.filter(case__cadre=cadre, in_force=True)
    rows = rows.filter(publication__isnull=True, answer__isnull=True).select_related("case")
    found = {f"tolerance:{one.case_id}": one for one in rows}
    given: dict[str, set[int]] = {origin: set() for origin in found}
    marks = Mark.objects.filter(cadre=cadre, origin__in=found, ruling__isnull=False)
    for mark in marks if found else marks.none():
        given[mark.origin].add(mark.ruling_id)  # type: ignore[arg-type]
    for origin, one in found.items():
        assert one.case.matter_id is not None and one.case.submitted_on is not None
        yield Untold(one.case.matter_id, one.case.submitted_on, one.relief_id, frozenset(given[origin]))
