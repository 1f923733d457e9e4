"""Publicity across its tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import Role
from accounts.selectors import UnitScope, Visitor, scopes_of
from cadres.models import Appointment
from core import clock

from ..access import PUBLICITY_STAFF
from ..models import Objection, Publicity, PublicityPerson


def people_without_objection(publicity: Publicity) -> QuerySet[PublicityPerson]:
    """Who is still public and has no open objection; nobody while one is open against the whole list."""
    is_open = Objection.objects.filter(publicity=publicity, finding="")
    running = publicity.people.filter(state=PublicityPerson.State.RUNNING)
    if is_open.filter(person__isnull=True).exists():
        return running.none()
    return running.exclude(pk__in=is_open.filter(person__isnull=False).values("person_id"))


def open_objections() -> QuerySet[Objection]:
    """Every objection without a finding, of lists that were not withdrawn."""
    found = Objection.objects.filter(finding="").exclude(publicity__state=Publicity.State.WITHDRAWN)
    return found.select_related("publicity", "person", "handler").defer("objector", "content", "finding_note")


def home_units(cadre_ids: Iterable[int | None]) -> dict[int, int]:
    """cadre -> the unit of the primary post. One query."""
    wanted = {pk for pk in cadre_ids if pk is not None}
    held = Appointment.objects.filter(Q(kind=Appointment.Kind.PRIMARY), cadre__in=wanted, ended_on="")
    return dict(held.order_by("pk").values_list("cadre_id", "post__unit_id")) if wanted else {}


def people_shown_to(publicity: Publicity, user: Visitor) -> list[PublicityPerson]:
    """The people of a list as this reader sees them: all, or where it is for the own unit those of it."""
    people = publicity.people.order_by("position", "pk")
    today = clock.today()
    scopes = scopes_of(user, on=today)
    if publicity.scope != Publicity.Scope.UNIT or PUBLICITY_STAFF & scopes.keys():
        return list(people)
    scope = UnitScope.union(found for role, found in scopes.items() if role != Role.CADRE)
    if scope.everywhere:
        return list(people)
    units = set(scope.unit_ids)
    if Role.CADRE in scopes:
        held = Appointment.objects.filter(cadre__staff_no=getattr(user, "staff_no", ""), ended_on="")
        units |= set(held.values_list("post__unit_id", flat=True))
    return list(people.filter(scope_unit__in=units))


@dataclass(frozen=True)
class PersonLine:
    """One person with how many objections are open and closed; about the whole list counts for everybody."""

    person: PublicityPerson
    open: int
    closed: int


@dataclass(frozen=True)
class PublicityView:
    """What the two departments see of a list beside what the school reads."""

    lines: list[PersonLine]
    objections: list[Objection]

    @property
    def clear(self) -> int:
        """Who is still public without an open objection."""
        running = [line for line in self.lines if line.person.state == PublicityPerson.State.RUNNING]
        return sum(not line.open for line in running)

    @property
    def waiting(self) -> list[str]:
        """The names of those whose objection is open."""
        running = [line for line in self.lines if line.person.state == PublicityPerson.State.RUNNING]
        return [line.person.name for line in running if line.open]

    @property
    def open_objections(self) -> int:
        return sum(found.is_open for found in self.objections)


def publicity_page(publicity: Publicity) -> PublicityView:
    """People and objections of a list; the objections' sealed content is not read. Two queries."""
    objections = list(
        publicity.objections.select_related("person", "handler").defer("objector", "content", "finding_note")
    )
    whole = sum(found.is_open and found.person_id is None for found in objections)
    return PublicityView(
        [
            PersonLine(
                person,
                open=whole + sum(found.is_open for found in objections if found.person_id == person.pk),
                closed=sum(not found.is_open for found in objections if found.person_id == person.pk),
            )
            for person in publicity.people.order_by("position", "pk")
        ],
        objections,
    )
