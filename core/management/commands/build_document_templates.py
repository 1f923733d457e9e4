"""Write the Word templates of every room's documents; run it after changing a `documents/build`."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from ...documents.paper import papers_save


class Command(BaseCommand):
    help = "Write the Word templates of the documents of every room."

    def handle(self, *args: Any, **options: Any) -> None:
        for app in apps.get_app_configs():
            folder = Path(app.path) / "documents" / "templates"
            if folder.is_dir() and find_spec(f"{app.name}.documents.build"):
                build = import_module(f"{app.name}.documents.build")
                for path in papers_save(folder, build.TEMPLATES):
                    self.stdout.write(f"{app.name}: {path.name}")
