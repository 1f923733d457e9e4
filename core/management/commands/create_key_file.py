from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from core.crypto import create_key_file, key_path


class Command(BaseCommand):
    help = "生成数据密钥文件（加密列和文件用）；已有密钥文件时不作改动。"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        path = key_path()
        try:
            create_key_file(path)
        except FileExistsError:
            self.stdout.write(f"密钥文件已存在：{path}")
        else:
            self.stdout.write(f"已生成密钥文件：{path}。请另行备份，丢失后加密内容无法恢复。")
