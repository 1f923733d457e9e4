"""Brings 干部名册 in."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from appraisal.management.year_command import YearCommand


class Command(YearCommand):
    help = "导入干部名册：名册上的人在册，不在名册上的人转为离册"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="干部名册（xlsx 或 csv）")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        self.bring_in({"roster": options["file"]}, year=None, reject_file=options["reject_file"])
