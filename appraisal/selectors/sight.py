"""What of a year's figures one user may be shown: the one door of every page, export and chart.

No figure of a year is shown while a gap (缺票待核) is undecided; who takes part in the year sees no figure
of the own category before the committee has decided; a full score sheet is for the two scoring officers
(第六条).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Any

from django.db.models import BigIntegerField, CharField, Count, Exists, OuterRef, Q, QuerySet, Value

from accounts.selectors import Visitor
from core.prepared import Place, Prepared
from policy.outcomes import WITHHELD

from ..models import Cycle, GapDecision, Participant, Result, ScoringOfficer

# Reasons that compare somebody with the highest total on any bottom list, whosever it is.
_QUOTES_OTHERS = frozenset({"bottom.lower_unlisted"})


@dataclass(frozen=True)
class Sight:
    """What one user may be shown of one year, beyond being allowed to open its pages at all.

    own_categories: as shown and as listed; no figure of these is shown to this user.
    """

    scored: bool
    gaps_open: int
    own_categories: frozenset[str]
    scoring_officer: bool

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
        """The reasons {rule, article, text} without those that quote a total of the own category."""
        return [item for item in reasons if not self.own_categories or item["rule"] not in _QUOTES_OTHERS]


def sight_of(user: Visitor, cycle: Cycle) -> Sight:
    """The user's sight of that year today; two queries."""
    return sights_of(user, [cycle])[cycle.pk]


def sights_of(user: Visitor, cycles: Iterable[Cycle]) -> dict[int, Sight]:
    """The user's sight of each of these years, by primary key; two queries however many there are."""
    years = list(cycles)
    scored = [cycle.pk for cycle in years if cycle.has_results]
    gaps = gaps_by_year(scored)
    officer, own = _own_part(user, [cycle.pk for cycle in years], {c.pk for c in years if c.is_decided})
    return {
        cycle.pk: Sight(
            scored=cycle.pk in scored,
            gaps_open=gaps.get(cycle.pk, 0),
            own_categories=own.get(cycle.pk, frozenset()),
            # Who takes part in the year may not count it, whatever was on the list when he was named.
            scoring_officer=cycle.pk in officer and not own.get(cycle.pk),
        )
        for cycle in years
    }


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
