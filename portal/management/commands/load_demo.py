"""Loads the demo institution; run again, it completes what was interrupted and else changes nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal.services import NotForDemo, database_state, demo_load

REFUSED = 2


class Command(BaseCommand):
    help = (
        "装入演示单位“江南示例大学”及其 2025 年度考核，并为每种角色建立演示账号；只用于演示数据库或空数据库"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="数据库是空的时，将其用作演示数据库")
        parser.add_argument("--migrate", action="store_true", help="先升级数据库结构")
        parser.add_argument(
            "--state",
            action="store_true",
            help="只说明数据库的情况：empty（空）、demo（演示）或 real（非演示数据）",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["state"]:
            self.stdout.write(database_state().value)
            return
        if options["migrate"]:
            # In this process, since every start of `./run` waits for it.
            call_command("migrate", interactive=False, verbosity=0)
        try:
            table = demo_load(folder=settings.VAR_DIR, may_mark=options["demo"], say=self.stdout.write)
        except NotForDemo as refused:
            raise CommandError(str(refused), returncode=REFUSED) from refused
        self.stdout.write(f"演示账号（见 {settings.VAR_DIR / 'demo-sign-ins.txt'}）：\n{table}")
