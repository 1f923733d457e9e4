from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.crypto import DecryptError, KeyFileError
from core.files import FileDamaged
from core.rotation import OldKeysInUse, keys_rotate, old_keys_drop


class Command(BaseCommand):
    help = "更换数据密钥：生成新密钥，并用它重新加密全部加密列和文件；中断后再次运行即可继续。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--drop-old", action="store_true", help="不生成新密钥；确认旧密钥已不再使用后，从密钥文件中删除。"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["drop_old"]:
                self.stdout.write(f"已删除 {old_keys_drop(self._report)} 个旧密钥，请备份密钥文件。")
            else:
                keys_rotate(self._report)
                self.stdout.write("密钥已更换，请备份密钥文件；之后可用 --drop-old 删除旧密钥。")
        except (KeyFileError, DecryptError, FileDamaged, OldKeysInUse) as error:
            raise CommandError(f"{error}（旧密钥仍保留，处理后可再次运行。）") from error

    def _report(self, place: str, count: int) -> None:
        if count:
            self.stdout.write(f"{place}：重新加密 {count} 项")
