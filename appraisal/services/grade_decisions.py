"""The committee's grades become the participants' (第六条)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from core.pages import RuleBroken, require
from policy.grades import may_decide_grade, may_decide_grades
from policy.verdict import Verdict

from .. import selectors
from ..models import Cycle, CycleEvent, Grading
from ..signals import grades_corrected
from .counting import cycle_locked
from .publicizing import publish_again
from .steps import cycle_decided


@transaction.atomic
def grades_decide(*, cycle_pk: int, entries: Sequence[Any], meeting: Any, actor: Any) -> Cycle:
    """Stores what the final minutes say of each entry; with the last one the cycle is decided.

    entries: lines of the agenda, their subject a participant. What is decided again after that is left to the
    rooms above: a revision with its reason. Raises RuleBroken, by name, for a word that somebody may not
    have, and where more are 优秀 than the parameters allow.
    """
    cycle = cycle_locked(cycle_pk)
    if cycle.state != Cycle.State.PANEL and not cycle.is_decided:
        raise RuleBroken(f"{cycle.label}考核已退回重新计分，这次会议不能审定其等次。请将该议题改为缓议。")
    said = {entry.subject_id: entry for entry in entries}
    found = Grading.objects.filter(participant__cycle=cycle, participant__in=said)
    rows = list(found.select_related("participant__cadre", "participant__cycle", "participant__result"))
    require(_each_may(rows, said))
    if cycle.is_decided:
        grades_corrected.send(Cycle, cycle=cycle, entries=entries, meeting=meeting, actor=actor)
        require(may_decide_grades(selectors.quota_of(cycle)))
        return publish_again(cycle, note=f"{meeting}更正等次，须重新公示", actor=actor)
    _store(rows, said, meeting)
    require(may_decide_grades(selectors.quota_of(cycle)))
    if again := [f"{row.participant.cadre.name}{row.decided}" for row in rows if row.revision > 1]:
        CycleEvent.record(cycle, actor=actor, note=f"{meeting}更正等次：{'、'.join(again)}"[:500])
    waiting = cycle.participants.exclude(grading__isnull=False, grading__decided__gt="").exists()
    if not waiting:
        return cycle_decided(cycle_pk=cycle.pk, note=f"{meeting}审定全部等次", actor=actor)
    return cycle


def _store(rows: Sequence[Grading], said: Mapping[int, Any], meeting: Any) -> None:
    for row in rows:
        entry = said[row.participant_id]
        row.decided, row.decision_reason = entry.outcome, entry.reason[:500]
        row.decided_on, row.meeting, row.entry = meeting.held_on, str(meeting), entry.pk
        row.revision += 1
        row.version += 1
    Grading.objects.bulk_update(
        rows, ["decided", "decision_reason", "decided_on", "meeting", "entry", "revision", "version"]
    )


def _each_may(rows: Iterable[Grading], said: Mapping[int, Any]) -> Verdict:
    """Everybody whose word the rules forbid, at once: the minutes are corrected once."""
    verdicts = (
        may_decide_grade(selectors.proposal_facts(row.participant), said[row.participant_id].outcome)
        for row in rows
    )
    return Verdict(tuple(reason for verdict in verdicts for reason in verdict.reasons))
