"""Proves a backup by restoring it: into a scratch database and a scratch folder, both removed afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError

from core.backup import BackupDamaged, BackupError, backup_check, backup_root, newest
from core.backup.scratch import scratch_database
from core.crypto import KeyFileError, key_path

from .restore import NOT_EQUAL

DAMAGED, NOT_RUN = 1, 2
LAST_LINES = 12


class NotVerified(CommandError):
    """The backup is damaged, or it could not be tried; the message says which."""


# Django prints the class name in front of the sentence, and people read it.
NotVerified.__name__ = "核对未通过"


class Command(BaseCommand):
    help = "把备份恢复到临时数据库并核对行数和校验值：0 可以恢复，1 备份已损坏，2 没能核对，不能当作通过"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, nargs="?", help="备份目录，默认最近的一份")
        parser.add_argument("--dir", type=Path, help="在哪个目录找最近的一份，默认同 backup 命令")
        parser.add_argument(
            "--scratch-url", default="", help="恢复到这个空数据库（postgres://…）；默认在原服务器上临时建一个"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            folder = options["backup"] or newest(options["dir"] or backup_root())
            said = self._verify(folder.resolve(), options["scratch_url"])
        except BackupDamaged as error:
            raise NotVerified(str(error), returncode=DAMAGED) from error
        except (BackupError, KeyFileError, DatabaseError, OSError) as error:
            raise NotVerified(f"没能核对：{error}", returncode=NOT_RUN) from error
        self.stdout.write(said)
        self.stdout.write(f"备份 {folder} 可以恢复。")

    def _verify(self, folder: Path, scratch_url: str) -> str:
        self.stdout.write("正在核对备份……")
        backup_check(folder)
        self.stdout.write("正在恢复到临时数据库……")
        with _scratch_folder() as var, scratch_database(var, given=scratch_url) as url:
            return _restore(folder, url, var)


def _restore(folder: Path, url: str, var: Path) -> str:
    """What the documented command says, run as it is documented. Raises BackupError, BackupDamaged."""
    outcome = subprocess.run(  # noqa: S603 - our own command, no shell
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "restore", str(folder)],
        env=os.environ
        | {"DATABASE_URL": url, "VAR_DIR": str(var), "KEY_FILE": str(key_path().resolve())}
        # The signing key of an installation without one lies in its VAR_DIR.
        | {"SECRET_KEY": settings.SECRET_KEY},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if outcome.returncode == 0:
        return outcome.stdout.strip()
    lines = "\n".join(outcome.stderr.strip().splitlines()[-LAST_LINES:])
    if outcome.returncode == NOT_EQUAL:
        raise BackupDamaged(lines)
    raise BackupError(lines)


@contextmanager
def _scratch_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="cadre-verify-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
