"""A year in figures: counts by category and the totals, aggregated by the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, Min, Q

from policy.outcomes import BOTTOM_WORDS, COMMEND_TIED, JUDGE_TIED, TOP_WORDS, UNGRADED, WITHHELD

from ..models import CategoryResult, Cycle
from .lists import results_seen
from .sight import Sight


@dataclass(frozen=True)
class CategoryFigures:
    """One category as shown; result is None where nobody is ranked under this name.

    top_line: the lowest total on the top list; bottom_line: the highest on the bottom list.
    """

    name: str
    result: CategoryResult | None
    people: int
    ranked: int
    ungraded: int
    withheld: int
    top_line: Decimal | None
    top_tied: int
    bottom_line: Decimal | None
    bottom_tied: int


def category_figures(cycle: Cycle, sight: Sight) -> tuple[CategoryFigures, ...]:
    """The categories whose figures this reader may see, in category order; two queries."""
    results = {item.name: item for item in CategoryResult.objects.filter(cycle=cycle)}
    top, bottom = Q(word__in=TOP_WORDS), Q(word__in=BOTTOM_WORDS)
    rows = (
        results_seen(cycle, sight)
        .order_by("position", "category")
        .values("position", "category")
        .annotate(
            people=Count("pk"),
            ranked=Count("rank"),
            ungraded=Count("pk", filter=Q(word=UNGRADED)),
            withheld=Count("pk", filter=Q(word=WITHHELD)),
            top_line=Min("total", filter=top),
            top_tied=Count("pk", filter=Q(word=COMMEND_TIED)),
            bottom_line=Max("total", filter=bottom),
            bottom_tied=Count("pk", filter=Q(word=JUDGE_TIED)),
        )
    )
    return tuple(
        CategoryFigures(
            name=row["category"],
            result=results.get(row["category"]),
            people=row["people"],
            ranked=row["ranked"],
            ungraded=row["ungraded"],
            withheld=row["withheld"],
            top_line=row["top_line"],
            top_tied=row["top_tied"],
            bottom_line=row["bottom_line"],
            bottom_tied=row["bottom_tied"],
        )
        for row in rows
    )


def totals_by_category(cycle: Cycle, sight: Sight) -> dict[str, Sequence[Decimal]]:
    """Category -> the published totals of its ranked people that this reader may see; one query."""
    found: dict[str, list[Decimal]] = {}
    ranked = results_seen(cycle, sight).filter(total__isnull=False).order_by("position", "rank")
    for category, total in ranked.values_list("category", "total"):
        if total is not None:
            found.setdefault(category, []).append(total)
    return dict(found)
