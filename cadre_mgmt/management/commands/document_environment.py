"""Writes docs/environment.md from the declarations in `cadre_mgmt/environment.py`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cadre_mgmt import environment

PAGE = environment.BASE_DIR / "docs" / "environment.md"
HEAD = """\
# Settings from the environment

Made by `python manage.py document_environment` from `cadre_mgmt/environment.py`; do not edit by hand.
An empty variable counts as not set. Lists are separated by commas. Nothing else is read from the environment.

| variable | default | production | meaning |
|---|---|---|---|
"""


def page() -> str:
    """The page as Markdown: one row per declared variable."""
    rows = []
    for item in environment.declared():
        default = str(item.default).lower() if isinstance(item.default, bool) else item.default
        default = ",".join(default) if isinstance(default, tuple) else default
        rows.append(
            f"| `{item.name.upper()}` | {f'`{default}`' if default else ''} "
            f"| {'required' if item.metadata['production'] else ''} | {item.metadata['doc']} |\n"
        )
    return HEAD + "".join(rows)


class Command(BaseCommand):
    help = "Write docs/environment.md; with --check only say whether it is current (exit 1 when stale)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        if not check:
            PAGE.parent.mkdir(exist_ok=True)
            PAGE.write_text(page(), encoding="utf-8")
        elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
            raise CommandError("docs/environment.md is stale: run manage.py document_environment.")
