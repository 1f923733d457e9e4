"""What a year's file says against what is stored of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from core.imports import Differences, RowChange
from core.models import ImportBatch

from ..models import Mark, Relief, StagedMatter

Row = tuple[str, str, str, date, Any, str, str]
"""事项编号, 工号, 措施, 日期 (which row it is), 扣分, 文号, 认定 (what it says)."""
_STAGED = ("number", "staff_no", "measure", "decided_on", "points", "document_no", "finding")
_VALUES = ("扣分", "文号", "认定")


_STORED = (
    "matter__number", "cadre__staff_no", "measure", "decided_on", "points", "document_no", "finding",
)  # fmt: skip


def file_rows(year: int) -> Iterable[tuple[int, Row, bool]]:
    """(primary key, row, whether it was handled here since) of every mark that came with the year's file."""
    handled = Q(dropped_at__isnull=False) | Q(lifted_on__isnull=False)
    rows = Mark.objects.filter(file_year=year).annotate(handled=handled)
    for pk, is_handled, *row in rows.values_list("pk", "handled", *_STORED):
        yield pk, tuple(row), is_handled


def exempted_pairs() -> set[tuple[str, str]]:
    """(事项编号, 工号) on which 免除责任 recorded in the system is in force, for every year. One query."""
    found = Relief.objects.filter(kind=Relief.Kind.EXEMPT, valid_to__isnull=True, file_year__isnull=True)
    return set(found.values_list("matter__number", "cadre__staff_no"))


def file_keys(year: int) -> set[tuple[str, str, str, date]]:
    """What identifies the rows that came with the year's file. One query."""
    return set(Mark.objects.filter(file_year=year).values_list(*_STORED[:4]))


def held_rows(year: int) -> set[tuple[str, str, str, date]]:
    """What identifies the file's rows that were cancelled, replaced or lifted since. One query."""
    touched = Mark.objects.filter(file_year=year).filter(
        Q(dropped_at__isnull=False) | Q(lifted_on__isnull=False)
    )
    return set(touched.values_list(*_STORED[:4]))


@dataclass
class FilePlan:
    """What a staged file does to the year's stored rows. kept: stored rows that stay, as they are."""

    new: Counter[Row]
    gone: dict[int, Row]
    kept: list[Row]


def file_plan(batch: ImportBatch, year: int, *, bad: Collection[int] = ()) -> FilePlan:
    """Good rows replace the stored ones of the same 事项编号, 工号, 措施 and 日期; the others are added.

    What the file does not name goes, unless it is a supplement. What was cancelled, replaced or lifted in the
    system stays as it is, whatever the file says. A bad row is not absence: stored rows of its
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
    stored = list(file_rows(year))
    held = {row[:4] for _, row, handled in stored if handled}
    for row in [row for row in wanted if row[:4] in held]:
        del wanted[row]
    replaced = {row[:4] for row in wanted}
    plan = FilePlan(wanted, {}, [])
    for pk, row, _ in stored:
        if row[:4] in held:
            plan.kept.append(row)
        elif wanted[row]:
            wanted[row] -= 1
            plan.kept.append(row)
        elif row[:4] in replaced or not (batch.supplement or row[:2] in doubtful):
            plan.gone[pk] = row
        else:
            plan.kept.append(row)
    return plan


def matter_differences(batch: ImportBatch, year: int, *, in_full: bool = False) -> Differences:
    """What the staged file would change; a row of the same identity with other values is a changed one.

    in_full: every row is listed, as a preview needs it.
    """
    plan = file_plan(batch, year)
    places = _places(batch) if in_full else {}
    new: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in sorted(plan.new.elements()):
        new[row[:4]].append(row)
    found = Differences()
    for row in plan.kept:
        found.add(RowChange("unchanged", places.get(row), _key(row)), in_full=in_full)
    for old in sorted(plan.gone.values()):
        if new[old[:4]]:
            now = new[old[:4]].pop(0)
            fields = [
                (header, _word(was), _word(value))
                for header, was, value in zip(_VALUES, old[4:], now[4:], strict=True)
                if was != value
            ]
            found.add(RowChange("changed", places.get(now), _key(old), fields), in_full=in_full)
        else:
            change = RowChange("removed", None, _key(old), [("记录", _words(old), "（无）")])
            found.add(change, in_full=in_full)
    told = bool(plan.kept or plan.gone)
    for row in (row for rows in new.values() for row in rows):
        change = RowChange("new", places.get(row), _key(row), [("记录", "（无）", _words(row))])
        found.add(change, told=told, in_full=in_full)
    return found


def _places(batch: ImportBatch) -> dict[Row, int]:
    """Row as staged -> its first place in the file."""
    staged = StagedMatter.objects.filter(batch_id=batch.pk, bad=False).order_by("-row")
    return {tuple(values): row for row, *values in staged.values_list("row", *_STAGED)}


def _word(value: Any) -> str:
    return "（无）" if value in ("", None) else str(value)


def _key(row: Row) -> str:
    return f"{row[0]} {row[1]}"


def _words(row: Row) -> str:
    return "，".join(str(part) for part in row[2:] if part not in ("", None))
