"""Bringing machine-read papers into a round."""

from __future__ import annotations

from django.db import connection

from cadres.models import Cadre
from core.bulk import statistics_refresh
from core.models import ImportBatch

from .models import BallotLine, Round, StagedBallot

_LINES = BallotLine._meta.db_table
_ROWS = f"""
      FROM {StagedBallot._meta.db_table} s
      JOIN {Cadre._meta.db_table} c ON c.staff_no = s.staff_no
     WHERE s.batch_id = %s
"""
_GOOD_ROWS = f"{_ROWS} AND NOT s.bad"
_INSERT = f"""
    INSERT INTO {_LINES} (round_id, cadre_id, paper, "group", marks)
    SELECT %s, c.id, s.paper, s."group", s.marks {_GOOD_ROWS}
"""
_UPSERT = f"""{_INSERT}
    ON CONFLICT (round_id, cadre_id, paper)
    DO UPDATE SET "group" = excluded."group", marks = excluded.marks
"""
# What is stored and no longer said (a bad row still says it), as one set: a look-up per stored line would
# take hours on SQLite.
_REMOVE = f"""
    DELETE FROM {_LINES}
     WHERE round_id = %s
       AND (cadre_id, paper) IN (
           SELECT cadre_id, paper FROM {_LINES} WHERE round_id = %s
           EXCEPT
           SELECT c.id, s.paper {_ROWS})
"""  # noqa: S608 own names


def lines_apply(batch: ImportBatch, round: Round) -> None:
    """Makes the round's lines those of the batch's good rows; a supplement only adds and corrects.

    A stored line whose row is bad stays as it is. Runs inside the caller's transaction.
    """
    empty = not BallotLine.objects.filter(round=round).exists()
    with connection.cursor() as cursor:
        if not empty and not batch.supplement:
            cursor.execute(_REMOVE, [round.pk, round.pk, batch.pk])
        cursor.execute(_INSERT if empty else _UPSERT, [round.pk, batch.pk])
    statistics_refresh(BallotLine)


_COPY = f"""
    INSERT INTO {_LINES} (round_id, cadre_id, paper, "group", marks)
    SELECT %s, cadre_id, paper, "group", marks FROM {_LINES} WHERE round_id = %s
"""  # noqa: S608 own names
_COPY_KEPT = f"""{_COPY}
       AND (cadre_id, paper) IN (SELECT c.id, s.paper {_ROWS} AND s.bad)
"""


def round_renew(batch: ImportBatch, round: Round) -> Round:
    """A new round with what the batch's good rows make of the old one, which stays as it was.

    Cheaper than changing a million lines in place, and taking it back means to use the old round again.
    Runs inside the caller's transaction.
    """
    renewed = Round.objects.create(title=round.title, paper=round.paper)
    with connection.cursor() as cursor:
        if batch.supplement:
            cursor.execute(_COPY, [renewed.pk, round.pk])
        elif batch.rows_bad:
            cursor.execute(_COPY_KEPT, [renewed.pk, round.pk, batch.pk])
    lines_apply(batch, renewed)
    return renewed


def round_empty(round: Round) -> None:
    """Takes all lines of a round away; runs inside the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_LINES} WHERE round_id = %s", [round.pk])  # noqa: S608 own names


def round_drop(round: Round) -> None:
    """Takes a round that no year uses any more away, with its lines."""
    round_empty(round)
    round.delete()
