"""What a file made of the results of units, and what came after it."""

from __future__ import annotations

from intake.models import Intake

from ..models import UnitResult


def results_of(intake: Intake) -> list[UnitResult]:
    """The rows that a file wrote, with their units."""
    made = UnitResult.objects.filter(pk__in=intake.counts.get("results", ()))
    return list(made.select_related("unit").order_by("pk"))


def corrected_since(intake: Intake) -> list[str]:
    """Units of the file whose result of that year somebody has said again since; two queries."""
    made = {row.unit_id: row for row in results_of(intake)}
    later = UnitResult.objects.filter(unit__in=made, year=intake.year or 0).order_by("pk")
    rows = later.values_list("unit", "pk")
    return [made[unit].unit.name for unit in dict(rows) if dict(rows)[unit] > made[unit].pk]


def held_before(row: UnitResult) -> UnitResult | None:
    """What held of the same unit and year when the row was written; None where nothing did."""
    earlier = UnitResult.objects.filter(unit=row.unit_id, year=row.year, pk__lt=row.pk)
    last = earlier.order_by("-pk").first()
    return last if last is not None and not last.void else None
