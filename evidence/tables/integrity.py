"""Integrity opinions of a cycle as one reader reads them (第六条)."""

from __future__ import annotations

from dataclasses import dataclass

from appraisal.models import Cycle, Participant
from policy.integrity import DEFERRED, DISCREET, said_of

from ..models import IntegrityOpinion
from ..selectors.integrity import asked_about

NOT_ASKED, WAITING = "未征求", "待答复"


@dataclass(frozen=True)
class IntegrityLine:
    """One participant. said: the conclusion for this reader; document and told are kept back where it is."""

    cadre: int
    staff_no: str
    name: str
    category: str
    said: str
    kind: str
    document_no: str
    told: bool
    waiting: bool


def integrity_lines(cycle: Cycle, *, heads: bool) -> list[IntegrityLine]:
    """Everybody of the cycle, by 工号; three queries."""
    held = {row.cadre_id: row for row in IntegrityOpinion.objects.current().filter(cycle=cycle)}
    asked = asked_about(cycle)
    people = Participant.objects.filter(cycle=cycle).order_by("cadre__staff_no").select_related("cadre")
    return [_line(person, held.get(person.cadre_id), person.cadre_id in asked, heads) for person in people]


def _line(person: Participant, row: IntegrityOpinion | None, asked: bool, heads: bool) -> IntegrityLine:
    if row is None:
        said, kind = (WAITING, "warn") if asked else (NOT_ASKED, "neutral")
    else:
        said, kind = said_of(row.conclusion, row.get_conclusion_display(), heads=heads), _kind(row)
    kept_back = said == DISCREET
    return IntegrityLine(
        cadre=person.cadre_id,
        staff_no=person.cadre.staff_no,
        name=person.cadre.name,
        category=person.category,
        said=said,
        kind="neutral" if kept_back else kind,
        document_no="" if row is None or kept_back else row.document_no,
        told=row is not None and row.told,
        waiting=row is None and asked,
    )


def _kind(row: IntegrityOpinion) -> str:
    kinds = IntegrityOpinion.Conclusion
    return {kinds.CLEAR: "good", kinds.AFFECTED: "danger", DEFERRED: "warn"}.get(row.conclusion, "neutral")
