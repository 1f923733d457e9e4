"""Scoring a term: the years' published totals and the vote at its end (第六条)."""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from typing import Any

from django.db import transaction

from policy.appraisal import appraise
from policy.numbers import rounded
from policy.outcomes import UNGRADED
from policy.term import TermFacts, TermOutcome, term_outcome

from .. import selectors
from ..models import Cycle, TermResult
from ..selectors.term import term_facts
from .counting import cycle_locked

SHOWN = 4


@transaction.atomic
def term_score(*, cycle_pk: int, actor: Any) -> int:
    """Replaces the term's results by those of what is stored now; the number of people.

    After `year_score`, of which it uses the vote's score before any deduction: deductions stand in the annual
    totals. Nothing for a year, or for a term that is confirmed.
    """
    cycle = cycle_locked(cycle_pk)
    if cycle.kind != Cycle.Kind.TERM or cycle.confirmed_at is not None:
        return 0
    parameters = selectors.parameters_of(cycle)
    facts = selectors.year_facts(cycle, parameters)
    outcome = appraise(facts, year=cycle.year, parameters=parameters, merged=cycle.fixed_merge)
    ends: dict[int, tuple[Fraction | None, str]] = {
        person.key: (person.score, "" if person.score is not None else _why(person.suggestion))  # type: ignore[misc]
        for person in outcome.persons
    }
    TermResult.objects.filter(participant__cycle=cycle).delete()
    made = TermResult.objects.bulk_create(
        _result(
            pk,
            found,
            term_outcome(
                found,
                share=parameters.term_share,
                decimals=parameters.decimals,
                pass_mark=parameters.term_pass,
            ),
        )
        for pk, found in term_facts(cycle, ends).items()
    )
    return len(made)


def _why(suggestion: str) -> str:
    return "不确定等次，没有聘期末测评得分" if suggestion == UNGRADED else "聘期末测评缺票，没有得分"


def _result(pk: int, facts: TermFacts, outcome: TermOutcome) -> TermResult:
    return TermResult(
        participant_id=pk,
        years=[
            {**asdict(year), "total": None if year.total is None else str(year.total)} for year in facts.years
        ],
        annual_mean=None if outcome.annual_mean is None else rounded(outcome.annual_mean, SHOWN),
        end_score=None if facts.end_score is None else rounded(facts.end_score, SHOWN),
        exact="" if outcome.exact is None else f"{outcome.exact.numerator}/{outcome.exact.denominator}",
        total=outcome.total,
        proposal=outcome.proposal,
        reasons=[asdict(reason) for reason in outcome.reasons],
    )
