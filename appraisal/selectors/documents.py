"""Reading what a year's documents say about people: who takes part, and the post held in that year."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from cadres.models import Appointment
from cadres.selectors import unit_names_on
from core.partial_dates import has_come

from ..models import Cycle, Participant
from .sheets import PersonSheet, people_sheets
from .sight import Sight
from .year import parameters_of

MOST_FOUND = 20


@dataclass(frozen=True)
class HeldPost:
    """The primary post of a year: unit as it was called at the year's end, post, level and dates."""

    unit: str
    post: str
    admin_level: str
    in_post_since: str
    in_rank_since: str
    supervising_leader: str


def people_in_order(cycle: Cycle) -> QuerySet[Participant]:
    """The year's participants by category and 工号, with cadre and result; one query."""
    people = Participant.objects.filter(cycle=cycle).select_related("cadre", "result")
    return people.order_by("category", "cadre__staff_no")


def people_named(cycle: Cycle, words: str) -> list[Participant]:
    """The first participants whose 工号 or name begins like that, or whose name's first letters do."""
    words = words.strip()
    if not words:
        return []
    named = (
        Q(cadre__staff_no__startswith=words)
        | Q(cadre__name__startswith=words)
        | Q(cadre__initials__istartswith=words)
    )
    return list(people_in_order(cycle).filter(named)[: MOST_FOUND + 1])


def posts_held(cadres: Collection[int], year: int) -> Mapping[int, HeldPost]:
    """cadre -> the primary post held at the end of that year; two queries."""
    end = date(year, 12, 31)
    rows = (
        Appointment.objects.filter(cadre__in=cadres, kind=Appointment.Kind.PRIMARY)
        .select_related("post__unit")
        .order_by("cadre", "in_post_since", "pk")
    )
    held: dict[int, Appointment] = {}
    for row in rows:
        ended = row.ended_on and has_come(row.ended_on, end)
        if has_come(row.in_post_since, end) and not ended:
            held[row.cadre_id] = row
    names = unit_names_on({row.post.unit for row in held.values()}, end)
    return {
        cadre: HeldPost(
            names[row.post.unit_id],
            row.post.title,
            row.admin_level,
            row.in_post_since,
            row.in_rank_since,
            row.supervising_leader,
        )
        for cadre, row in held.items()
    }


def sheets_of_confirmed(
    cycle: Cycle, people: Sequence[Participant], sight: Sight
) -> Mapping[int, PersonSheet]:
    """Participant -> the score replayed, of those whose cadre may read it; else none. Five queries at most.

    Only of a year that two have confirmed, and only of categories that the reader's sight shows.
    """
    if cycle.confirmed_at is None:
        return {}
    shown = [
        person
        for person in people
        if hasattr(person, "result")
        and person.result.total is not None
        and sight.shows(person.result.category)
        and sight.shows(person.category)
    ]
    for person in shown:
        person.cycle = cycle
    found = people_sheets(shown, parameters_of(cycle))
    return {sheet.participant.pk: sheet for sheet in found}
