"""Why somebody is, or is not, on a list: the stored results as the facts that `policy.why` says aloud."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from policy.parameters import AppraisalParameters
from policy.why import headline, why
from policy.why_facts import Asked, Part, YearSeen

from ..models import Cycle, GapDecision, Result
from ..selectors import Sight
from ..selectors.lists import bands, categories_seen, reasons_of, with_post

WHO = {
    "name": F("participant__cadre__name"),
    "staff_no": F("participant__cadre__staff_no"),
    "unit": F("held__post__unit__name"),
    "post": F("held__post__title"),
    "listed": F("participant__category"),
    "gap": F("settled__reason"),
}
FIELDS = ("category", "rank", "score", "deducted", "total", "distance", "suggestion", "reasons", "marks")


@dataclass(frozen=True)
class WhyPage:
    """One person's page: the answer in a line, then the parts that are read aloud."""

    person: Asked
    headline: str
    parts: tuple[Part, ...]


def asked(cycle: Cycle, sight: Sight, staff_no: str) -> Asked | None:
    """The person as scored and as told, or None who has no result in that year. One query."""
    settled = Q(participant__gap_decisions__state=GapDecision.State.CONFIRMED)
    rows: QuerySet[Any, dict[str, Any]] = (
        with_post(Result.objects.filter(cycle=cycle, participant__cadre__staff_no=staff_no))
        .annotate(settled=FilteredRelation("participant__gap_decisions", condition=settled))
        .annotate(**WHO)
        .values(*WHO, *FIELDS)
    )
    row = rows.first()
    return _asked(row, sight) if row else None


def why_page(cycle: Cycle, sight: Sight, person: Asked, parameters: AppraisalParameters) -> WhyPage:
    """What is read aloud of a person whose figures this reader may see. Two queries."""
    seen = YearSeen(
        label=cycle.label,
        categories=categories_seen(cycle),
        bands=bands(cycle, sight, person.total),
        whole=sight.whole,
        last=sight.last,
    )
    return WhyPage(person, headline(person, last=sight.last), why(person, seen, parameters))


def _asked(row: dict[str, Any], sight: Sight) -> Asked:
    return Asked(
        name=row["name"],
        staff_no=row["staff_no"],
        unit=row["unit"] or "",
        post=row["post"] or "",
        listed=row["listed"],
        category=row["category"],
        rank=row["rank"],
        score=row["score"],
        deducted=_points(row["deducted"]),
        total=row["total"],
        distance=row["distance"],
        word=sight.word(row["suggestion"]),
        reasons=reasons_of(sight.said(row["reasons"]) if not sight.last else row["reasons"]),
        marks=reasons_of(row["marks"]),
        gap=row["gap"] or "",
    )


def _points(value: Decimal) -> Decimal:
    """Points with two decimals, or with all they have."""
    short = value.quantize(Decimal("0.01"))
    return short if short == value else value.normalize()
