"""What stands in cadres' way on a day because of their marks: one answer for every room above."""

from __future__ import annotations

from datetime import date
from typing import Any

from policy.bars import Bar, bars_of
from policy.facts import MarkFact
from policy.parameters import AppraisalParameters
from rulebook.selectors import version_on

from .periods import Period, influences_of


def bars_on(cadres: Any, day: date) -> dict[int, tuple[Bar, ...]]:
    """Cadre id -> what blocks award, promotion, office, rank, title and the young pool, and until when.

    Nothing of a mark that was lifted in writing, cancelled, replaced, or that a relief lifts on that day.
    cadres: a queryset or collection of ids; who has nothing is not there. Four queries, however many.
    """
    found = influences_of(cadres, on=day)
    if not found:
        return {}
    parameters = AppraisalParameters.from_json(version_on(day).parameters)
    bars = {}
    for cadre, some in found.items():
        periods = [one.influence for one in some]
        told = bars_of(periods, [_fact(one) for one in some], day=day, parameters=parameters)
        if told:
            bars[cadre] = told
    return bars


def _fact(one: Period) -> MarkFact:
    return MarkFact(
        one.mark, one.matter, one.influence.fact.measure, one.decided_on, one.points, one.document_no, ""
    )
