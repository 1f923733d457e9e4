"""The one place that answers what counts against whom, and what is lifted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, CharField, DecimalField, Q, Value

from core.imports import Differences, RowChange
from core.models import ImportBatch
from policy.facts import MarkFact

from .models import Investigation, Mark, Relief, StagedMatter


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


@dataclass(frozen=True)
class Lifting:
    """What lifts a cadre's marks on a matter: the finding, where it comes from, and from when to when."""

    kind: str
    source: str
    valid_from: date | None
    valid_to: date | None
    file_year: int | None

    def in_force(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or self.valid_to > on
        )


@dataclass(frozen=True)
class Recorded:
    """A mark of one cadre as a page shows it; `years` are the files that hold it, empty for one made on line.

    lifting: what lifts it on the day that was asked for (第十四条). A relief that lifts no mark
    stands alone, without a measure.
    """

    matter: str
    measure: str
    decided_on: date | None
    points: Decimal
    document_no: str
    finding: str
    years: tuple[int, ...]
    lifting: Lifting | None
    influence_to: date | None = None


def record_of(cadre: int, *, on: date) -> list[Recorded]:
    """Everything recorded about one cadre, newest first, the lifted too; one query.

    The same row in several years' files is one mark. A year's file is closed in itself, as in `marks_of`.
    """
    reliefs: dict[str, list[Lifting]] = defaultdict(list)
    marks = []
    for number, year, is_mark, *columns in _marks_and_reliefs(cadre):
        if is_mark:
            marks.append((number, year, columns))
        else:
            _, kind, source, valid_from, valid_to, _ = columns
            reliefs[number].append(Lifting(kind, source, valid_from, valid_to, year))
    found: dict[tuple[Any, ...], set[int]] = defaultdict(set)
    for number, year, (points, measure, document, day, until, finding) in marks:
        lifting = _lifting(reliefs[number], year, on)
        found[number, measure, day, points, document, finding, lifting, until].update([year] if year else [])
    told = [
        Recorded(number, measure, day, points, document, finding, tuple(sorted(years)), lifting, until)
        for (number, measure, day, points, document, finding, lifting, until), years in found.items()
    ]
    used = {(item.matter, item.lifting) for item in told}
    told += [
        Recorded(number, "", None, Decimal(0), "", "", (), lifting)
        for number, some in reliefs.items()
        for lifting in some
        if (number, lifting) not in used
    ]
    return sorted(
        told, key=lambda item: (item.decided_on or date.min, item.matter, item.measure), reverse=True
    )


def _marks_and_reliefs(cadre: int) -> Iterable[Any]:
    """(事项编号, file year, whether a mark, …) of both tables, the columns of equal types side by side."""
    marks = Mark.objects.filter(cadre=cadre).values_list(
        "matter__number",
        "file_year",
        Value(True, output_field=BooleanField()),
        "points",
        "measure",
        "document_no",
        "decided_on",
        "influence_to",
        "finding",
    )
    reliefs = Relief.objects.filter(cadre=cadre).values_list(
        "matter__number",
        "file_year",
        Value(False, output_field=BooleanField()),
        Value(Decimal(0), output_field=DecimalField()),
        "kind",
        "source",
        "valid_from",
        "valid_to",
        Value("", output_field=CharField()),
    )
    return marks.order_by().union(reliefs.order_by(), all=True).order_by("measure")


def _lifting(reliefs: Iterable[Lifting], year: int | None, on: date) -> Lifting | None:
    """The first relief in force that reaches a mark of that year's file (None: made on line)."""
    reach = (None,) if year is None else (year, None)
    return next((one for one in reliefs if one.file_year in reach and one.in_force(on)), None)


Row = tuple[str, str, str, date, Any, str, str]
"""事项编号, 工号, 措施, 日期 (which row it is), 扣分, 文号, 认定 (what it says)."""
_STAGED = ("number", "staff_no", "measure", "decided_on", "points", "document_no", "finding")
_VALUES = ("扣分", "文号", "认定")


def reaches(relief: Relief, year: int) -> bool:
    """Whether a relief made on line lifts a mark that a year's appraisal looks at."""
    marks = Mark.objects.filter(matter=relief.matter_id, cadre=relief.cadre_id)
    return marks.filter(Q(file_year=year) | Q(file_year__isnull=True)).exists()


def investigations_open(cadres: Any, *, on: date) -> dict[int, bool]:
    """Cadre id -> whether an investigation open on that day is disclosed; for the heads' eyes only."""
    rows = Investigation.objects.filter(cadre__in=cadres, opened_on__lte=on)
    found: dict[int, bool] = {}
    for cadre, disclosed in rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on)).values_list(
        "cadre_id", "disclosed"
    ):
        found[cadre] = found.get(cadre, True) and disclosed
    return found


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
