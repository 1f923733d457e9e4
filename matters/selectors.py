"""The one place that answers what counts against whom, and what is lifted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from core.imports import Difference, Differences
from core.models import ImportBatch
from policy.facts import MarkFact

from .models import Mark, Relief, StagedMatter


def marks_of(cadres: Any, *, year: int) -> dict[int, tuple[MarkFact, ...]]:
    """Cadre id -> marks that a year's appraisal looks at, of all dates.

    cadres: a queryset or list of ids. A year that came by file is closed in itself: it sees the marks of its
    own file and those recorded on line, not the copies in other years' files.
    """
    found: dict[int, list[MarkFact]] = defaultdict(list)
    rows = Mark.objects.filter(cadre__in=cadres).filter(Q(file_year=year) | Q(file_year__isnull=True))
    columns = ("pk", "matter__number", "measure", "decided_on", "points", "document_no", "finding")
    for cadre, *values in rows.values_list("cadre_id", *columns):
        found[cadre].append(MarkFact(*values))
    return {cadre: tuple(marks) for cadre, marks in found.items()}


def lifted_for(cadres: Any, *, on: date) -> dict[int, dict[str, str]]:
    """Cadre id -> {matter number: lifting finding} in force on that day (第十四条)."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = (
        Relief.objects.filter(cadre__in=cadres)
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on))
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
        .order_by("kind")
    )
    for cadre, number, kind in rows.values_list("cadre_id", "matter__number", "kind"):
        found[cadre].setdefault(number, kind)
    return dict(found)


Row = tuple[str, str, str, date, Any, str, str]


def file_rows(year: int) -> Iterable[tuple[int, Row]]:
    """(primary key, row) of every mark that came with the year's file; a row is what identifies it."""
    for pk, *row in Mark.objects.filter(file_year=year).values_list(
        "pk", "matter__number", "cadre__staff_no", "measure", "decided_on", "points", "document_no", "finding"
    ):
        yield pk, tuple(row)  # type: ignore[misc]


def staged_rows(batch: ImportBatch) -> Iterable[Row]:
    """The good staged rows in the same form."""
    return StagedMatter.objects.filter(batch_id=batch.pk, bad=False).values_list(  # type: ignore[return-value]
        "number", "staff_no", "measure", "decided_on", "points", "document_no", "finding"
    )


def matter_differences(batch: ImportBatch, year: int) -> Differences:
    """What the staged file would change: a changed row shows as one gone and one new."""
    stored = Counter(row for _, row in file_rows(year))
    staged = Counter(staged_rows(batch))
    new, gone = staged - stored, Counter() if batch.supplement else stored - staged
    found = Differences(
        new=new.total(), removed=gone.total(), unchanged=(staged & stored).total(), details=[]
    )
    if stored:
        found.details = [Difference(_key(row), "记录", _words(row), "（无）") for row in gone.elements()]
        found.details += [Difference(_key(row), "记录", "（无）", _words(row)) for row in new.elements()]
    return found


def _key(row: Row) -> str:
    return f"{row[0]} {row[1]}"


def _words(row: Row) -> str:
    return "，".join(str(part) for part in row[2:] if part not in ("", None))
