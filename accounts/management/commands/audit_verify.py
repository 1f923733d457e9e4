"""Checks the whole security log."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.services.audit import Verification, anchor_path, anchors_read, chain_verify

TAMPERED, NOT_RUN = 1, 2


class NotVerified(CommandError):
    """The check found something or could not run; the message says which."""


# Django prints the class name in front of the sentence, and people read it.
NotVerified.__name__ = "核对未通过"


class Command(BaseCommand):
    help = "核对安全日志的完整性：0 完整，1 被改动过，2 没能核对"
    # Their failure would end with status 1, which means something else here.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchor", type=Path, help="锚点文件，默认 var/audit-anchor.jsonl")
        parser.add_argument("--without-anchor", action="store_true", help="不核对末尾是否被截去")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            anchors = None if options["without_anchor"] else anchors_read(options["anchor"] or anchor_path())
            result = chain_verify(anchors=anchors)
        except Exception as error:  # whatever it is, this was no verification
            raise NotVerified(f"没能核对：{error}", returncode=NOT_RUN) from error
        self._tell(result)
        if not result.intact:
            raise NotVerified(f"安全日志被改动过，共 {result.found} 处，见上。", returncode=TAMPERED)

    def _tell(self, result: Verification) -> None:
        for finding in result.findings:
            self.stderr.write(finding)
        if result.found > len(result.findings):
            self.stderr.write(f"另有 {result.found - len(result.findings)} 处。")
        if not result.intact:
            return
        self.stdout.write(f"链条完整：共 {result.rows} 条，已核对到第 {result.last_number} 条。")
        if result.anchors is None:
            self.stdout.write("按要求没有核对末尾是否被截去。")
        else:
            self.stdout.write(f"与 {result.anchors} 个锚点相符。")
