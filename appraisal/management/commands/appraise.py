"""A whole year's appraisal from its four files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from accounts.models import User
from appraisal.exports import year_workbook
from appraisal.management.plain import BAD_INPUT, Unfinished, writing
from appraisal.management.year_command import YearCommand, given, tell_year
from appraisal.models import Cycle
from appraisal.services import ORDER, year_export_note

ASKED = ("roster", "participants", "ballots", "matters")


class Command(YearCommand):
    help = "由干部名册、参加考核人员名单、民主测评、扣分与认定四个文件完成一年的考核，输出结果工作簿"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, required=True, help="年度，如 2025")
        parser.add_argument("--roster", type=Path, help="干部名册（xlsx 或 csv）")
        parser.add_argument("--participants", type=Path, help="参加考核人员名单（xlsx 或 csv）")
        parser.add_argument("--ballots", type=Path, help="民主测评（csv 或 xlsx）")
        parser.add_argument("--matters", type=Path, help="扣分与认定（csv 或 xlsx）")
        parser.add_argument("--out", type=Path, required=True, help="结果工作簿，如 results.xlsx")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        year, out = options["year"], options["out"]
        files = given(options, ORDER)
        missing = [f"--{code}" for code in ASKED if code not in files]
        if missing and not Cycle.objects.annual(year).standing().exists():
            raise Unfinished(
                f"{year} 年度还没有数据，首次须给出四个文件；缺 {'、'.join(missing)}。",
                returncode=BAD_INPUT,
            )
        result = self.bring_in(files, year=year, reject_file=options["reject_file"], out=out)
        cycle = self.score(result)
        if cycle is None:
            raise Unfinished(f"{year} 年度没有参加考核人员，没有结果可写。", returncode=BAD_INPUT)
        tell_year(self, cycle)
        with writing(out, beside="数据已导入并计分，结果没有写出。"):
            year_workbook(cycle, out)
        year_export_note(cycle=cycle, file_name=out.name, actor=User.objects.system())
        self.stdout.write(f"结果已写入 {out}")
