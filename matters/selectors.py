"""The one place that answers what counts against whom, and what is lifted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
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


def lifted_for(cadres: Any, *, year: int, on: date) -> dict[int, dict[str, str]]:
    """Cadre id -> {matter number: lifting finding} in force on that day (第十四条).

    Closed like `marks_of`: findings of the year's own file, and those recorded on line.
    """
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = (
        Relief.objects.filter(cadre__in=cadres)
        .filter(Q(file_year=year) | Q(file_year__isnull=True))
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on))
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
        .order_by("kind")
    )
    for cadre, number, kind in rows.values_list("cadre_id", "matter__number", "kind"):
        found[cadre].setdefault(number, kind)
    return dict(found)


Row = tuple[str, str, str, date, Any, str, str]
"""事项编号, 工号, 措施, 日期 (which row it is), 扣分, 文号, 认定 (what it says)."""
_STAGED = ("number", "staff_no", "measure", "decided_on", "points", "document_no", "finding")
_VALUES = ("扣分", "文号", "认定")


def file_rows(year: int) -> Iterable[tuple[int, Row]]:
    """(primary key, row) of every mark that came with the year's file; a row is what identifies it."""
    for pk, *row in Mark.objects.filter(file_year=year).values_list(
        "pk", "matter__number", "cadre__staff_no", "measure", "decided_on", "points", "document_no", "finding"
    ):
        yield pk, tuple(row)  # type: ignore[misc]


@dataclass
class FilePlan:
    """What a staged file does to the year's stored rows. kept: stored rows that stay, as they are."""

    new: Counter[Row]
    gone: dict[int, Row]
    kept: list[Row]


def file_plan(batch: ImportBatch, year: int, *, bad: Collection[int] = ()) -> FilePlan:
    """Good rows replace the stored ones of the same 事项编号, 工号, 措施 and 日期; the others are added.

    What the file does not name goes, unless it is a supplement. A bad row is not absence: stored rows of its
    事项编号 and 工号 stay. bad: rows found bad that are not yet marked so.
    """
    wanted: Counter[Row] = Counter()
    doubtful = set()
    for row, is_bad, *values in StagedMatter.objects.filter(batch_id=batch.pk).values_list(
        "row", "bad", *_STAGED
    ):
        if is_bad or row in bad:
            doubtful.add(tuple(values[:2]))
        else:
            wanted[tuple(values)] += 1
    replaced = {row[:4] for row in wanted}
    plan = FilePlan(wanted, {}, [])
    for pk, row in file_rows(year):
        if wanted[row]:
            wanted[row] -= 1
            plan.kept.append(row)
        elif row[:4] in replaced or not (batch.supplement or row[:2] in doubtful):
            plan.gone[pk] = row
        else:
            plan.kept.append(row)
    return plan


def matter_differences(batch: ImportBatch, year: int) -> Differences:
    """What the staged file would change; a row of the same identity with other values is a changed one."""
    plan = file_plan(batch, year)
    new: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in sorted(plan.new.elements()):
        new[row[:4]].append(row)
    found = Differences(unchanged=len(plan.kept))
    for old in sorted(plan.gone.values()):
        if new[old[:4]]:
            found.changed += 1
            now = new[old[:4]].pop(0)
            found.details += [
                Difference(_key(old), header, _word(was), _word(value))
                for header, was, value in zip(_VALUES, old[4:], now[4:], strict=True)
                if was != value
            ]
        else:
            found.removed += 1
            found.details.append(Difference(_key(old), "记录", _words(old), "（无）"))
    added = [row for rows in new.values() for row in rows]
    found.new = len(added)
    if plan.kept or plan.gone:
        found.details += [Difference(_key(row), "记录", "（无）", _words(row)) for row in added]
    return found


def _word(value: Any) -> str:
    return "（无）" if value in ("", None) else str(value)


def _key(row: Row) -> str:
    return f"{row[0]} {row[1]}"


def _words(row: Row) -> str:
    return "，".join(str(part) for part in row[2:] if part not in ("", None))
