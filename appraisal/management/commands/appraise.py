"""A whole year's appraisal from its four files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from appraisal.exports import year_workbook
from appraisal.management.year_command import BAD_INPUT, YearCommand, given, tell_year
from appraisal.models import Cycle
from appraisal.services import ORDER


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
        if not 2000 <= year <= 2100:
            raise CommandError("年度须在 2000 至 2100 之间。", returncode=BAD_INPUT)
        if not out.parent.is_dir():
            raise CommandError(f"找不到文件夹 {out.parent}", returncode=BAD_INPUT)
        files = given(options, ORDER)
        missing = {"roster", "participants", "ballots", "matters"} - files.keys()
        if missing and not Cycle.objects.filter(year=year).exists():
            raise CommandError(
                f"{year} 年度还没有数据，首次须给出四个文件；"
                f"缺 {'、'.join(sorted('--' + name for name in missing))}。",
                returncode=BAD_INPUT,
            )
        result = self.bring_in(files, year=year, reject_file=options["reject_file"])
        cycle = self.score(result)
        if cycle is None:
            raise CommandError(f"{year} 年度没有参加考核人员，没有结果可写。", returncode=BAD_INPUT)
        tell_year(self, cycle)
        year_workbook(cycle, out)
        self.stdout.write(f"结果已写入 {out}")
