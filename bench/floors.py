"""The floors: the least code that does the same amount of input and output, without a single check."""

from __future__ import annotations

import csv
import io
import os
from itertools import islice
from pathlib import Path

import psycopg2
from django.db import connection
from openpyxl import load_workbook

from appraisal.models import Cycle
from ballots.models import BallotLine
from cadres.models import Cadre
from policy.parameters import AppraisalParameters

MARKS = {"好": 0, "较好": 1, "一般": 2, "差": 3, "不了解": 4, "弃权": 5, "": 6}
GROUPS = {"校领导": 0, "中层干部": 1, "教职工": 2}


def copy_ballots(path: Path, cycle: Cycle) -> None:
    """csv reader + COPY of the same lines into the same indexed table."""
    cadres = dict(Cadre.objects.values_list("staff_no", "pk"))
    marks = _Stripped(MARKS)
    groups = _Stripped(GROUPS)
    round_pk = cycle.round_id
    statement = f'COPY {BallotLine._meta.db_table} (round_id, cadre_id, paper, "group", marks) FROM STDIN CSV'
    with path.open(encoding="gb18030", newline="") as stream, connection.cursor() as cursor:
        reader = csv.reader(stream)
        next(reader)
        while part := list(islice(reader, 50_000)):
            buffer = io.StringIO()
            csv.writer(buffer).writerows(
                (
                    round_pk,
                    cadres.get(row[2]) or cadres[_plain(row[2])],
                    row[0],
                    groups[row[1]],
                    marks[row[3]] | marks[row[4]] << 4 | marks[row[5]] << 8 | marks[row[6]] << 12,
                )
                for row in part
            )
            buffer.seek(0)
            cursor.copy_expert(statement, buffer)


class _Stripped(dict):
    def __missing__(self, key: str) -> int:
        self[key] = value = self[_plain(key)]
        return value


def _plain(text: str) -> str:
    return text.strip().translate({0xFF10 + digit: 48 + digit for digit in range(10)})


def rank_in_sql(cycle: Cycle, parameters: AppraisalParameters) -> None:
    """One plain statement that aggregates the same rows to totals and ranks them by category.

    On a connection of its own, with the server's default settings: as anybody would run it.
    """
    points = [int(mark.points) for mark in parameters.marks]

    def value(question: int) -> str:
        mark = f"((marks >> {4 * question}) & 15)"
        cases = " ".join(f"WHEN {i} THEN {p}" for i, p in enumerate(points))
        return f"AVG(CASE {mark} {cases} END)"

    mean = " + ".join(f"{int(d.weight)} * {value(i)} / 100.0" for i, d in enumerate(parameters.dimensions))
    weights = " ".join(f"WHEN {i} THEN {int(g.weight)}" for i, g in enumerate(parameters.groups))
    statement = f"""
        WITH means AS (
            SELECT cadre_id, "group", {mean} AS mean FROM {BallotLine._meta.db_table}
             WHERE round_id = %s GROUP BY cadre_id, "group"),
        totals AS (
            SELECT cadre_id, SUM(mean * CASE "group" {weights} END) / 100 AS total
              FROM means GROUP BY cadre_id)
        SELECT p.id, p.category, round(t.total, 2),
               RANK() OVER (PARTITION BY p.category ORDER BY round(t.total, 2) DESC)
          FROM appraisal_participant p JOIN totals t ON t.cadre_id = p.cadre_id
         WHERE p.cycle_id = %s
    """
    with psycopg2.connect(os.environ["DATABASE_URL"]) as plain, plain.cursor() as cursor:
        cursor.execute(statement, [cycle.round_id, cycle.pk])
        cursor.fetchall()


def read_workbook(path: Path) -> None:
    """What openpyxl needs to read every row."""
    book = load_workbook(path, read_only=True, data_only=True)
    for _row in book.active.iter_rows(values_only=True):
        pass
    book.close()
