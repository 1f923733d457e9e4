"""Everything recorded about one cadre, what counts of it and what does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, CharField, DecimalField, Value

from ..models import Mark, Relief


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
