"""Writes results.xlsx of a year that was scored before."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from accounts.models import User
from appraisal.exports import year_workbook
from appraisal.management.plain import BAD_INPUT, PlainCommand, Unfinished, check_outputs, writing
from appraisal.models import Cycle
from appraisal.models.cycle import WITH_RESULTS
from appraisal.services import year_export_note


class Command(PlainCommand):
    help = "输出已计分年度的结果工作簿"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, required=True, help="年度，如 2025")
        parser.add_argument("--out", type=Path, required=True, help="结果工作簿，如 results.xlsx")

    def handle(self, *args: Any, **options: Any) -> None:
        out = options["out"]
        check_outputs((), {"--out": out})
        cycle = (
            Cycle.objects.annual(options["year"])
            .filter(state__in=WITH_RESULTS)
            .select_related("policy__document", "round")
            .first()
        )
        if cycle is None:
            raise Unfinished(f"{options['year']} 年度还没有计分。", returncode=BAD_INPUT)
        with writing(out):
            year_workbook(cycle, out)
        year_export_note(cycle=cycle, file_name=out.name, actor=User.objects.system())
        self.stdout.write(f"结果已写入 {out}")
