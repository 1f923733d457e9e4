"""The school's publicity of grades was stopped: nobody is told what it stopped (第六条)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from decisions.models import Publicity, PublicityPerson

from .. import selectors
from ..agenda import PUBLISHED
from ..models import Cycle, CycleEvent, Grading
from ..signals import cycle_moved
from .counting import cycle_locked

P = PublicityPerson.State
State = Cycle.State


@transaction.atomic
def publicity_stop(*, publicity: Publicity, people: Iterable[PublicityPerson], actor: Any) -> Cycle:
    """A whole list that was taken back is published again; who is off it waits for the committee."""
    cycle = cycle_locked(publicity.subject_id)
    if publicity.state == Publicity.State.WITHDRAWN:
        return publish_again(cycle, note=f"公示撤回：{publicity.withdrawn_reason}", actor=actor)
    off = {line.cadre_id: line for line in people if line.state in (P.UPHELD, P.WITHDRAWN)}
    public = Grading.objects.filter(participant__cycle=cycle, decided__in=PUBLISHED, held="")
    rows = list(public.filter(participant__cadre__in=off).select_related("participant__cadre"))
    for row in rows:
        line = off[row.participant.cadre_id]
        said = line.withdrawn_reason and f"：{line.withdrawn_reason}"
        row.held, row.version = f"公示中{line.get_state_display()}{said}", row.version + 1
    Grading.objects.bulk_update(rows, ["held", "version"])
    names = "、".join(row.participant.cadre.name for row in rows)
    if rows:
        CycleEvent.record(cycle, actor=actor, note=f"{names}的公示停止，等次待党委更正"[:500])
    return cycle


def publish_again(cycle: Cycle, *, note: str, actor: Any) -> Cycle:
    """Back before the publicity, where somebody's grade is to be made public (again); else it stays."""
    still = selectors.grades_to_publish().filter(participant__cycle=cycle)
    if cycle.state != State.PUBLICITY or not still.exists():
        return cycle
    cycle.unpublish()
    cycle.save()
    CycleEvent.record(cycle, actor=actor, from_state=State.PUBLICITY, note=note)
    cycle_moved.send(Cycle, cycle=cycle, from_state=State.PUBLICITY, to_state=cycle.state, actor=actor)
    return cycle
