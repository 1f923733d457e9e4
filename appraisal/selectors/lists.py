"""Reading both lists of a scored year and what stands around their lines: only what a reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DecimalField,
    F,
    FilteredRelation,
    IntegerField,
    Max,
    Min,
    Q,
    QuerySet,
    Value,
    Window,
)
from django.db.models.functions import RowNumber

from cadres.models import Appointment
from core.prepared import Place, Prepared
from policy.outcomes import BOTTOM_WORDS, TOP_WORDS
from policy.parameters import AppraisalParameters
from policy.verdict import Reason
from policy.why import quotes_other_categories
from policy.why_facts import Band, CategorySeen

from ..models import CategoryResult, Cycle, Result
from .sight import Sight

NEXT_IN_LINE = 40
PLACES = Decimal("0.01")
LOWEST = Decimal(-1_000_000)  # below every total


def results_seen(cycle: Cycle, sight: Sight) -> QuerySet[Any, Any]:
    """The results whose figures this reader may see, in no order; none while figures are not shown.

    `word` is the suggestion as it may be read: pages, filters and counts ask for that one.
    """
    if not sight.figures:
        return Result.objects.none()
    rows = Result.objects.filter(cycle=cycle).annotate(word=sight.told_word)
    return rows.exclude(category__in=sight.own_categories) if sight.own_categories else rows


def with_post(rows: QuerySet[Result]) -> QuerySet[Result]:
    """With the one open primary appointment as `held`, where there is one."""
    path = "participant__cadre__appointments"
    condition = Q((f"{path}__kind", Appointment.Kind.PRIMARY), (f"{path}__ended_on", ""))
    return rows.annotate(held=FilteredRelation(path, condition=condition))


@dataclass(frozen=True)
class CategoryLine:
    """A category as a reader may choose it; without seats where only unranked people still stand under it."""

    position: int
    name: str
    ranked: int | None
    top_quota: str | None
    top_seats: int | None
    bottom_quota: str | None
    bottom_seats: int | None
    mean: Decimal | None


def categories_shown(cycle: Cycle, sight: Sight) -> list[CategoryLine]:
    """The categories with people this reader may see, in category order; one query."""
    if not sight.figures:
        return []
    found: dict[str, CategoryLine] = {}
    for line in (CategoryLine(*row) for row in CATEGORIES.rows(cycle=cycle.pk)):
        if sight.shows(line.name) and (line.ranked is not None or line.name not in found):
            found[line.name] = line
    return sorted(found.values(), key=lambda line: line.position)


def _categories() -> QuerySet[Any, Any]:
    columns = ("position", "name", "ranked", "top_quota", "top_seats", "bottom_quota", "bottom_seats", "mean")
    number, text = Value(None, output_field=IntegerField()), Value(None, output_field=CharField())
    figure = Value(None, output_field=DecimalField(max_digits=16, decimal_places=2))
    year = Q(cycle=Place("cycle", BigIntegerField()))
    ranked = CategoryResult.objects.filter(year).order_by().values_list(*columns)
    merged = Result.objects.filter(year, rank__isnull=True).order_by()
    return ranked.union(
        merged.values_list("position", "category", number, text, number, text, number, figure)
    )


CATEGORIES = Prepared(_categories)


def categories_seen(cycle: Cycle) -> tuple[CategorySeen, ...]:
    """The categories of the ranking in their order; whoever shows a mean asks `Sight.shows` first."""
    return tuple(
        CategorySeen(item.name, item.ranked, item.mean, reasons_of(item.notes))
        for item in CategoryResult.objects.filter(cycle=cycle).order_by("position")
    )


def bands(cycle: Cycle, sight: Sight, total: Decimal | None = None) -> tuple[Band, ...]:
    """The ranked people by category and suggestion, one query; total: of whom they are compared with."""
    ranked = results_seen(cycle, sight).filter(rank__isnull=False).order_by("position", "word")
    figures = [Count("pk"), Max("total"), Min("total")]
    if total is not None:
        figures += [Count("pk", filter=Q(total=total)), Count("pk", filter=Q(total__lt=total))]
    named = {f"figure_{place}": figure for place, figure in enumerate(figures)}
    by_word: QuerySet[Any, Any] = ranked.values("position", "category", "word")
    return tuple(
        Band(
            row["category"],
            row["word"],
            row["figure_0"],
            # SQLite adds decimals to what an aggregate gives.
            row["figure_1"].quantize(PLACES),
            row["figure_2"].quantize(PLACES),
            row.get("figure_3", 0),
            row.get("figure_4", 0),
        )
        for row in by_word.annotate(**named)
    )


def around_the_lines(
    seen: QuerySet[Any, Any],
    category: CategoryResult | None,
    empty: Iterable[CategoryResult],
    *,
    overall: bool,
    most: int | None,
) -> QuerySet[Result]:
    """Everybody on a list, and who stands behind the seats that stay empty in these categories.

    seen: what the reader may see; category: None for all; overall: the bottom list is one, of all categories;
    most: at least the first so many of the top list, from above; None for all.
    """
    own, bottom = _within(category), Q(word__in=BOTTOM_WORDS)
    wanted = Q(word__in=TOP_WORDS) & own
    if most is not None:  # whoever stands among the first so many has no lower rank
        wanted &= Q(rank__lte=most)
    wanted |= bottom if overall else bottom & own
    for item in empty:
        wanted |= _within(item) & Q(rank__gt=item.top_seats, rank__lte=item.top_seats + NEXT_IN_LINE)
    return seen.filter(wanted, rank__isnull=False)


@dataclass(frozen=True)
class ListSize:
    """How many of one category stand on a list under one word, and the highest of their totals."""

    category: str
    word: str
    people: int
    highest: Decimal


def list_sizes(seen: QuerySet[Any, Any]) -> tuple[ListSize, ...]:
    """The people on both lists by category and word, of what the reader may see; one query."""
    listed = seen.filter(word__in=TOP_WORDS | BOTTOM_WORDS).order_by()
    sizes = listed.values_list("category", "word").annotate(Count("pk"), Max("total"))
    # SQLite adds decimals to what an aggregate gives.
    return tuple(ListSize(name, word, people, high.quantize(PLACES)) for name, word, people, high in sizes)


def lower_unlisted(
    seen: QuerySet[Any, Any], category: CategoryResult | None, highest: Decimal | None, most: int | None
) -> QuerySet[Result]:
    """Who has a lower total than the highest on a bottom list and is on none (第七条), the first as above.

    `together` is how many of their category there are.
    """
    rows = seen.exclude(word__in=BOTTOM_WORDS).filter(
        _within(category), total__lt=LOWEST if highest is None else highest
    )
    rows = rows.annotate(together=Window(Count("pk"), partition_by=F("position")))
    if category:
        return rows.order_by("total", "pk")[:most]
    if most is None:
        return rows
    order = [F("total").asc(), F("pk").asc()]
    place = Window(RowNumber(), partition_by=F("position"), order_by=order)
    return rows.annotate(place=place).filter(place__lte=most)


def _within(category: CategoryResult | None) -> Q:
    """People of one category; its place is what the index knows."""
    return Q(position=category.position, category=category.name) if category else Q()


def told(stored: Iterable[Mapping[str, Any]], sight: Sight, parameters: AppraisalParameters) -> list[str]:
    """Stored reasons as sentences, without those that may give away a total of a category not shown."""
    return [
        item["text"]
        for item in sight.said(stored)
        if sight.whole or not quotes_other_categories(item["rule"], parameters.bottom_scope)
    ]


def reasons_of(stored: Iterable[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """Reasons as they were before they were stored."""
    return tuple(Reason(item["rule"], item["article"], item["text"]) for item in stored)
