"""A year's appraisal (第六条, 第七条, 第八条, 第十四条): facts in, ranks, lists and reasons out.

Measure every cadre, decide who is ranked, share the seats, draw the lists, say why.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from . import explain
from .categories import category_notes, merged_categories, order_of
from .facts import UNRANKED, CadreFacts, GapRemedy, GroupTally, MarkFact
from .lists import Ranked
from .measures import MarksJudged, judge_marks
from .numbers import rounded
from .outcomes import (
    COMMEND,
    NONE,
    UNGRADED,
    WITHHELD,
    CategoryOutcome,
    MarkOutcome,
    PersonOutcome,
    YearOutcome,
)
from .parameters import AppraisalParameters
from .scores import Scale, Score, measure, scale_for
from .standings import CategoryStanding, Standings, stand
from .verdict import Reason

__all__ = [
    "CadreFacts",
    "CategoryOutcome",
    "GapRemedy",
    "GroupTally",
    "MarkFact",
    "MarkOutcome",
    "PersonOutcome",
    "YearOutcome",
    "appraise",
]


@dataclass(frozen=True, slots=True)
class Case:
    """One cadre, measured. word: 不确定等次, 缺票待核, or '' for those who are ranked."""

    cadre: CadreFacts
    marks: MarksJudged
    score: Score
    word: str
    ranked: Ranked | None


def appraise(
    cadres: Sequence[CadreFacts],
    *,
    year: int,
    parameters: AppraisalParameters,
    merged: Mapping[str, str] | None = None,
) -> YearOutcome:
    """The whole year for all participants (第六条, 第七条).

    merged: category as listed -> as shown, where it was fixed before the vote.

    Persons come back in the order of the input, which changes nothing else. Raises ValueError for a key
    given twice, and for a category or measure the parameters do not know.
    """
    _check(cadres)
    graded = Counter(cadre.category for cadre in cadres if cadre.graded)
    shown = merged or merged_categories(graded.elements(), parameters)
    cases = _measured(cadres, shown, year, parameters)
    standings = stand(_ranked_people(cases, shown), parameters)
    where = {standing.name: standing for standing in standings.categories}
    staff_no = {cadre.key: cadre.staff_no for cadre in cadres}
    words = Counter(case.word for case in cases)
    decided = sum(case.word == WITHHELD and case.score.remedy == UNRANKED for case in cases)
    return YearOutcome(
        persons=tuple(
            _unranked(case)
            if case.ranked is None
            else _placed(case, case.ranked, where[shown[case.cadre.category]], standings, parameters)
            for case in cases
        ),
        categories=tuple(
            _category(
                standing,
                standings,
                staff_no,
                category_notes(standing.name, shown, graded, standing.ranked, parameters.min_category),
                parameters,
            )
            for standing in standings.categories
        ),
        notes=explain.year_notes(standings, len(cases), words, decided, parameters),
        ranked=standings.ranked,
        top_seats=standings.top_seats,
        bottom_seats=standings.bottom_seats,
    )


def _check(cadres: Sequence[CadreFacts]) -> None:
    if len({cadre.key for cadre in cadres}) != len(cadres):
        raise ValueError("参加考核人员中有人重复出现")


def _measured(
    cadres: Sequence[CadreFacts], shown: Mapping[str, str], year: int, parameters: AppraisalParameters
) -> list[Case]:
    """Score and judge everybody; the scale of a category is made once (第六条)."""
    scales: dict[str, Scale] = {}
    cases = []
    for cadre in cadres:
        if cadre.category not in shown:
            raise ValueError(f"考核类别「{cadre.category}」不在考核参数中")
        if cadre.category not in scales:
            scales[cadre.category] = scale_for((shown[cadre.category], cadre.category), parameters)
        marks = judge_marks(cadre.marks, cadre.lifted, year=year, parameters=parameters)
        cases.append(_case(cadre, marks, measure(cadre, scales[cadre.category]), parameters.decimals))
    return cases


def _case(cadre: CadreFacts, marks: MarksJudged, score: Score, decimals: int) -> Case:
    """Who is ranked (第六条): 不确定等次 goes before 缺票待核; the total is rounded once."""
    if not cadre.graded or not marks.ungraded.ok:
        return Case(cadre, marks, score, UNGRADED, None)
    if score.value is None:
        return Case(cadre, marks, score, WITHHELD, None)
    exact = score.value
    if cadre.bonus or marks.deducted:
        exact += Fraction(cadre.bonus) - marks.deducted
    person = Ranked(cadre.key, rounded(exact, decimals), not marks.barred.ok)
    return Case(cadre, marks, score, NONE, person)


def _ranked_people(cases: Sequence[Case], shown: Mapping[str, str]) -> dict[str, list[Ranked]]:
    """The ranked by category, in category order; a category with participants but nobody ranked stays."""
    present = {shown[case.cadre.category] for case in cases}
    people: dict[str, list[Ranked]] = {name: [] for name in order_of(shown) if name in present}
    for case in cases:
        if case.ranked is not None:
            people[shown[case.cadre.category]].append(case.ranked)
    return people


def _placed(
    case: Case, person: Ranked, where: CategoryStanding, year: Standings, parameters: AppraisalParameters
) -> PersonOutcome:
    """The result of a ranked person (第七条)."""
    word = where.top.words.get(person.key) or where.bottom.words.get(person.key, NONE)
    why = explain.place_reasons(person, word, where, year, parameters.blocked_seat)
    place = where.places[person.key]
    return PersonOutcome(
        key=person.key,
        category=where.name,
        rank=place.rank,
        score=case.score.value,
        deducted=case.marks.deducted,
        bonus=case.cadre.bonus,
        total=person.total,
        distance=place.distance,
        suggestion=word,
        reasons=why + _further(case),
        group_means=case.score.group_means,
        marks=case.marks.outcomes,
        missing=case.score.missing,
    )


def _unranked(case: Case) -> PersonOutcome:
    """The result of somebody without a rank, shown under the category as listed (第六条)."""
    if case.word == WITHHELD:
        decided = case.score.remedy == UNRANKED
        said = explain.unranked() if decided else explain.withheld()
        first: tuple[Reason, ...] = (said, *case.score.gaps)
    else:
        by_list = () if case.cadre.graded else (explain.ungraded_by_list(case.cadre.ungraded_reason),)
        first = by_list + case.marks.ungraded.reasons
    return PersonOutcome(
        key=case.cadre.key,
        category=case.cadre.category,
        rank=None,
        score=None,
        deducted=case.marks.deducted,
        bonus=case.cadre.bonus,
        total=None,
        distance=None,
        suggestion=case.word,
        reasons=first + _further(case),
        group_means=case.score.group_means,
        marks=case.marks.outcomes,
        missing=case.score.missing,
    )


def _further(case: Case) -> tuple[Reason, ...]:
    """What else is said of anybody: deductions, 加分, relief, restrictions, dropped groups, warnings."""
    marks = case.marks
    bonus = (explain.bonus_reason(case.cadre.bonus),) if case.cadre.bonus else ()
    dropped = () if case.word else case.score.gaps
    return marks.deductions + bonus + marks.relief + marks.barred.reasons + dropped + marks.warnings


def _category(
    standing: CategoryStanding,
    year: Standings,
    staff_no: Mapping[Hashable, str],
    first_notes: tuple[Reason, ...],
    parameters: AppraisalParameters,
) -> CategoryOutcome:
    """A category's row on the sheet 名额 (第七条); keys are ordered by total, then by staff number."""

    def keys(people: Sequence[Ranked]) -> tuple[Hashable, ...]:
        return tuple(p.key for p in sorted(people, key=lambda p: (p.total, staff_no[p.key])))

    return CategoryOutcome(
        name=standing.name,
        ranked=standing.ranked,
        top_quota=Fraction(parameters.top_share) / 100 * standing.ranked,
        bottom_quota=Fraction(parameters.bottom_share) / 100 * standing.ranked,
        top_seats=standing.top_seats,
        bottom_seats=standing.bottom_seats,
        top_listed=sum(word == COMMEND for word in standing.top.words.values()),
        top_empty=standing.top.empty,
        next_in_line=keys(standing.top.next_in_line),
        not_listed_lower=keys(standing.lower),
        mean=standing.mean,
        notes=first_notes + explain.list_notes(standing, year, parameters.blocked_seat),
    )
