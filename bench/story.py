"""A big institution brought in and scored, each step against its floor; Django is set up."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from accounts.models import User
from appraisal import selectors
from appraisal.models import CategoryResult, Cycle, Result
from appraisal.services import year_import_apply, year_import_stage, year_score
from ballots.models import BallotLine
from bench import floors
from bench.documents import documents
from bench.lists import lists
from bench.measure import Ratio, best, machine
from bench.years import year_pages
from core import crypto
from portal.demo import Institution

YEAR = 2025


class Story:
    """The bench from an empty database to the table of ratios."""

    def __init__(self, folder: Path, cadres: int, lines: int) -> None:
        self.cadres, self.lines = cadres, lines
        crypto.create_key_file(crypto.key_path())
        call_command("migrate", verbosity=0)
        generated = Institution.generate(7, cadres=cadres, staff_per_unit=8, ballot_lines=lines)
        self.files = generated.write(folder)
        self.actor = User.objects.system()

    def tell(self) -> None:
        """Measures and prints."""
        ratios = [self.roster(), *lists()]
        self._bring("participants", "matters")
        ratios += [self.ballots(), self.scoring()]
        self._print([*ratios, *self._year_pages()])

    def tell_of_lists(self) -> None:
        """Measures the pages of the register and of a scored year alone."""
        self._bring("roster")
        ratios = lists()
        self._bring("participants", "matters", "ballots")
        year_score(cycle_pk=Cycle.objects.get().pk, actor=self.actor)
        self._print([*ratios, *self._year_pages()])

    def tell_of_documents(self) -> None:
        """Measures the forms of everybody as one zip."""
        self._bring("roster", "participants", "matters", "ballots")
        year_score(cycle_pk=Cycle.objects.get().pk, actor=self.actor)
        self._print(documents())

    def _year_pages(self) -> list[Ratio]:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as the server does by itself some time after an import
        return year_pages()

    def _print(self, ratios: list[Ratio]) -> None:
        print(f"{machine()}\n")
        print("| what | ours | floor | ratio | limit | | note |\n|---|---|---|---|---|---|---|")
        for ratio in ratios:
            print(ratio.line())

    def roster(self) -> Ratio:
        def prepare() -> None:
            self._empty("cadres_cadre", "cadres_post", "accounts_unit", "core_importbatch")

        ours = best(3, prepare, lambda: self._bring("roster"))
        floor = best(3, lambda: None, lambda: floors.read_workbook(self.files.roster))
        return Ratio(f"roster, {self.cadres} rows", ours, floor, 1.6, "floor: openpyxl reads the rows")

    def ballots(self) -> Ratio:
        def prepare() -> None:
            self._empty(BallotLine._meta.db_table)

        cycle = Cycle.objects.get()
        floor = best(2, prepare, lambda: floors.copy_ballots(self.files.ballots, cycle))
        measured = []
        for _ in range(2):
            prepare()
            command = [sys.executable, "-m", "bench.main", "-", "-", "--import-only", str(self.files.ballots)]
            measured.append([float(x) for x in subprocess.check_output(command, text=True).split()])
        assert BallotLine.objects.count() == self.lines
        memory = max(peak for _, peak in measured)
        note = f"peak memory {memory:.0f} MB (limit 500); floor: csv reader + COPY into the same table"
        return Ratio(f"import, {self.lines} lines", min(s for s, _ in measured), floor, 3, note)

    def scoring(self) -> Ratio:
        cycle = Cycle.objects.select_related("round").get()
        parameters = selectors.parameters_of(cycle)

        def prepare() -> None:
            Result.objects.all().delete()
            CategoryResult.objects.all().delete()
            Cycle.objects.update(outcome_sha256="")

        ours = best(3, prepare, lambda: year_score(cycle_pk=cycle.pk, actor=self.actor))
        assert Result.objects.count() == self.cadres
        floor = best(3, lambda: None, lambda: floors.rank_in_sql(cycle, parameters))
        name = f"scoring, {self.lines} lines of {self.cadres} cadres"
        return Ratio(name, ours, floor, 3, "floor: one statement that aggregates and ranks, default settings")

    def _bring(self, *names: str) -> None:
        files = {name: getattr(self.files, name) for name in names}
        result = year_import_stage(files, year=YEAR, actor=self.actor)
        assert result.rows_bad == 0 and not result.unreadable, (result.rows_bad, result.unreadable)
        year_import_apply(result, year=YEAR, actor=self.actor, wake_worker=False)

    def _empty(self, *tables: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
