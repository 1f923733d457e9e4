"""Everything recorded about one cadre, what counts of it and what does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from policy.influence import NONE, TABLE, Influence, influences, state_on
from rulebook.selectors import limits_of_all_days

from ..models import Mark, Relief
from ..pending import Untold
from .periods import fact_of


@dataclass(frozen=True)
class Lifting:
    """What lifts a cadre's marks on a matter: the finding, where it comes from, and from when to when.

    revoked: document and reason of its revocation, "" where it was not revoked.
    """

    kind: str
    source: str
    valid_from: date | None
    valid_to: date | None
    file_year: int | None
    revoked: str = ""

    def in_force(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or self.valid_to > on
        )


@dataclass(frozen=True)
class Recorded:
    """A mark of one cadre as a page shows it; `years` are the files that hold it, empty for one made on line.

    lifting: what lifts it on the day that was asked for (第十四条). A relief that lifts no mark
    stands alone, without a measure. ended: why it counts no more, cancelled or replaced, "" while it stands;
    released: its written 解除; influence: its period, None where it counts nowhere; state: of that day.
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
    ended: str = ""
    released: str = ""
    influence: Influence | None = None
    state: str = NONE

    @property
    def counts(self) -> bool:
        """Whether it counts: neither lifted, cancelled nor replaced."""
        return self.lifting is None and not self.ended


def record_of(cadre: int, *, on: date, untold: Collection[Untold] = ()) -> list[Recorded]:
    """Everything recorded about one cadre, newest first, the lifted too; three queries at most.

    The same row in several years' files is one mark. A year's file is closed in itself, as in `marks_of`.
    untold: findings that the reader must not learn of: what they led to is left out.
    """
    hidden = {one.relief for one in untold}
    reliefs: dict[str, list[Lifting]] = defaultdict(list)
    for row in Relief.objects.filter(cadre=cadre).select_related("matter").order_by("kind", "pk"):
        if row.pk in hidden:
            continue
        revoked = "，".join(filter(None, (row.revoked_document, row.revoked_reason)))
        reliefs[row.matter.number].append(
            Lifting(row.kind, row.source, row.valid_from, row.valid_to, row.file_year, revoked)
        )
    rows = Mark.objects.filter(cadre=cadre).select_related("matter", "replaced_by").order_by("pk")
    marks = as_before(rows, untold)
    same: dict[tuple[Any, ...], list[Mark]] = defaultdict(list)
    for mark in marks:
        lifting = _lifting(reliefs[mark.matter.number], mark.file_year, on)
        same[(*_identity(mark), lifting)].append(mark)
    periods = _periods({key: some[0] for key, some in same.items()})
    told = [_recorded(some, key[-1], periods.get(key), on) for key, some in same.items()]
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


def as_before(marks: Iterable[Mark], untold: Collection[Untold]) -> list[Mark]:
    """The marks as they stood before those findings: what was given under them never was. Not to be saved."""
    rulings = {ruling for one in untold for ruling in one.rulings}
    found = [mark for mark in marks if mark.ruling_id not in rulings]
    for mark in found:
        if mark.replaced_by_id in rulings:
            mark.replaced_by, mark.dropped_at = None, None
    return found


def _identity(mark: Mark) -> tuple[Any, ...]:
    """What a page shows of a mark: two rows that say the same are one."""
    return (
        mark.matter.number,
        mark.measure,
        mark.decided_on,
        mark.points,
        mark.document_no,
        mark.finding,
        mark.influence_to,
        mark.lifted_on,
        ended_words(mark),
    )


def ended_words(mark: Mark) -> str:
    """Why a mark counts no more, "" while it stands."""
    if mark.cancelled_on:
        told = "，".join(filter(None, (mark.cancel_document, mark.cancel_reason)))
        return f"{mark.cancelled_on} 撤销：{told}"
    if mark.replaced_by:
        kind = f"认定{mark.replaced_by.kind}" if mark.replaced_by.kind else "改变处理"
        return f"{mark.replaced_by.ruled_on} {kind}，改按实际给予的措施计算，来源：{mark.replaced_by.source}"
    return ""


def _periods(marks: dict[tuple[Any, ...], Mark]) -> dict[tuple[Any, ...], Influence]:
    """The periods of what stands and is not lifted; no query where nothing has one."""
    standing = {key: mark for key, mark in marks.items() if mark.stands and key[-1] is None}
    if not any(mark.measure in TABLE or mark.influence_to for mark in standing.values()):
        return {}
    limits = limits_of_all_days()
    first: dict[tuple[Any, ...], Mark] = {}
    for mark in sorted(standing.values(), key=lambda one: one.file_year is not None):
        first.setdefault((mark.matter_id, mark.measure, mark.decided_on), mark)
    found = influences(fact_of(mark, limits) for mark in first.values())
    return {key: found[mark.pk] for key, mark in standing.items() if mark.pk in found}


def _recorded(some: list[Mark], lifting: Lifting | None, period: Influence | None, on: date) -> Recorded:
    mark = some[0]
    released = f"{mark.lifted_on} 解除，{mark.lifting_document}" if mark.lifted_on else ""
    return Recorded(
        mark.matter.number,
        mark.measure,
        mark.decided_on,
        mark.points,
        mark.document_no,
        mark.finding,
        tuple(sorted({one.file_year for one in some if one.file_year})),
        lifting,
        influence_to=period.runs_until if period else None,
        ended=ended_words(mark),
        released=released,
        influence=period,
        state=state_on(period, on) if period else NONE,
    )


def _lifting(reliefs: Iterable[Lifting], year: int | None, on: date) -> Lifting | None:
    """The first relief in force that reaches a mark of that year's file (None: made on line)."""
    reach = (None,) if year is None else (year, None)
    return next((one for one in reliefs if one.file_year in reach and one.in_force(on)), None)
