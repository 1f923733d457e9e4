"""Dimension means of a category's people and of a unit's people, as far as they are printed (第六条)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet

from appraisal.models import Cycle, Participant
from appraisal.selectors import Sight, parameters_of
from appraisal.selectors.sheets import people_sheets
from cadres.models import Appointment
from policy.parameters import AppraisalParameters
from policy.profiles import Common, Profile, common_of, profile_of


@dataclass(frozen=True)
class UnitProfile:
    """One unit of a cycle: its people with a result, and what may be printed of their dimensions."""

    name: str
    people: int
    common: Common


def dimension_names(parameters: AppraisalParameters) -> list[str]:
    """The dimensions that weigh anywhere, in their order."""
    return [item.name for item in parameters.dimensions]


def category_common(cycle: Cycle, sight: Sight, category: str) -> Common | None:
    """The means of a category as shown; None while its figures are not for this reader."""
    if not sight.shows(category):
        return None
    parameters = parameters_of(cycle)
    told = [profile for key, profile in _profiles(cycle).items() if key[1] == category and profile]
    return common_of(told, dimension_names(parameters), parameters)


def unit_profiles(cycle: Cycle, sight: Sight) -> list[UnitProfile]:
    """Every unit of the cycle by name, of the people whose figures this reader may see."""
    if not sight.figures:
        return []
    parameters = parameters_of(cycle)
    names = dimension_names(parameters)
    known = _profiles(cycle)
    found: dict[str, list[Profile | None]] = {}
    for pk, category, unit in _units(cycle):
        if sight.shows(category):
            found.setdefault(unit, []).append(known.get((pk, category)))
    return [
        UnitProfile(unit, len(people), common_of([one for one in people if one], names, parameters))
        for unit, people in sorted(found.items())
    ]


def _units(cycle: Cycle) -> Iterable[tuple[int, str, str]]:
    """(participant, category as shown, unit on the cut-off day, else of the present primary post)."""
    present = dict(
        Appointment.objects.filter(
            ended_on="", kind=Appointment.Kind.PRIMARY, cadre__participations__cycle=cycle
        ).values_list("cadre", "post__unit__name")
    )
    people = Participant.objects.filter(cycle=cycle, result__isnull=False).order_by("pk")
    for pk, cadre, category, unit in people.values_list("pk", "cadre", "result__category", "unit_name"):
        yield pk, category, unit or present.get(cadre, "（没有单位）")


def _profiles(cycle: Cycle) -> dict[tuple[int, str], Profile | None]:
    """(participant, category as shown) -> what is printed of the dimensions, computed once per result."""
    return dict(_computed(cycle.pk, cycle.outcome_sha256, str(cycle.confirmed_at)))


@lru_cache(maxsize=8)
def _computed(
    cycle_pk: int, outcome_sha256: str, confirmed_at: str
) -> Sequence[tuple[tuple[int, str], Profile | None]]:
    """The same results give the same profiles; what changes them changes their digest."""
    people = list(_with_results(cycle_pk))
    if not people:
        return ()
    parameters = parameters_of(people[0].cycle)
    found = []
    for sheet in people_sheets(people, parameters):
        stands = sheet.result.total is not None and not sheet.differences
        profile = profile_of(sheet.sheet, sheet.shown, parameters) if stands else None
        found.append(((sheet.participant.pk, sheet.result.category), profile))
    return tuple(found)


def _with_results(cycle_pk: int) -> QuerySet[Participant]:
    people = Participant.objects.filter(cycle=cycle_pk, result__isnull=False)
    return people.select_related("cadre", "result", "cycle__round").order_by("pk")
