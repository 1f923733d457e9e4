"""Contexts of 聘期考核登记表 from the register and the results of a term (第六条)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from accounts.selectors import Visitor

from ..models import Cycle, Participant, TermResult
from ..selectors import office_name, parameters_of, sight_of
from ..selectors.documents import people_in_order, posts_held
from ..selectors.grades import gradings_decided
from ..selectors.term import share_of, term_results
from ..tables.sheets import figure
from .contexts import Line, TermForm, TermYear
from .filling import NO_GRADE, basics_of, comment_of, decision_of, post_of
from .sources import reports_of

COUNTED = "年度总分平均按聘期内有总分的年度计算。"
NOTED = frozenset({"term.note", "term.missing_year"})
NOT_COUNTED = "聘期成绩尚未确认或者不显示。"


def term_forms(
    cycle: Cycle, user: Visitor, *, people: Iterable[Participant] | None = None
) -> Iterator[tuple[Participant, TermForm]]:
    """Each person's form as this user may be shown it; the same queries however many people there are.

    Scores stand there once the count is confirmed and only of categories that the user's sight shows; the
    conclusion once it is decided.
    """
    chosen = list(people_in_order(cycle) if people is None else people)
    posts = posts_held([person.cadre_id for person in chosen], cycle.year)
    reports = reports_of(cycle, [person.pk for person in chosen])
    results = _results(cycle, user)
    gradings = gradings_decided(cycle)
    shares, office = share_of(parameters_of(cycle)), office_name()
    for person in chosen:
        result, grading = results.get(person.pk), gradings.get(person.pk)
        parts = _parts(result, shares) if result else ()
        yield (
            person,
            TermForm(
                term=f"{cycle.first_year}年至{cycle.year}年",
                office=office,
                basics=basics_of(person.cadre, post_of(person, posts)),
                report=tuple(reports.get(person.pk, ())),
                years=tuple(map(_year, result.years)) if result else _blank_years(cycle),
                parts=parts,
                parts_note=COUNTED if parts else NOT_COUNTED,
                leader=comment_of(grading),
                committee=decision_of(grading),
                conclusion=grading.decided if grading else "",
                remark=_remark(person, result),
            ),
        )


def _remark(person: Participant, result: TermResult | None) -> str:
    """No grade, 离任, 延长, and why a year does not count."""
    said = [] if person.graded else [NO_GRADE]
    for reason in result.reasons if result else ():
        if reason["rule"] in NOTED:
            said.append(reason["text"])
    return "".join(said)


def _results(cycle: Cycle, user: Visitor) -> Mapping[int, TermResult]:
    """Participant -> result, of a confirmed term, in categories that the user may see figures of."""
    if cycle.confirmed_at is None:
        return {}
    sight = sight_of(user, cycle)
    return {
        result.participant_id: result
        for result in term_results(cycle)
        if sight.shows(result.participant.category)
    }


def _year(year: Mapping[str, Any]) -> TermYear:
    return TermYear(str(year["year"]), year["grade"] or "", year["total"] or "—")


def _blank_years(cycle: Cycle) -> tuple[TermYear, ...]:
    """The years of the term, to be filled in by hand."""
    return tuple(TermYear(str(year), "", "") for year in range(cycle.first_year, cycle.year + 1))


def _parts(result: TermResult, shares: tuple[str, str]) -> tuple[Line, ...]:
    """Mean, end score and total; empty where the term has no total."""
    if result.total is None:
        return ()
    annual, end = shares
    found = (
        (f"年度总分平均（占 {annual}）", result.annual_mean),
        (f"聘期末测评得分（占 {end}）", result.end_score),
        ("聘期总分", result.total),
    )
    return tuple(Line(name, figure(value)) for name, value in found if value is not None)
