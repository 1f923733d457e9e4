"""Opening a year that comes in by file, and its list of participants."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection

from ballots.imports import paper_of
from ballots.models import Round
from cadres.models import Cadre
from core.models import ImportBatch
from policy.parameters import AppraisalParameters
from rulebook.selectors import version_on

from ..models import Cycle, CycleEvent, Participant, StagedParticipant


class CycleClosed(Exception):
    """Scoring was confirmed, or the round takes no papers: files change nothing."""


def cycle_open_from_file(*, year: int, actor: Any) -> Cycle:
    """The year's cycle, locked; a year that comes in by file is approved and opened here (第六条).

    Freezes the parameters in force at the end of the year. Runs inside the caller's transaction.
    Raises CycleClosed once scoring is confirmed.
    """
    cycle, created = Cycle.objects.get_or_create(year=year, kind=Cycle.Kind.ANNUAL, level=Cycle.Level.MIDDLE)
    cycle = Cycle.objects.select_for_update(of=("self",)).select_related("round").get(pk=cycle.pk)
    if cycle.confirmed_at is not None:
        raise CycleClosed(f"{year} 年度的计分已经确认，不能再导入文件。")
    if cycle.is_discarded:
        cycle.source = Cycle.Source.FILE
    if cycle.source == Cycle.Source.PLAN:
        return cycle
    if created or cycle.state == Cycle.State.DRAFT:
        version = version_on(date(year, 12, 31))
        parameters = AppraisalParameters.from_json(version.parameters)
        round = Round.objects.create(title=f"{year} 年度民主测评", paper=paper_of(parameters))
        cycle.approve(policy=version, parameters=version.parameters, round=round)
        CycleEvent.record(cycle, actor=actor, from_state=Cycle.State.DRAFT, note=f"冻结参数{version}")
        cycle.open_voting()
        CycleEvent.record(cycle, actor=actor, from_state=Cycle.State.APPROVED, note="由文件导入")
        cycle.save()
    return cycle


_GOOD_ROWS = f"""
      FROM {StagedParticipant._meta.db_table} s
      JOIN {Cadre._meta.db_table} c ON c.staff_no = s.staff_no
     WHERE s.batch_id = %s AND NOT s.bad
"""
_UPSERT = f"""
    INSERT INTO {Participant._meta.db_table} (cycle_id, cadre_id, category, graded, ungraded_reason)
    SELECT %s, c.id, s.category, s.graded, s.ungraded_reason {_GOOD_ROWS}
    ON CONFLICT (cycle_id, cadre_id)
    DO UPDATE SET category = excluded.category, graded = excluded.graded,
                  ungraded_reason = excluded.ungraded_reason
"""


def participants_apply(batch: ImportBatch, cycle: Cycle) -> None:
    """Makes the year's list that of the batch's good rows; a supplement only adds and corrects.

    Who stands on the list with a bad row stays as stored. Runs inside the caller's transaction.
    """
    if not batch.supplement:
        listed = StagedParticipant.objects.filter(batch_id=batch.pk).values("staff_no")
        Participant.objects.filter(cycle=cycle).exclude(cadre__staff_no__in=listed).delete()
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, [cycle.pk, batch.pk])
