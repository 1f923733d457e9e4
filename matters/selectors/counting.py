"""What a year's appraisal counts against whom, and what is lifted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from core import clock
from policy.facts import MarkFact
from policy.measures import is_felt
from policy.parameters import AppraisalParameters

from ..models import Investigation, Mark, Relief


def counted(marks: QuerySet[Mark], *, at: datetime | None = None) -> QuerySet[Mark]:
    """Those that count at a moment, else now: recorded by then, neither cancelled nor replaced."""
    moment = at or clock.now()
    recorded = Q(recorded_at__isnull=True) | Q(recorded_at__lte=moment)
    return marks.filter(recorded).filter(Q(dropped_at__isnull=True) | Q(dropped_at__gt=moment))


def marks_of(cadres: Any, *, year: int, at: datetime | None = None) -> dict[int, tuple[MarkFact, ...]]:
    """Cadre id -> marks that a year's appraisal looks at, of all dates.

    cadres: a queryset or list of ids. A year that came by file is closed in itself: it sees the marks of its
    own file and those recorded on line, not the copies in other years' files. at: as it was at that moment.
    """
    found: dict[int, list[MarkFact]] = defaultdict(list)
    rows = counted(Mark.objects.filter(cadre__in=cadres), at=at).filter(
        Q(file_year=year) | Q(file_year__isnull=True)
    )
    columns = ("pk", "matter__number", "measure", "decided_on", "points", "document_no", "finding")
    for cadre, *values in rows.values_list("cadre_id", *columns):
        found[cadre].append(MarkFact(*values))
    return {cadre: tuple(marks) for cadre, marks in found.items()}


def lifted_for(cadres: Any, *, year: int, on: date) -> dict[int, dict[str, str]]:
    """Cadre id -> {matter number: lifting finding} in force on that day (第十四条).

    Closed like `marks_of`: findings of the year's own file, and those recorded on line.
    """
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = (
        Relief.objects.filter(cadre__in=cadres)
        .filter(Q(file_year=year) | Q(file_year__isnull=True))
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on))
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
        .order_by("kind")
    )
    for cadre, number, kind in rows.values_list("cadre_id", "matter__number", "kind"):
        found[cadre].setdefault(number, kind)
    return dict(found)


@dataclass(frozen=True)
class FeltRow:
    """A mark as something is or was counted.

    file_year: of the file it came with, None for one on line; since: the moment from which it counted, None
    from the beginning.
    """

    file_year: int | None
    fact: MarkFact
    since: datetime | None = None

    @classmethod
    def of(cls, mark: Mark) -> FeltRow:
        return cls(
            mark.file_year,
            MarkFact(
                mark.pk,
                mark.matter.number,
                mark.measure,
                mark.decided_on,
                mark.points,
                mark.document_no,
                mark.finding,
            ),
            mark.recorded_at,
        )


def rows_of(matter: int, cadre: int) -> tuple[FeltRow, ...]:
    """All marks of that cadre on the matter that stand, lifted or not."""
    marks = Mark.objects.standing().filter(matter=matter, cadre=cadre).select_related("matter")
    return tuple(FeltRow.of(mark) for mark in marks.order_by("pk"))


def concerns(rows: Iterable[FeltRow], year: int, parameters: AppraisalParameters) -> bool:
    """Whether a year's appraisal looks at one of the rows and feels it (第八条)."""
    return any(row.file_year in (None, year) and is_felt(row.fact, year, parameters) for row in rows)


def investigations_open(cadres: Any, *, on: date) -> dict[int, bool]:
    """Cadre id -> whether an investigation open on that day is disclosed; for the heads' eyes only."""
    rows = Investigation.objects.filter(cadre__in=cadres, opened_on__lte=on)
    found: dict[int, bool] = {}
    for cadre, disclosed in rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on)).values_list(
        "cadre_id", "disclosed"
    ):
        found[cadre] = found.get(cadre, True) and disclosed
    return found
