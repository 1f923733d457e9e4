"""Routine observation as a rhythm: who was observed in a quarter, and who was not (第六条 平时考核)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.selectors import UnitScope
from appraisal.models import Cycle, Participant
from cadres.models import Appointment, Cadre
from policy.quarters import Quarter

from ..models import Observation


@dataclass(frozen=True)
class UnitCoverage:
    """One unit in one quarter: people who hold their primary post there, and how many were observed."""

    unit: int
    name: str
    people: int
    observed: int

    @property
    def missing(self) -> int:
        return self.people - self.observed


def observed_in(quarter: Quarter) -> Exists:
    """Whether a cadre has a standing observation of that quarter."""
    rows = Observation.objects.standing().filter(
        cadre=OuterRef("pk"), observed_on__range=(quarter.first, quarter.last)
    )
    return Exists(rows)


def to_observe(scope: UnitScope) -> QuerySet[Cadre]:
    """Who should be observed: everybody of the scope in the register with an open primary post."""
    held = Appointment.objects.filter(ended_on="", kind=Appointment.Kind.PRIMARY).values("cadre")
    return Cadre.objects.within(scope).filter(status=Cadre.Status.IN_REGISTER, pk__in=held)


def unobserved(scope: UnitScope, quarter: Quarter) -> QuerySet[Cadre]:
    """Who of them has no record in that quarter."""
    return to_observe(scope).filter(~observed_in(quarter))


def coverage_by_unit(scope: UnitScope, quarter: Quarter) -> list[UnitCoverage]:
    """Every unit with people to observe, by name; one query."""
    seen = Observation.objects.standing().filter(
        cadre=OuterRef("cadre"), observed_on__range=(quarter.first, quarter.last)
    )
    held = Appointment.objects.filter(
        ended_on="", kind=Appointment.Kind.PRIMARY, cadre__in=to_observe(scope).order_by().values("pk")
    )
    rows = (
        held.annotate(seen=Exists(seen))
        .order_by()
        .values("post__unit_id", "post__unit__name")
        .annotate(people=Count("pk"), observed=Count("pk", filter=Q(seen=True)))
        .order_by("post__unit__name", "post__unit_id")
    )
    return [
        UnitCoverage(row["post__unit_id"], row["post__unit__name"], row["people"], row["observed"])
        for row in rows
    ]


def unobserved_in_cycle(cycle: Cycle) -> QuerySet[Participant]:
    """Who of a cycle has no standing observation in any of its years."""
    years = (cycle.first_year, cycle.year)
    seen = Observation.objects.standing().filter(cadre=OuterRef("cadre"), observed_on__year__range=years)
    return Participant.objects.filter(~Exists(seen), cycle=cycle)
