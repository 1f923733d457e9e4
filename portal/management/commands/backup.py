"""Makes a backup of the whole installation."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.backup import BackupError, backup_root, key_label
from core.crypto import KeyFileError, key_path
from portal.backups import recorded_backup_make

FAILED, FILES_LOST = 1, 3


class NotBackedUp(CommandError):
    """Nothing was published, or something is missing in what was; the message says which."""


# Django prints the class name in front of the sentence, and people read it.
NotBackedUp.__name__ = "备份有问题"


class Command(BaseCommand):
    help = "备份数据库和全部文件（不含密钥文件）：0 完成，1 没有完成，3 完成但有文件在备份之前已经丢失"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dir", type=Path, help="备份放在哪个目录，默认 BACKUP_DIR 或 VAR_DIR 中的 backups"
        )
        parser.add_argument("--keep", type=_count, help="完成后只保留最近几份，默认全部保留")

    def handle(self, *args: Any, **options: Any) -> None:
        root = options["dir"].resolve() if options["dir"] else backup_root()
        try:
            made = recorded_backup_make(root, say=self.stdout.write, keep=options["keep"])
        except (BackupError, KeyFileError) as error:
            raise NotBackedUp(f"没有完成，先前的备份不受影响。{error}", returncode=FAILED) from error
        manifest = made.manifest
        size = sum(entry["size"] for entry in manifest.entries.values())
        self.stdout.write(
            f"备份完成：{made.path}\n"
            f"{len(manifest.tables)} 张表共 {sum(manifest.tables.values())} 行，"
            f"{len(manifest.entries)} 个文件，{size / 1_000_000:.1f} MB。"
        )
        for name in made.retired:
            self.stdout.write(f"已按 --keep 删除旧备份 {name}。")
        self.stdout.write(
            f"备份不含密钥文件 {key_path()}，没有它任何人都打不开备份；请把它另存一份，与备份分开保管。\n"
            f"这份备份需要的密钥：{key_label(manifest.keys)}。"
        )
        if manifest.lost:
            raise NotBackedUp(
                f"备份已完成，但有 {len(manifest.lost)} 个文件在备份之前就已从磁盘上丢失，"
                "请从更早的备份找回 files 目录中的同名文件（为此没有删除旧备份）："
                + "，".join(manifest.lost[:10]),
                returncode=FILES_LOST,
            )


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise ArgumentTypeError("--keep 须是大于 0 的整数")
    return int(text)
