"""Integrity opinions read: who was asked about, who has an answer, and how each reader reads it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from appraisal.models import Cycle, Participant

from ..models import IntegrityOpinion, IntegrityRequest

_BEFORE = (Cycle.State.DRAFT,)


def may_be_asked(cycle: Cycle) -> bool:
    """Whether it is the time to ask: with a list of participants, before the committee has decided."""
    return cycle.state not in _BEFORE and not cycle.is_decided


def asked_about(cycle: Cycle) -> set[int]:
    """The cadres that the discipline office was asked about in this cycle."""
    lists = IntegrityRequest.objects.filter(cycle=cycle).values_list("cadres", flat=True)
    return {cadre for asked in lists for cadre in asked}


def unasked_in(cycle: Cycle) -> list[int]:
    """The cadres of the list that nobody asked about: all before the first request, later who joined."""
    people = Participant.objects.filter(cycle=cycle).order_by("cadre__staff_no")
    asked = asked_about(cycle)
    return [cadre for cadre in people.values_list("cadre", flat=True) if cadre not in asked]


def unanswered(*cycles: Cycle) -> QuerySet[Participant]:
    """Who of the cycles has no opinion that holds."""
    answered = IntegrityOpinion.objects.current().filter(cycle=OuterRef("cycle"), cadre=OuterRef("cadre"))
    return Participant.objects.filter(~Exists(answered), cycle__in=cycles)
