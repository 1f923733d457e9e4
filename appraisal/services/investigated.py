"""A disclosed investigation: whoever it concerns takes part without a grade (第六条).

One that is not disclosed changes nothing here: neither lists nor counts may tell that there is one.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from matters.models import Investigation

from ..models import Cycle, CycleEvent, Participant
from .year_files import year_follow

REASON = "立案审查调查尚未结案"
ARTICLE = "第六条"


@transaction.atomic
def investigation_follow(*, investigation: Investigation, actor: Any) -> list[Participant]:
    """Years run here that nobody has confirmed: 不确定等次, shown outside the heads as 需组织部门核定.

    Once closed nothing is given back by itself: the department corrects the list with a reason (补定等次).
    """
    if not investigation.disclosed or not investigation.is_open:
        return []
    people = Participant.objects.filter(
        cadre=investigation.cadre_id,
        graded=True,
        cycle__source=Cycle.Source.PLAN,
        cycle__confirmed_at__isnull=True,
        cycle__year__gte=investigation.opened_on.year,
    ).exclude(cycle__state=Cycle.State.DRAFT)
    found = list(people.select_related("cycle", "cadre"))
    for person in found:
        person.graded, person.discreet, person.ungraded_reason = False, True, REASON
        person.basis = [
            *person.basis,
            {
                "rule": "participant.investigated",
                "article": ARTICLE,
                "text": f"{REASON}，参加考核，不确定等次（{ARTICLE}）。",
            },
        ]
        person.save(update_fields=["graded", "discreet", "ungraded_reason", "basis"])
        CycleEvent.record(
            person.cycle, actor=actor, note=f"{person.cadre.name}改为不确定等次：需组织部门核定"
        )
        if person.cycle.state == Cycle.State.SCORED:
            year_follow(cycle=person.cycle, actor=actor)
    return found
