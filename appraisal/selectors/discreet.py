"""What only the heads of both offices read before a decision: who waits for what (第六条, 第十八条).

Neither lists nor counts nor exports ask here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core import clock
from matters.selectors import investigations_open

from ..models import Cycle, CycleState, Participant

# From the scoring to the committee's decision: the heads need it then, and nobody later.
STAGES = frozenset({CycleState.INTERVIEW, CycleState.SCORED, CycleState.PANEL})
UNDISCLOSED = "有未公开情况，等次暂不确定"
DISCLOSED = "立案审查调查尚未结案（已公开）"


@dataclass(frozen=True)
class Waiting:
    """One person and why the grade has to wait."""

    name: str
    staff_no: str
    unit: str
    why: str


def waiting_people(cycle: Cycle, user: Any) -> list[Waiting]:
    """Participants with an open investigation or a discreet reason, never the reader; two queries."""
    if cycle.state not in STAGES:
        return []
    people = Participant.objects.filter(cycle=cycle).exclude(cadre__staff_no=getattr(user, "staff_no", ""))
    rows = list(people.select_related("cadre").order_by("cadre__staff_no"))
    found = investigations_open([row.cadre_id for row in rows], on=clock.today())
    told = []
    for row in rows:
        if row.cadre_id in found:
            why = DISCLOSED if found[row.cadre_id] else UNDISCLOSED
        elif row.discreet:
            why = row.ungraded_reason
        else:
            continue
        told.append(Waiting(row.cadre.name, row.cadre.staff_no, row.unit_name, why))
    return told
