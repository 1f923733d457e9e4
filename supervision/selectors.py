"""The risk list and the register read for duties and for the heat map (第八、十三条)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from accounts.models import Unit
from accounts.selectors import UnitScope
from cadres.models import Appointment
from policy.supervision import FIRST, covered

from .models import OPEN, RegisterItem, Risk, RiskKind, RiskPost, RiskUpdate


def within(rows: QuerySet[Any], scope: UnitScope, path: str = "unit") -> QuerySet[Any]:
    """The rows of the scope's units."""
    return rows if scope.everywhere else rows.filter(**{f"{path}__in": scope.unit_ids})


@dataclass
class UnitRisks:
    """One unit's list in figures. kinds: kind -> risks that stand; first: posts of the first level."""

    unit: Unit
    kinds: dict[str, int] = field(default_factory=dict)
    first: int = 0
    updated: date | None = None

    @property
    def total(self) -> int:
        """All risks that stand."""
        return sum(self.kinds.values())


def risks_by_unit(rows: QuerySet[Risk], among: QuerySet[Unit]) -> list[UnitRisks]:
    """Those units by name, also without a risk, with their risks among these rows. Four queries."""
    kinds: dict[int, dict[str, int]] = {unit.pk: dict.fromkeys(RiskKind.values, 0) for unit in among}
    counts = rows.filter(closed_on__isnull=True, unit__in=kinds).order_by().values_list("unit", "kind")
    for unit, kind, count in counts.annotate(Count("pk")):
        kinds[unit][kind] = count
    posts = RiskPost.objects.filter(level=FIRST, unit__in=kinds).order_by().values_list("unit")
    first = dict(posts.annotate(Count("pk")))
    updates = RiskUpdate.objects.filter(unit__in=kinds).order_by().values_list("unit")
    updated = dict(updates.annotate(Max("on")))
    return [UnitRisks(unit, kinds[unit.pk], first.get(unit.pk, 0), updated.get(unit.pk)) for unit in among]


def units_open(scope: UnitScope) -> QuerySet[Unit]:
    """The units of today in that scope, by name."""
    rows: QuerySet[Unit] = within(Unit.objects.filter(valid_to__isnull=True).order_by("name"), scope, "pk")
    return rows


@dataclass(frozen=True)
class Reviewed:
    """A unit, and the day from which its next review is counted; filed: whether it ever had a list.

    Without a list the day on which the school began its lists counts; None, and no deadline, before that.
    """

    unit_id: int
    name: str
    since: date | None
    filed: bool


def reviews(scope: UnitScope) -> Iterator[Reviewed]:
    """Every unit of today: its last review, else its first day, else the school's. Three queries."""
    first = Risk.objects.order_by().values_list("unit").annotate(Min("added_on"))
    began: dict[int, date] = dict(first)
    last = RiskUpdate.objects.filter(kind=RiskUpdate.Kind.REVIEW).order_by()
    reviewed = dict(last.values_list("unit").annotate(Max("on")))
    school = min(began.values(), default=None)
    for unit in units_open(scope):
        since = reviewed.get(unit.pk, began.get(unit.pk))
        if since is not None:
            yield Reviewed(unit.pk, unit.name, since, filed=True)
        else:
            later = [day for day in (school, unit.valid_from) if day is not None]
            yield Reviewed(unit.pk, unit.name, max(later) if school else None, filed=False)


@dataclass(frozen=True)
class Changed:
    """A unit whose posts changed hands, and its list was not gone through since. month: its first day."""

    unit_id: int
    name: str
    month: date


def changes_uncovered(scope: UnitScope, since: str) -> Iterator[Changed]:
    """Units with risks and an appointment begun or ended from that month (`YYYY-MM`) on. Two queries."""
    listed = within(Risk.objects.filter(closed_on__isnull=True), scope).order_by().values("unit")
    rows = Appointment.objects.filter(
        Q(in_post_since__gte=since) | Q(ended_on__gte=since), post__unit__in=listed
    ).order_by()
    latest: dict[int, tuple[str, str]] = {}
    for unit, name, began, ended in rows.values_list(
        "post__unit", "post__unit__name", "in_post_since", "ended_on"
    ):
        latest[unit] = (name, max(began, ended, latest.get(unit, ("", ""))[1]))
    updates = RiskUpdate.objects.filter(unit__in=latest).order_by().values_list("unit")
    updated: Mapping[int, date] = dict(updates.annotate(Max("on")))
    for unit, (name, changed) in sorted(latest.items()):
        if not covered(changed, updated.get(unit)):
            yield Changed(unit, name, date(int(changed[:4]), int(changed[5:7]), 1))


@dataclass(frozen=True)
class Waiting:
    """Lines of one unit and kind that are open and have a deadline."""

    unit_id: int
    unit: str
    kind: str
    count: int
    due: date


def register_waiting(scope: UnitScope) -> Iterator[Waiting]:
    """Open lines by unit and kind, the nearest deadline of each. One query."""
    rows = within(RegisterItem.objects.filter(status__in=OPEN, due_on__isnull=False), scope).order_by()
    counted = rows.values_list("unit", "unit__name", "kind").annotate(Count("pk"), Min("due_on"))
    for unit, name, kind, count, due in counted.order_by("unit", "kind"):
        yield Waiting(unit, name, kind, count, due)
