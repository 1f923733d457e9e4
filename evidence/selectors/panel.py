"""What the panel reads of one participant beside the votes: facts, earlier years, and who comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from accounts.selectors import Visitor
from appraisal.models import Cycle, EarlierResult, Participant
from appraisal.selectors import Sight, sights_of
from appraisal.selectors.totals import totals_in_force
from cadres.models import Appointment, Cadre
from matters.selectors import record_of
from policy.categories import merged_categories

from ..access.facts import Scopes
from ..models import IntegrityOpinion, Interview, KeyTask, Observation, UnitResult

YEARS_BACK = 3


@dataclass(frozen=True)
class Neighbours:
    """工号 of the person before and after in category order, and the place of this one."""

    before: str
    after: str
    place: int
    people: int


def panel_order(cycle: Cycle) -> list[tuple[int, str, str]]:
    """(participant, 工号, category) in the order of the panel: category by category, then by 工号.

    Never by rank: the order says nothing of the votes.
    """
    people = list(
        Participant.objects.filter(cycle=cycle)
        .order_by("cadre__staff_no")
        .values_list("pk", "cadre__staff_no", "category")
    )
    places = _places(cycle, [category for _, _, category in people])
    return sorted(people, key=lambda person: (places.get(person[2], len(places)), person[1]))


def _places(cycle: Cycle, categories: Iterable[str]) -> dict[str, int]:
    from appraisal.selectors import parameters_of  # noqa: PLC0415

    shown = cycle.fixed_merge or merged_categories(categories, parameters_of(cycle))
    return {name: place for place, name in enumerate(shown)}


def neighbours(order: list[tuple[int, str, str]], staff_no: str) -> Neighbours:
    """Whom to read before and after; "" at either end."""
    numbers = [number for _, number, _ in order]
    at = numbers.index(staff_no)
    before = numbers[at - 1] if at else ""
    after = numbers[at + 1] if at + 1 < len(numbers) else ""
    return Neighbours(before, after, at + 1, len(numbers))


@dataclass(frozen=True)
class PanelFacts:
    """The facts of one participant in the years of the cycle."""

    observations: list[Observation]
    tasks: list[KeyTask]
    unit_results: list[UnitResult]
    opinion: IntegrityOpinion | None
    interviews: list[Interview]
    units: list[str] = field(default_factory=list)


def panel_facts(participant: Participant, user: Visitor, scopes: Scopes) -> PanelFacts:
    """Observations, tasks, results of units, interviews and the opinion, as this reader may see them.

    Eight queries, one more with evidence of tasks.
    """
    cycle, cadre = participant.cycle, participant.cadre
    years = (cycle.first_year, cycle.year)
    seen = Observation.objects.visible_to(user, scopes=scopes).standing()
    tasks = KeyTask.objects.visible_to(user, scopes=scopes).exclude(state=KeyTask.State.CANCELLED)
    tasks = tasks.select_related("unit").prefetch_related("files__file")
    held = Appointment.objects.filter(cadre=cadre, ended_on="").select_related("post__unit")
    units = {item.post.unit_id: item.post.unit.name for item in held}
    results = UnitResult.objects.visible_to(user, scopes=scopes).current()
    opinions = IntegrityOpinion.objects.visible_to(user, scopes=scopes).current()
    talks = Interview.objects.visible_to(user, scopes=scopes).standing()
    return PanelFacts(
        observations=list(seen.filter(cadre=cadre, observed_on__year__range=years).select_related("unit")),
        tasks=list(tasks.filter(cadres=cadre, due_on__year__range=years)),
        unit_results=list(
            results.filter(unit__in=units, year__range=years).select_related("unit").order_by("-year")
        ),
        opinion=opinions.filter(cycle=cycle, cadre=cadre).first(),
        interviews=list(talks.filter(cycle=cycle, cadre=cadre).select_related("first_by", "second_by")),
        units=list(units.values()),
    )


@dataclass(frozen=True)
class YearBefore:
    """One earlier year of a cadre as this reader may see it. events: marks, reliefs and new posts of it."""

    year: int
    category: str
    grade: str
    total: Decimal | None
    rank: str
    events: tuple[str, ...]
    source: str


def years_before(cadre: Cadre, user: Visitor, *, until: int, most: int, on: date) -> list[YearBefore]:
    """The years up to and with `until`, newest first; seven queries."""
    first = until - most + 1
    own = Participant.objects.filter(
        cadre=cadre,
        cycle__kind=Cycle.Kind.ANNUAL,
        cycle__year__range=(first, until),
    ).select_related("cycle", "result", "grading")
    lines = list(own.order_by("cycle__year", "cycle__level"))
    sights = sights_of(user, [line.cycle for line in lines])
    events = _events(cadre, on)
    totals = totals_in_force({line.pk: line.result.total for line in lines if hasattr(line, "result")})
    found = {line.cycle.year: _scored_year(line, sights[line.cycle_id], events, totals) for line in lines}
    for row in _earlier(cadre, first, until):
        if row.year not in found:
            rank = f"{row.rank} / {row.out_of or '？'}" if row.rank else ""
            happened = tuple(events.get(row.year, ()))
            found[row.year] = YearBefore(
                row.year, row.category, row.grade, None, rank, happened, "历年结果导入"
            )
    for year in range(first, until + 1):
        if year not in found and events.get(year):
            found[year] = YearBefore(year, "", "", None, "", tuple(events[year]), "")
    return [found[year] for year in sorted(found, reverse=True)]


def _scored_year(
    line: Participant, sight: Sight, events: dict[int, list[str]], totals: dict[int, Decimal | None]
) -> YearBefore:
    result = getattr(line, "result", None)
    shows = result is not None and sight.shows(result.category) and sight.shows(line.category)
    grading = getattr(line, "grading", None)
    return YearBefore(
        year=line.cycle.year,
        category=result.category if result else line.category,
        grade=grading.decided if grading else "",
        total=totals[line.pk] if shows else None,
        rank=str(result.rank) if result and shows and result.rank else "",
        events=tuple(events.get(line.cycle.year, ())),
        source=line.cycle.get_state_display(),
    )


def _earlier(cadre: Cadre, first: int, until: int) -> QuerySet[EarlierResult]:
    return EarlierResult.objects.filter(cadre=cadre, year__range=(first, until))


def _events(cadre: Cadre, on: date) -> dict[int, list[str]]:
    """Year -> measures, what lifts them, and posts taken up in it."""
    found: dict[int, list[str]] = {}
    for item in record_of(cadre.pk, on=on):
        if item.decided_on is None:
            continue
        lifted = f"（{item.lifting.kind}，不计影响）" if item.lifting else "（已撤销）" if item.ended else ""
        found.setdefault(item.decided_on.year, []).append(f"{item.measure}{lifted}")
    for post in Appointment.objects.filter(cadre=cadre).select_related("post").order_by("in_post_since"):
        year: Any = post.in_post_since[:4]
        if year.isdecimal():
            found.setdefault(int(year), []).append(f"任{post.post.title}")
    return {year: list(dict.fromkeys(words)) for year, words in found.items()}
