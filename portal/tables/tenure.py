"""任职、任期、离岗 of one cadre: a picture, and the same facts as lines of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cadres.models import Absence, Appointment
from core import clock

from ..pictures import Bar, Timeline, timeline

NONE = "—"
UNTIL_NOW = "至今"
AWAY = "离岗"
FILLS = {"acting": "url(#tenure-hatch)", "absence": "url(#tenure-dots)"}


@dataclass(frozen=True)
class AppointmentLine:
    pk: int
    post: str
    unit: str
    level: str
    way: str
    starts: str
    rank_since: str
    ends: str
    term: str
    probation: str
    document: str
    open: bool


@dataclass(frozen=True)
class TenureLine:
    """A row of the timeline; `fill` names a pattern, so that the kind is not told by colour alone."""

    post: str
    way: str
    span: str
    pattern: str
    fill: str
    bar: Bar | None


@dataclass(frozen=True)
class AbsenceLine:
    """kind and note are empty for whoever is not told why."""

    pk: int
    kind: str
    starts: str
    ends: str
    span: str
    note: str
    open: bool


def appointment_lines(appointments: Iterable[Appointment]) -> list[AppointmentLine]:
    return [
        AppointmentLine(
            pk=item.pk,
            post=item.post.title,
            unit=item.post.unit.name,
            level=item.admin_level,
            way=f"{item.get_kind_display()}（{item.post.rank}）",
            starts=item.in_post_since or "未登记",
            rank_since=item.in_rank_since,
            ends=item.ended_on or "在任",
            term=term_of(item) or NONE,
            probation=_probation(item),
            document="；".join(filter(None, (item.document_no, _ended(item)))) or NONE,
            open=item.is_open,
        )
        for item in appointments
    ]


def term_of(item: Any) -> str:
    """任期 as text; the two ends are annotated by `selectors.appointments_of`."""
    return (
        f"{item.term_starts or '？'} — {item.term_ends or '？'}" if item.term_starts or item.term_ends else ""
    )


def _ended(item: Appointment) -> str:
    told = "，".join(filter(None, (item.end_document_no, item.end_reason)))
    return f"免职：{told}" if told else ""


def _probation(item: Appointment) -> str:
    if not (item.probation_from or item.probation_to):
        return ""
    told = f"试用期 {item.probation_from or '？'} — {item.probation_to or '？'}"
    return told + (f"，{item.get_probation_outcome_display()}" if item.probation_outcome else "")


def tenure(
    appointments: Sequence[Appointment], absences: Sequence[AbsenceLine]
) -> tuple[list[TenureLine], Timeline]:
    """The rows of the timeline, the newest first, and its axis."""
    rows = [
        (item.in_post_since, item.ended_on, whole_post(item), item.get_kind_display(), str(item.kind))
        for item in appointments
    ]
    rows += [
        (item.starts, item.ends, item.note, f"离岗：{item.kind}" if item.kind else AWAY, "absence")
        for item in absences
    ]
    rows.sort(key=lambda row: row[0], reverse=True)
    picture = timeline([row[:2] for row in rows], today=clock.today())
    lines = [
        TenureLine(post, way, _span(start, end), pattern, FILLS.get(pattern, ""), bar)
        for (start, end, post, way, pattern), bar in zip(rows, picture.bars, strict=True)
    ]
    return lines, picture


def whole_post(item: Appointment) -> str:
    """教务处处长, whether or not the title begins with the unit."""
    unit, title = item.post.unit.name, item.post.title
    return title if title.startswith(unit) else f"{unit}{title}"


def _span(start: str, end: str) -> str:
    return f"{start or '未登记'} — {end or UNTIL_NOW}"


def absence_lines(absences: Iterable[Absence], *, told: bool) -> list[AbsenceLine]:
    """told: whether the viewer learns why; an illness is told to the cadre and the two departments only."""
    return [
        AbsenceLine(
            pk=item.pk,
            kind=item.get_kind_display() if told else "",
            starts=str(item.starts),
            ends=str(item.ends or ""),
            span=_span(str(item.starts), str(item.ends or "")),
            note=item.note if told else "",
            open=item.ends is None,
        )
        for item in absences
    ]
