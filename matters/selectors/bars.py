"""What stands in cadres' way on a day because of their marks: one answer for every room above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from cadres.models import Term
from core.partial_dates import day_after, has_come
from policy.bars import Bar, bars_of
from policy.facts import MarkFact
from policy.influence_table import TABLE
from policy.parameters import AppraisalParameters
from rulebook.selectors import version_on

from ..models import Mark, Relief
from .periods import Period, influences_of, reliefs_on
from .record import Recorded


def bars_on(cadres: Any, day: date) -> dict[int, tuple[Bar, ...]]:
    """Cadre id -> what blocks award, promotion, office, rank, title and the young pool, and until when.

    Nothing of a mark that was lifted in writing, cancelled, replaced, or that a relief lifts on that day.
    cadres: a queryset or collection of ids; who has nothing is not there. Five queries, however many.
    """
    found = influences_of(cadres, on=day)
    if not found:
        return {}
    parameters = AppraisalParameters.from_json(version_on(day).parameters)
    terms = _terms_of({cadre: [(one.mark, one.decided_on) for one in some] for cadre, some in found.items()})
    bars = {}
    for cadre, some in found.items():
        periods, marks = [one.influence for one in some], [_fact(one) for one in some]
        told = bars_of(periods, marks, day=day, parameters=parameters, terms=terms)
        if told:
            bars[cadre] = told
    return bars


def bars_in(cadre: int, record: Iterable[Recorded], day: date) -> tuple[Bar, ...]:
    """The same of one cadre, from what `record_of` read of that day; two queries at most."""
    periods, marks = [], []
    for one in record:
        if not one.counts or one.decided_on is None:
            continue
        key = None
        if one.influence:
            key = one.influence.fact.key
            periods.append(one.influence)
        said = (one.measure, one.decided_on, one.points, one.document_no, "")
        marks.append(MarkFact(key, one.matter, *said))
    if not marks:
        return ()
    return bars_of(
        periods,
        marks,
        day=day,
        parameters=AppraisalParameters.from_json(version_on(day).parameters),
        terms=_terms_of({cadre: [(mark.key, mark.decided_on) for mark in marks]}),
    )


def lifted_on(cadres: Any, day: date) -> dict[int, list[tuple[Relief, tuple[str, ...]]]]:
    """Cadre id -> findings in force on that day and which barring measures each lifts. Two queries."""
    marks: dict[tuple[int, int], list[tuple[int | None, str]]] = defaultdict(list)
    rows = Mark.objects.standing().filter(cadre__in=cadres, measure__in=TABLE, decided_on__lte=day)
    columns = ("cadre_id", "matter_id", "file_year", "measure")
    for cadre, matter, year, measure in rows.order_by("decided_on", "pk").values_list(*columns):
        marks[cadre, matter].append((year, measure))
    found = defaultdict(list)
    for relief in reliefs_on(cadres, day).select_related("matter").order_by("matter__number", "pk"):
        own = marks.get((relief.cadre_id, relief.matter_id), ())
        reach = (measure for year, measure in own if relief.file_year in (None, year))
        if measures := tuple(dict.fromkeys(reach)):
            found[relief.cadre_id].append((relief, measures))
    return dict(found)


def _terms_of(decided: dict[int, list[tuple[Any, date]]]) -> dict[Any, date]:
    """Mark -> first day after the term in which it was decided, the later of two. One query.

    decided: cadre -> marks with the day of their decision.
    """
    terms: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Term.objects.filter(appointment__cadre__in=list(decided)).exclude(ends="")
    for cadre, starts, ends in rows.values_list("appointment__cadre_id", "starts", "ends"):
        terms[cadre].append((starts, ends))
    return {
        mark: until
        for cadre, marks in decided.items()
        for mark, day in marks
        if (until := _end_of(terms[cadre], day))
    }


def _end_of(terms: Iterable[tuple[str, str]], day: date) -> date | None:
    ends = [day_after(ends) for starts, ends in terms if has_come(starts, day)]
    return max((end for end in ends if day < end), default=None)


def _fact(one: Period) -> MarkFact:
    return MarkFact(
        one.mark, one.matter, one.influence.fact.measure, one.decided_on, one.points, one.document_no, ""
    )
