"""Figures of the discipline office's board: what waits, what is late, how many by month and unit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, QuerySet
from django.db.models.functions import TruncMonth

from core.models import Job
from policy.alerts_steps import KINDS, RUNNING
from policy.months import months_later

from ..models import Card, Signal
from ..services.scan import NIGHTLY

MONTHS, UNITS, LATE = 12, 15, 20


@dataclass(frozen=True)
class Board:
    """Figures of one reader's board.

    waiting, overdue: signals to judge, oldest: the first of them; by_state: running cards; late: those past
    their day; months: (2026-03, issued by kind); units: (name, issued in twelve months); job: the last scan.
    """

    waiting: int
    overdue: int
    oldest: date | None
    by_state: list[tuple[str, int]]
    late: list[Card]
    late_count: int
    months: list[tuple[str, Counter[str]]]
    units: list[tuple[str, int]]
    job: Job | None


def board_of(signals: QuerySet[Signal], cards: QuerySet[Card], on: date) -> Board:
    """Over what the reader sees; a fixed number of queries."""
    waiting = signals.filter(state=Signal.State.WAITING)
    told = waiting.aggregate(count=Count("pk"), oldest=Min("found_on"))
    by_state = dict(
        cards.filter(state__in=RUNNING | {"approving", "draft"})
        .order_by()
        .values_list("state")
        .annotate(Count("pk"))
    )
    late = cards.filter(state__in=RUNNING, due_on__lt=on).select_related("cadre", "unit")
    since = months_later(on.replace(day=1), 1 - MONTHS)
    issued = cards.counted().filter(issued_on__gte=since)  # type: ignore[attr-defined]
    return Board(
        waiting=told["count"],
        overdue=waiting.filter(due_on__lt=on).count(),
        oldest=told["oldest"],
        by_state=[(code, by_state[code]) for code in Card.State.values if code in by_state],
        late=list(late.order_by("due_on", "pk")[:LATE]),
        late_count=late.count(),
        months=_months(issued, since),
        units=list(
            issued.order_by()
            .values_list("unit__name")
            .annotate(count=Count("pk"))
            .order_by("-count", "unit__name")[:UNITS]
        ),
        job=Job.objects.filter(kind=NIGHTLY).order_by("-pk").first(),
    )


def _months(issued: QuerySet[Card], since: date) -> list[tuple[str, Counter[str]]]:
    """Every month of the twelve, also those without a card."""
    found: dict[str, Counter[str]] = {
        f"{months_later(since, ahead):%Y-%m}": Counter() for ahead in range(MONTHS)
    }
    rows = issued.order_by().annotate(month=TruncMonth("issued_on")).values_list("month", "kind")
    for month, kind, count in rows.annotate(Count("pk")):
        found[f"{month:%Y-%m}"][KINDS[kind]] += count
    return list(found.items())
