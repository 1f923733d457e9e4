"""Reading what was printed for meetings, who still holds it, and who has confirmed the count."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from core.models import Installation

from ..models import Cycle, PrintedCopy, PrintRun, ScoreConfirmation


def copies_out() -> QuerySet[PrintedCopy]:
    """Copies that somebody still has to bring back, of all years."""
    return PrintedCopy.objects.filter(collected_at__isnull=True, missing_note="")


def runs_newest_first(cycle: Cycle) -> QuerySet[PrintRun]:
    """The year's runs with `out`, `collected` and `missing`: numbers of copies; one query."""
    held, lost = Q(numbered__collected_at__isnull=True), ~Q(numbered__missing_note="")
    return (
        PrintRun.objects.filter(cycle=cycle)
        .select_related("printed_by")
        .annotate(
            out=Count("numbered", filter=held & Q(numbered__missing_note="")),
            collected=Count("numbered", filter=Q(numbered__collected_at__isnull=False)),
            missing=Count("numbered", filter=held & lost),
        )
        .order_by("-pk")
    )


def copies_of(run: PrintRun) -> QuerySet[PrintedCopy]:
    """The run's copies by number, with who collected each or reported it missing."""
    return run.numbered.select_related("collected_by", "missing_by").order_by("number")


def every_copy(cycle: Cycle) -> QuerySet[PrintedCopy]:
    """All copies of the year's runs, the newest run first."""
    return (
        PrintedCopy.objects.filter(run__cycle=cycle)
        .select_related("run__printed_by", "collected_by", "missing_by")
        .order_by("-run", "number")
    )


def confirmations_of(cycle: Cycle) -> list[ScoreConfirmation]:
    """Who has confirmed the results that stand now."""
    return list(
        ScoreConfirmation.objects.filter(cycle=cycle, outcome_sha256=cycle.outcome_sha256)
        .select_related("user")
        .order_by("duty")
    )


def office_name() -> str:
    """Whose paper it is, e.g. 某大学党委组织部."""
    installation = Installation.objects.first()
    return f"{installation.name if installation else ''}党委组织部"
