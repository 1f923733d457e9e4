"""What of a year's figures one user may be shown: the one door of every page, export and chart.

No figure of a year is shown while a gap (缺票待核) is undecided; who takes part in the year sees no figure
of the own category before the committee has decided; a full score sheet is for the two scoring officers
(第六条). Who stood among the last is told until the list's last day, and then to nobody (第七条,
docs/rules/uses.md); the figures stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, reduce
from operator import or_
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable

from accounts.selectors import Visitor
from core import clock
from core.prepared import Place, Prepared
from policy.outcomes import BOTTOM_WORDS, LAST_RULES, WITHHELD
from policy.parameters import AppraisalParameters
from policy.reminder_talk import list_seen_until

from ..models import Cycle, GapDecision, Participant, Result, ScoringOfficer

# Reasons that compare somebody with the highest total on any bottom list, whosever it is.
_QUOTES_OTHERS = frozenset({"bottom.lower_unlisted"})
# Of years: their judgements' last days; the room that judges gives them.
Judged = Callable[[Sequence[int]], Mapping[int, Sequence[date]]]
_judged: list[Judged] = []


def register_judged(read: Judged) -> None:
    """Adds what knows the last day of each judgement (`seen_until`), by year; one query."""
    if read not in _judged:
        _judged.append(read)


@dataclass(frozen=True)
class Sight:
    """What one user may be shown of one year, beyond being allowed to open its pages at all.

    own_categories: as shown and as listed; no figure of these is shown to this user. last: whether it is
    still told who stood among the last.
    """

    scored: bool
    gaps_open: int
    own_categories: frozenset[str]
    scoring_officer: bool
    last: bool = True

    @property
    def figures(self) -> bool:
        """Whether any score, rank, list, mean or chart of the year may be shown."""
        return self.scored and not self.gaps_open

    @property
    def whole(self) -> bool:
        """Whether figures of all categories may be shown."""
        return self.figures and not self.own_categories

    def shows(self, category: str) -> bool:
        """Whether figures of people of this category may be shown."""
        return self.figures and category not in self.own_categories

    def said(self, reasons: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """The reasons {rule, article, text} without what may not be told: see `word`, and totals of the own
        category."""
        own = [item for item in reasons if not self.own_categories or item["rule"] not in _QUOTES_OTHERS]
        return own if self.last else [item for item in own if not item["rule"].startswith(LAST_RULES)]

    def word(self, suggestion: str) -> str:
        """建议 as this user may read it; `told_word` is the same of rows."""
        return "" if suggestion in BOTTOM_WORDS and not self.last else suggestion

    @property
    def told_word(self) -> Combinable:
        """建议 of a result as this user may read it."""
        if self.last:
            return F("suggestion")
        return Case(When(suggestion__in=BOTTOM_WORDS, then=Value("")), default=F("suggestion"))


def sight_of(user: Visitor, cycle: Cycle) -> Sight:
    """The user's sight of that year today; two queries, three of an old year."""
    return sights_of(user, [cycle])[cycle.pk]


def sights_of(user: Visitor, cycles: Iterable[Cycle]) -> dict[int, Sight]:
    """The user's sight of each of these years, by primary key; as many queries however many there are."""
    years = list(cycles)
    scored = [cycle.pk for cycle in years if cycle.has_results]
    gaps = gaps_by_year(scored)
    officer, own = _own_part(user, [cycle.pk for cycle in years], {c.pk for c in years if c.is_decided})
    over = lists_over(years)
    return {
        cycle.pk: Sight(
            scored=cycle.pk in scored,
            gaps_open=gaps.get(cycle.pk, 0),
            own_categories=own.get(cycle.pk, frozenset()),
            # Who takes part in the year may not count it, whatever was on the list when he was named.
            scoring_officer=cycle.pk in officer and not own.get(cycle.pk),
            last=cycle.pk not in over,
        )
        for cycle in years
    }


def whole_sight(cycle: Cycle) -> Sight:
    """What a paper of everybody may say today, whoever makes it; whether it may is asked before."""
    return Sight(True, 0, frozenset(), scoring_officer=False, last=cycle.pk not in lists_over([cycle]))


def lists_over(cycles: Iterable[Cycle]) -> frozenset[int]:
    """Of which years it is told no more who stood among the last (第七条); one query, for new ones none."""
    today, old = clock.today(), []
    for cycle in cycles:
        if cycle.has_results and cycle.year < today.year:
            years = AppraisalParameters.from_json(cycle.parameters).talk_seen_years
            # Nobody is judged before the year has begun.
            if date(cycle.year + years, 1, 1) <= today:
                old.append((cycle, years))
    if not old:
        return frozenset()
    keys, judged = [cycle.pk for cycle, _ in old], defaultdict[int, list[date]](list)
    for read in _judged:
        for key, days in read(keys).items():
            judged[key] += days
    return frozenset(
        cycle.pk for cycle, years in old if today > list_seen_until(cycle.year, years, judged[cycle.pk])
    )


def gaps_open(cycle: Cycle) -> int:
    """People whose missing votes are not decided; 补测 is open until the papers have come."""
    return gaps_by_year([cycle.pk]).get(cycle.pk, 0)


def gaps_by_year(cycles: Iterable[int]) -> dict[int, int]:
    """Year -> people with an open gap, of the years that have any; one query."""
    keys = list(cycles)
    return dict(_gaps(len(keys)).rows(**_named(keys))) if keys else {}


@cache
def _gaps(years: int) -> Prepared:
    results = Result.objects.filter(_in_years(years))
    return Prepared(lambda: unsettled(results).order_by().values_list("cycle").annotate(Count("pk")))


def _in_years(number: int) -> Q:
    """Of any of so many years."""
    return reduce(or_, (Q(cycle=Place(f"year_{at}", BigIntegerField())) for at in range(number)))


def _named(years: Iterable[int]) -> dict[str, int]:
    return {f"year_{at}": year for at, year in enumerate(years)}


def unsettled(results: QuerySet[Result]) -> QuerySet[Result]:
    """Those of the results whose missing votes are not decided.

    折算 settles a gap once the year is scored again with it (then nothing is withheld); 不排名 settles it as
    long as exactly the same groups are missing.
    """
    settled = GapDecision.objects.filter(
        participant=OuterRef("participant"),
        state=GapDecision.State.CONFIRMED,
        remedy=GapDecision.Remedy.UNRANKED,
        groups=OuterRef("missing"),
    )
    # Without a rank they are few, and an index knows them.
    return results.filter(~Exists(settled), suggestion=WITHHELD, rank__isnull=True)


def _own_part(
    user: Visitor, cycles: list[int], decided: Collection[int]
) -> tuple[set[int], dict[int, frozenset[str]]]:
    """The years that the user counts; and year -> the user's own categories, as listed and as shown.

    The latter only of years with the user on the list that are not decided. One query.
    """
    staff_no = getattr(user, "staff_no", "")
    if not staff_no or not cycles:
        return set(), {}
    officer: set[int] = set()
    found: dict[int, set[str]] = defaultdict(set)
    asked = _parts(len(cycles)).rows(**_named(cycles), user=user.pk or 0, staff_no=staff_no)
    for cycle, is_officer, *names in asked:
        if is_officer:
            officer.add(cycle)
        elif cycle not in decided:
            found[cycle].update(filter(None, names))
    return officer, {cycle: frozenset(names) for cycle, names in found.items()}


@cache
def _parts(years: int) -> Prepared:
    """(cycle, as a scoring officer?, category as listed, as shown) of one person."""
    counts, name = Value(True), Value("", output_field=CharField())
    user, staff_no = Place("user", BigIntegerField()), Place("staff_no", CharField())

    def build() -> QuerySet[Any, Any]:
        named = ScoringOfficer.objects.filter(_in_years(years), user=user, ended_at__isnull=True)
        listed = Participant.objects.filter(_in_years(years), cadre__staff_no=staff_no).order_by()
        return (
            named.order_by()
            .values_list("cycle", counts, name, name)
            .union(listed.values_list("cycle", Value(False), "category", "result__category"))
        )

    return Prepared(build)
