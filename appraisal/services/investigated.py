"""A disclosed investigation: whoever it concerns takes part without a grade (第六条).

One that is not disclosed changes nothing here: neither lists nor counts may tell that there is one.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from matters.models import Investigation
from policy.participation import DISCREET_WORDS, INVESTIGATED

from .. import selectors
from ..models import Cycle, CycleEvent, Participant
from .reopening import cycle_reopen
from .year_files import year_follow


@transaction.atomic
def investigation_follow(*, investigation: Investigation, actor: Any) -> list[Participant]:
    """Years run here that are not decided: 不确定等次, shown outside the heads as 需组织部门核定.

    Once closed nothing is given back by itself: the department corrects the list with a reason (补定等次).
    """
    if not investigation.disclosed or not investigation.is_open:
        return []
    people = Participant.objects.filter(
        cadre=investigation.cadre_id,
        graded=True,
        cycle__source=Cycle.Source.PLAN,
        cycle__year__gte=investigation.opened_on.year,
    ).exclude(cycle__state=Cycle.State.DRAFT)
    found = list(people.select_related("cycle", "cadre"))
    for person in found:
        cycle = person.cycle
        if selectors.is_settled(cycle):
            continue
        person.graded, person.discreet, person.ungraded_reason = False, True, INVESTIGATED
        person.version += 1
        person.save(update_fields=["graded", "discreet", "ungraded_reason", "version"])
        CycleEvent.record(cycle, actor=actor, note=f"{person.cadre.name}改为不确定等次：{DISCREET_WORDS}")
        if cycle.confirmed_at is not None:
            cycle_reopen(cycle_pk=cycle.pk, reason="名单有更正", actor=actor)
        elif cycle.state == Cycle.State.SCORED:
            year_follow(cycle=cycle, actor=actor)
    return found
