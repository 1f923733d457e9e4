"""Write the Word templates of the documents; run it after changing `appraisal/documents/build`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...documents import TEMPLATES
from ...documents.build import templates_build


class Command(BaseCommand):
    help = "Write the Word templates of the appraisal's documents."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--folder", type=Path, default=TEMPLATES, help="where to; by default the product's"
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        for path in templates_build(folder):
            self.stdout.write(path.name)
