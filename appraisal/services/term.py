"""Scoring a term: the years' published totals and the vote at its end (第六条)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from fractions import Fraction

from policy.numbers import rounded
from policy.outcomes import UNGRADED, PersonOutcome
from policy.parameters import AppraisalParameters
from policy.term import TermFacts, TermOutcome, term_outcome

from ..models import Cycle, TermResult
from ..selectors.term import term_facts

SHOWN = 4


def term_store(cycle: Cycle, persons: Iterable[PersonOutcome], parameters: AppraisalParameters) -> bytes:
    """Replaces a term's results by those of what is stored now; what of them the count's digest covers.

    persons: of the count, of whom the vote's score before any deduction is used: deductions stand in the
    annual totals.
    """
    ends: dict[int, tuple[Fraction | None, str]] = {
        person.key: (person.score, "" if person.score is not None else _why(person.suggestion))  # type: ignore[misc]
        for person in persons
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
        for pk, found in sorted(term_facts(cycle, ends).items())
    )
    covered = [(row.participant_id, row.years, row.exact, row.proposal, row.reasons) for row in made]
    return repr(covered).encode()


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
