"""Restores a backup into an empty database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.backup import BackupError
from core.crypto import KeyFileError
from portal.backups import RestoredAndJudged, recorded_backup_restore

REFUSED, NOT_EQUAL = 1, 2


class NotRestored(CommandError):
    """Nothing was restored, or what was restored is not what was backed up; the message says which."""


# Django prints the class name in front of the sentence, and people read it.
NotRestored.__name__ = "恢复有问题"


class Command(BaseCommand):
    help = "把一份备份恢复到空数据库并核对：0 恢复且相符，1 没有恢复，2 恢复后与备份不符，请勿使用"
    # The checks of a running installation look into tables that are not there yet.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, help="备份目录，例如 /srv/backup/cadre-20261122-020000")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = recorded_backup_restore(options["backup"].resolve(), say=self.stdout.write)
        except (BackupError, KeyFileError) as error:
            raise NotRestored(f"没有恢复。{error}", returncode=REFUSED) from error
        self._tell(outcome)
        if not outcome.sound:
            raise NotRestored("恢复后的内容与备份不符，见上，请勿投入使用。", returncode=NOT_EQUAL)

    def _tell(self, outcome: RestoredAndJudged) -> None:
        restored = outcome.restored
        for line in restored.differences:
            self.stderr.write(line)
        tables = restored.manifest.tables
        if restored.equal:
            self.stdout.write(
                f"已恢复 {restored.manifest.name}：{len(tables)} 张表共 {sum(tables.values())} 行，"
                f"{len(restored.manifest.entries)} 个文件，行数和校验值与备份清单一致。"
            )
        for line in restored.unreadable:
            self.stderr.write(f"备份之前就已损坏：{line}")
        (self.stdout if outcome.chain and outcome.chain.intact else self.stderr).write(outcome.chain_words)
        self.stdout.write("会话不在备份中，所有人需要重新登录；未导入完的文件需要重新上传。")
