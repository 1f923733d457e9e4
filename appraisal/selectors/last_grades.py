"""A cadre's decided grades, as an accountability record shows them (第十二条)."""

from __future__ import annotations

from collections.abc import Sequence

from ..models import Cycle, Grading


def decided_grades(cadre_id: int) -> Sequence[tuple[str, str]]:
    """(label of the year, grade as decided), the newest first; annual cycles only. One query."""
    rows = Grading.objects.filter(participant__cadre=cadre_id, participant__cycle__kind=Cycle.Kind.ANNUAL)
    decided = rows.exclude(decided="").select_related("participant__cycle")
    found = decided.order_by("-participant__cycle__year", "-pk")
    return [(row.participant.cycle.label, row.decided) for row in found if row.participant.cycle.is_decided]
