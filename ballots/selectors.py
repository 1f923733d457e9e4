"""Reading opened lines: only ever as counts."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from cadres.models import Cadre
from core.imports import Differences
from core.models import ImportBatch

from .models import BallotLine, Round, StagedBallot

BITS = 4
MASK = (1 << BITS) - 1
_LINES = BallotLine._meta.db_table
_STAGED = StagedBallot._meta.db_table
_CADRES = Cadre._meta.db_table


def _mark(question: int) -> str:
    """SQL: the position of the mark that a line gives to a question."""
    return f"((marks >> {question * BITS}) & {MASK})"


def counts_by_cadre(
    round: Round, *, questions: int, marks: int, cadre_id: int | None = None
) -> Iterator[tuple[int, ...]]:
    """Rows (cadre id, group position, papers, then for each question the count of each of the first marks).

    One aggregate over the round. questions, marks: how many of the paper's questions and valid marks there
    are; abstentions stand behind the valid marks in the scale and are counted with the papers only.
    """
    tallies = ", ".join(
        f"COUNT(*) FILTER (WHERE {_mark(q)} = {m})" for q in range(questions) for m in range(marks)
    )
    one = "" if cadre_id is None else " AND cadre_id = %s"
    statement = (
        f'SELECT cadre_id, "group", COUNT(*), {tallies} FROM {_LINES} '  # noqa: S608 own names
        f'WHERE round_id = %s{one} GROUP BY cadre_id, "group"'
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [round.pk] if cadre_id is None else [round.pk, cadre_id])
        while part := cursor.fetchmany(5_000):
            yield from part


def papers_by_group(round: Round, *, questions: int, marks: int) -> dict[int, tuple[int, int]]:
    """Group position -> (papers returned 收回, papers with at least one valid mark 有效).

    As counted when the lines came (`services.papers_count`), where they were; else one pass over the round.
    """
    if round.papers_counted is not None:
        return {int(group): (papers, valid) for group, (papers, valid) in round.papers_counted.items()}
    return papers_counted_now(round, questions=questions, marks=marks)


def papers_counted_now(round: Round, *, questions: int, marks: int) -> dict[int, tuple[int, int]]:
    """The same, from the lines themselves."""
    valid = " OR ".join(f"{_mark(q)} < {marks}" for q in range(questions))
    statement = f"""
        SELECT "group", COUNT(*), SUM(valid) FROM (
            SELECT "group", paper, MAX(CASE WHEN {valid} THEN 1 ELSE 0 END) AS valid
              FROM {_LINES} WHERE round_id = %s GROUP BY "group", paper) AS papers
        GROUP BY "group"
    """  # noqa: S608 own names
    with connection.cursor() as cursor:
        cursor.execute(statement, [round.pk])
        return {group: (papers, int(valid_papers)) for group, papers, valid_papers in cursor.fetchall()}


def staged_twice(batch: ImportBatch) -> Iterator[tuple[int, str, str, int]]:
    """(row, paper, staff number, copies) of every staged line whose paper rates the same cadre again."""
    statement = f"""
        SELECT s.row, s.paper, s.staff_no, twice.copies
          FROM {_STAGED} s
          JOIN (SELECT paper, staff_no, COUNT(*) AS copies FROM {_STAGED}
                 WHERE batch_id = %s AND paper <> '' AND staff_no <> ''
                 GROUP BY paper, staff_no HAVING COUNT(*) > 1) AS twice
            ON twice.paper = s.paper AND twice.staff_no = s.staff_no
         WHERE s.batch_id = %s ORDER BY s.row
    """  # noqa: S608 own names
    with connection.cursor() as cursor:
        cursor.execute(statement, [batch.pk, batch.pk])
        while part := cursor.fetchmany(5_000):
            yield from part


def line_differences(batch: ImportBatch, round: Round | None) -> Differences:
    """What the staged papers would change, in counts only: a single paper is never shown."""
    staged = StagedBallot.objects.filter(batch_id=batch.pk, bad=False).count()
    stored = BallotLine.objects.filter(round=round).count() if round else 0
    if not stored:
        return Differences(new=staged)
    statement = f"""
        SELECT COUNT(*) FILTER (WHERE l.paper IS NULL),
               COUNT(*) FILTER (WHERE l.marks <> s.marks OR l."group" <> s."group")
          FROM {_STAGED} s
          JOIN {_CADRES} c ON c.staff_no = s.staff_no
          LEFT JOIN {_LINES} l ON l.round_id = %s AND l.cadre_id = c.id AND l.paper = s.paper
         WHERE s.batch_id = %s AND NOT s.bad
    """  # noqa: S608 own names
    with connection.cursor() as cursor:
        cursor.execute(statement, [round.pk if round else None, batch.pk])
        new, changed = cursor.fetchone()
    matched = staged - new
    return Differences(
        new=new,
        changed=changed,
        removed=0 if batch.supplement else stored - matched - _kept(batch, round),
        unchanged=matched - changed,
    )


def _kept(batch: ImportBatch, round: Round | None) -> int:
    """Stored lines whose row in the file is bad: they stay as they are."""
    if not (round and batch.rows_bad):
        return 0
    statement = f"""
        SELECT COUNT(*) FROM (
            SELECT DISTINCT l.cadre_id, l.paper FROM {_STAGED} s
              JOIN {_CADRES} c ON c.staff_no = s.staff_no
              JOIN {_LINES} l ON l.round_id = %s AND l.cadre_id = c.id AND l.paper = s.paper
             WHERE s.batch_id = %s AND s.bad) AS kept
    """  # noqa: S608 own names
    with connection.cursor() as cursor:
        cursor.execute(statement, [round.pk, batch.pk])
        return int(cursor.fetchone()[0])
