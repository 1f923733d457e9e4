"""The bench's story: a scratch database, a big institution, three ratios."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django
import psycopg2


def scratch_database(server: str, name: str, *, create: bool) -> None:
    """Drops the scratch database, and makes it anew."""
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        if create:
            cursor.execute(f"CREATE DATABASE {name}")
    connection.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("server")
    parser.add_argument("scratch")
    parser.add_argument("--small", action="store_true", help="1,000 cadres and 100,000 lines")
    parser.add_argument("--import-only", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.import_only:
        return import_in_child(options.import_only)
    scratch_database(options.server, "cadre_bench", create=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            run(Path(folder), options)
    finally:
        scratch_database(options.server, "cadre_bench", create=False)


def import_in_child(path: Path) -> None:
    """Imports the ballots in a process of its own and prints its seconds and peak memory."""
    django.setup()
    from accounts.models import User
    from appraisal.services import year_import_apply, year_import_stage
    from bench.measure import peak_memory_mb

    actor = User.objects.system()
    start = time.perf_counter()
    result = year_import_stage({"ballots": path}, year=2025, actor=actor)
    assert result.rows_bad == 0 and not result.unreadable, (result.rows_bad, result.unreadable)
    year_import_apply(result, year=2025, actor=actor)
    print(time.perf_counter() - start, peak_memory_mb())


def run(folder: Path, options: argparse.Namespace) -> None:
    os.environ["VAR_DIR"] = str(folder / "var")
    (folder / "var").mkdir()
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from accounts.models import User
    from appraisal import selectors
    from appraisal.models import CategoryResult, Cycle, Result
    from appraisal.services import year_import_apply, year_import_stage, year_score
    from ballots.models import BallotLine
    from bench import floors
    from bench.measure import Ratio, best, machine
    from core import crypto
    from portal.demo.institution import Institution

    crypto.create_key_file(crypto.key_path())
    call_command("migrate", verbosity=0)
    cadres, lines = (1_000, 100_000) if options.small else (10_000, 1_000_000)
    files = Institution.generate(7, cadres=cadres, staff_per_unit=8, ballot_lines=lines).write(folder)
    actor = User.objects.system()

    def bring(names: tuple[str, ...]) -> None:
        result = year_import_stage({n: getattr(files, n) for n in names}, year=2025, actor=actor)
        assert result.rows_bad == 0 and not result.unreadable, (result.rows_bad, result.unreadable)
        year_import_apply(result, year=2025, actor=actor)

    def empty(*tables: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")

    def no_people() -> None:
        empty("cadres_cadre", "cadres_post", "accounts_unit", "core_importbatch")

    ratios = [
        Ratio(
            f"roster, {cadres} rows",
            best(3, no_people, lambda: bring(("roster",))),
            best(3, lambda: None, lambda: floors.read_workbook(files.roster)),
            1.6,
            "floor: openpyxl reads the rows",
        )
    ]
    bring(("participants", "matters"))
    cycle = Cycle.objects.select_related("round").get()
    parameters = selectors.parameters_of(cycle)

    def no_lines() -> None:
        empty(BallotLine._meta.db_table)

    floor = best(2, no_lines, lambda: floors.copy_ballots(files.ballots, cycle))
    measured = []
    for _ in range(2):
        no_lines()
        command = [sys.executable, "-m", "bench.main", "-", "-", "--import-only", str(files.ballots)]
        measured.append([float(x) for x in subprocess.check_output(command, text=True).split()])
    memory = max(m for _, m in measured)
    ratios.append(
        Ratio(
            f"import, {lines} lines",
            min(s for s, _ in measured),
            floor,
            3,
            f"peak memory {memory:.0f} MB (limit 500); floor: csv reader + COPY into the same table",
        )
    )
    assert BallotLine.objects.count() == lines
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def no_results() -> None:
        Result.objects.all().delete()
        CategoryResult.objects.all().delete()
        Cycle.objects.update(outcome_sha256="")

    ratios.append(
        Ratio(
            f"scoring, {lines} lines of {cadres} cadres",
            best(3, no_results, lambda: year_score(cycle_pk=cycle.pk, actor=actor)),
            best(3, lambda: None, lambda: floors.rank_in_sql(cycle, parameters)),
            3,
            "floor: one statement that aggregates and ranks",
        )
    )
    print(f"{machine()}\n")
    print("| what | ours | floor | ratio | limit | | note |\n|---|---|---|---|---|---|---|")
    for ratio in ratios:
        print(ratio.line())


if __name__ == "__main__":
    main()
