"""Influence periods of cadres, computed from what is stored; the same for one cadre and for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from policy.influence import DOCUMENT, Influence, MeasureFact, influences
from rulebook.selectors import limits_of_all_days, version_on

from ..models import EndSource, Mark, Relief


@dataclass(frozen=True)
class Period:
    """The influence period of one standing mark. mark: its primary key; matter: its number."""

    mark: int
    cadre: int
    matter: str
    decided_on: date
    points: Decimal
    document_no: str
    influence: Influence


def influences_of(cadres: Any, *, on: date) -> dict[int, list[Period]]:
    """Cadre id -> the periods of all marks that stand and that no relief in force that day lifts, by start.

    cadres: a queryset or collection of ids. Copies of a mark in several years' files are one. Three queries.
    """
    lifted = lifted_pairs(cadres, on)
    limits = limits_of_all_days()
    facts: dict[int, dict[tuple[Any, ...], tuple[Mark, MeasureFact]]] = defaultdict(dict)
    rows = Mark.objects.standing().filter(cadre__in=cadres, decided_on__lte=on).select_related("matter")
    for mark in rows.order_by("cadre_id", "decided_on", "pk"):
        reach = {None} if mark.file_year is None else {None, mark.file_year}
        if lifted.get((mark.cadre_id, mark.matter_id), set()) & reach:
            continue
        same = (mark.matter_id, mark.measure, mark.decided_on)
        known = facts[mark.cadre_id].get(same)
        # A copy in a file says less than the row that was recorded on line.
        if known is None or known[0].file_year is not None:
            facts[mark.cadre_id][same] = (mark, fact_of(mark, limits))
    return {cadre: _periods(list(some.values())) for cadre, some in facts.items()}


def _periods(marks: list[tuple[Mark, MeasureFact]]) -> list[Period]:
    found = influences(fact for _, fact in marks)
    periods = [
        Period(
            mark.pk,
            mark.cadre_id,
            mark.matter.number,
            mark.decided_on,
            mark.points,
            mark.document_no,
            found[mark.pk],
        )
        for mark, _ in marks
    ]
    return sorted(periods, key=lambda one: (one.influence.starts, one.influence.fact.measure, one.mark))


def influence_of(mark: Mark) -> Influence:
    """The period of one mark among the others of its cadre; it may not be saved yet. Four queries at most."""
    limits = limits_of_all_days()
    others = influences_of([mark.cadre_id], on=date.max).get(mark.cadre_id, [])
    facts = [one.influence.fact for one in others if one.mark != mark.pk]
    own = fact_of(mark, limits, key=mark.pk or 0)
    return influences([*facts, own])[own.key]


def fact_of(mark: Mark, limits: Callable[[date], dict[str, int]], *, key: int | None = None) -> MeasureFact:
    # What came with a file of 现行处分 bears the end of its document.
    source = mark.end_source or (DOCUMENT if mark.influence_to else "")
    fixed = source in (EndSource.DOCUMENT, EndSource.EDITED)
    return MeasureFact(
        key=mark.pk if key is None else key,
        measure=mark.measure,
        starts_on=mark.runs_from,
        months=limits(mark.decided_on),
        matter=mark.matter.number,
        document_no=mark.document_no,
        term=mark.term_months,
        end=mark.influence_to if fixed else None,
        end_source=source if fixed else "",
        end_reason=mark.end_reason,
        lifted_on=mark.lifted_on,
    )


def lifted_pairs(cadres: Any, on: date) -> dict[tuple[int, int], set[int | None]]:
    """(cadre, matter) -> the years' files whose marks are lifted, None for all."""
    found: dict[tuple[int, int], set[int | None]] = defaultdict(set)
    columns = ("cadre_id", "matter_id", "file_year")
    for cadre, matter, year in reliefs_on(cadres, on).values_list(*columns):
        found[cadre, matter].add(year)
    return found


def reliefs_on(cadres: Any, on: date) -> QuerySet[Relief]:
    """The findings in force on that day."""
    return (
        Relief.objects.filter(cadre__in=cadres)
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on))
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    )


def known_measures(day: date) -> Collection[str]:
    """The words of the table of measures in force on that day. One query."""
    return list(version_on(day).parameters["measures"])
