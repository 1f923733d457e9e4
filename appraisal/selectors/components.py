"""Scores of weighted components and announced bonus points, as the count takes them (第六条)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Sum

from policy.parameters import AppraisalParameters, Weighted

from ..models import BonusPoint, ComponentScore, Cycle, Participant

NO_BONUS = Decimal(0)


def weighing(parameters: AppraisalParameters) -> tuple[Weighted, ...]:
    """The components that weigh: only these have scores."""
    return tuple(item for item in parameters.components if item.weight)


def components_of(
    cycle: Cycle, participants: Collection[Participant] | None = None
) -> dict[int, dict[str, Decimal]]:
    """Participant -> code -> score, of all of a cycle or of these; one query."""
    rows = ComponentScore.objects.filter(participant__cycle=cycle)
    if participants is not None:
        rows = rows.filter(participant__in=participants)
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for pk, code, score in rows.order_by().values_list("participant", "code", "score"):
        found[pk][code] = score
    return dict(found)


def standing_bonus(cycle: Cycle) -> QuerySet[BonusPoint]:
    """The announced bonus points of a cycle that were not taken back."""
    return BonusPoint.objects.filter(cycle=cycle, takes_back__isnull=True, taken_back__isnull=True)


def bonus_of(cycle: Cycle) -> dict[int, Decimal]:
    """Cadre -> the sum of the announced bonus points that stand; one query."""
    return dict(standing_bonus(cycle).order_by().values_list("cadre").annotate(Sum("points")))


def bonus_of_participant() -> QuerySet[Any, Any]:
    """The same sum inside a query of participants."""
    rows = BonusPoint.objects.filter(
        cycle=OuterRef("cycle"),
        cadre=OuterRef("cadre"),
        takes_back__isnull=True,
        taken_back__isnull=True,
    )
    return rows.order_by().values("cadre").annotate(sum=Sum("points")).values("sum")


def without_components(cycle: Cycle, parameters: AppraisalParameters) -> dict[str, int]:
    """Code -> how many graded participants have no score of it yet, of the components that weigh."""
    people = Participant.objects.filter(cycle=cycle, graded=True)
    codes = [item.code for item in weighing(parameters)]
    if not codes:
        return {}
    total = people.count()
    scored = ComponentScore.objects.filter(participant__in=people, code__in=codes).order_by()
    counts = dict.fromkeys(codes, 0)
    for code in scored.values_list("code", flat=True):
        counts[code] += 1
    return {code: total - count for code, count in counts.items() if count < total}
