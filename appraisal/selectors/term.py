"""What a term is judged by: the totals in force of its years and the vote at its end (第六条)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from django.db.models import QuerySet

from cadres.models import Cadre, Term
from policy.parameters import AppraisalParameters
from policy.term import TermFacts, TermYear

from ..models import Cycle, EarlierResult, Participant, Result, TermResult
from .sight import gaps_by_year
from .totals import totals_in_force

NO_YEAR = "没有年度考核结果"
NOT_TOLD = "年度考核结果尚未确认"
EARLIER = "以前年度结果只有等次，没有总分"
NO_TOTAL = "该年度不确定等次或缺票，没有公布总分"


def annual_years(cycle: Cycle, people: Iterable[int]) -> dict[int, tuple[TermYear, ...]]:
    """Cadre id -> one entry for each year of the term, missing ones with the reason; six queries."""
    years = range(cycle.first_year, cycle.year + 1)
    cycles = {
        found.year: found
        for found in Cycle.objects.filter(kind=Cycle.Kind.ANNUAL, level=cycle.level, year__in=years)
    }
    told = {year for year, found in cycles.items() if found.confirmed_at is not None}
    open_gaps = gaps_by_year([found.pk for found in cycles.values()])
    told -= {year for year, found in cycles.items() if found.pk in open_gaps}
    wanted = list(people)
    totals: dict[tuple[int, int], TermYear] = {}
    rows = Result.objects.filter(cycle__in=cycles.values(), participant__cadre__in=wanted).order_by()
    columns = ("participant", "participant__cadre_id", "cycle__year", "participant__grading__decided")
    counted = dict(rows.values_list("participant", "total"))
    in_force = totals_in_force(counted)
    for pk, cadre, year, grade in rows.values_list(*columns):
        total = in_force[pk]
        if year in told:
            totals[cadre, year] = TermYear(year, total, grade or "", "" if total is not None else NO_TOTAL)
        else:
            totals[cadre, year] = TermYear(year, why=NOT_TOLD)
    earlier = EarlierResult.objects.filter(cadre__in=wanted, year__in=years).order_by()
    for cadre, year, grade in earlier.values_list("cadre_id", "year", "grade"):
        totals.setdefault((cadre, year), TermYear(year, grade=grade, why=EARLIER))
    return {
        cadre: tuple(totals.get((cadre, year), TermYear(year, why=NO_YEAR)) for year in years)
        for cadre in wanted
    }


def term_notes(cycle: Cycle, people: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Cadre id -> what the committee should know of the term: 离任, 延长; two queries."""
    wanted = list(people)
    found: dict[int, list[str]] = defaultdict(list)
    left = Cadre.objects.filter(pk__in=wanted).exclude(status=Cadre.Status.IN_REGISTER)
    for cadre, left_on in left.values_list("pk", "left_on"):
        found[cadre].append(f"{left_on or '聘期内'} 离任，按在任期间的年度计算")
    terms = Term.objects.filter(appointment__cadre__in=wanted, appointment__ended_on="").order_by()
    for cadre, starts, ends in terms.values_list("appointment__cadre_id", "starts", "ends"):
        if ends and ends[:4] > str(cycle.year) and starts and starts[:4] < str(cycle.first_year):
            found[cadre].append(f"任期（{starts} 至 {ends}）超过一个聘期，延长期间只作一次聘期考核")
    return {cadre: tuple(said) for cadre, said in found.items()}


def term_facts(cycle: Cycle, ends: dict[int, tuple[Fraction | None, str]]) -> dict[int, TermFacts]:
    """Participant -> what the term is judged by. ends: participant -> (score of the vote, or why none)."""
    people = dict(Participant.objects.filter(cycle=cycle).values_list("pk", "cadre_id"))
    years = annual_years(cycle, people.values())
    notes = term_notes(cycle, people.values())
    return {
        pk: TermFacts(years[cadre], *ends.get(pk, (None, "")), notes.get(cadre, ()))
        for pk, cadre in people.items()
    }


def term_results(cycle: Cycle) -> QuerySet[TermResult]:
    """The results of a term with what a row shows, by category and 工号; one query."""
    found = TermResult.objects.filter(participant__cycle=cycle)
    return found.select_related("participant__cadre", "participant__result", "participant__grading").order_by(
        "participant__result__position", "participant__cadre__staff_no"
    )


def share_of(parameters: AppraisalParameters) -> tuple[str, str]:
    """Both shares in words: 60%, 40%."""
    return f"{parameters.term_share.normalize():f}%", f"{(100 - parameters.term_share).normalize():f}%"
