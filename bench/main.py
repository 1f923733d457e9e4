"""The bench's story: a scratch database, a big institution, three ratios."""

from __future__ import annotations

import argparse
import os
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
    parser.add_argument("--lists", action="store_true", help="only pages, of the register and of a year")
    parser.add_argument("--documents", action="store_true", help="only 1,000 forms as a zip")
    parser.add_argument("--reminders", action="store_true", help="only 10,000 reminders by mail")
    parser.add_argument("--documents-only", help=argparse.SUPPRESS)
    parser.add_argument("--import-only", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.import_only:
        return import_in_child(options.import_only)
    if options.documents_only:
        return documents_in_child(options.documents_only)
    scratch_database(options.server, "cadre_bench", create=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["VAR_DIR"] = f"{folder}/var"
            Path(folder, "var").mkdir()
            django.setup()
            if options.reminders:
                from bench.reminders import tell

                return tell()
            from bench.story import Story

            size = (1_000, 100_000) if options.small or options.documents else (10_000, 1_000_000)
            story = Story(Path(folder), *size)
            if options.documents:
                story.tell_of_documents()
            else:
                story.tell_of_lists() if options.lists else story.tell()
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
    year_import_apply(result, year=2025, actor=actor, wake_worker=False)
    print(time.perf_counter() - start, peak_memory_mb())


def documents_in_child(asked: str) -> None:
    """Makes documents in a process of its own and prints its seconds and peak memory."""
    django.setup()
    from bench.documents import in_child

    in_child(asked)


if __name__ == "__main__":
    main()
