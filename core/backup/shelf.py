"""The folder of backups: one at a time, half ones marked and swept, whole ones published by one rename."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from core import clock, crypto

from .errors import BackupError

PREFIX = "cadre-"
INCOMPLETE = ".incomplete"
MANIFEST = "manifest.json"


def backup_root() -> Path:
    """Where backups lie: `BACKUP_DIR`, else `backups` in `VAR_DIR`."""
    return Path(settings.ENVIRONMENT.backup_dir or settings.VAR_DIR / "backups").resolve()


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Holds the folder, which is made for this user only. Raises BackupError where another one holds it."""
    if crypto.key_path().resolve().is_relative_to(root):
        raise BackupError(f"密钥文件在备份目录 {root} 之内；密钥必须与备份分开存放，请换一个目录。")
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(root / ".lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError(f"另一个备份或核对正在使用 {root}，请等它结束。") from error
        yield
    finally:
        os.close(descriptor)


def sweep(root: Path) -> list[str]:
    """Removes what killed runs left behind; the names that these backups would have had."""
    halves = sorted(root.glob(f"{PREFIX}*{INCOMPLETE}"))
    for half in halves:
        shutil.rmtree(half)
    return [half.name.removesuffix(INCOMPLETE) for half in halves]


def begin(root: Path) -> Path:
    """A new folder, marked as incomplete, named after this second."""
    stem = f"{PREFIX}{clock.now():%Y%m%d-%H%M%S}"
    names = (stem, *(f"{stem}-{n}" for n in range(2, 100)))
    name = next(name for name in names if not (root / name).exists())
    part = root / f"{name}{INCOMPLETE}"
    part.mkdir(mode=0o700)
    return part


def publish(part: Path) -> Path:
    """Gives a whole backup its name in one step, once the disk has all of it."""
    for folder in (part, *(path for path in part.rglob("*") if path.is_dir())):
        _fsync(folder)
    final = part.with_name(part.name.removesuffix(INCOMPLETE))
    part.rename(final)
    _fsync(final.parent)
    return final


def published(root: Path) -> list[Path]:
    """Whole backups, oldest first."""
    found = root.glob(f"{PREFIX}*")
    return sorted(path for path in found if path.suffix != INCOMPLETE and (path / MANIFEST).is_file())


def newest(root: Path) -> Path:
    """The last whole backup. Raises BackupError where there is none."""
    found = published(root)
    if not found:
        raise BackupError(f"{root} 中没有完整的备份，请先运行 manage.py backup。")
    return found[-1]


def retire(root: Path, *, keep: int, spare: Path) -> list[str]:
    """Removes the oldest backups beyond the newest `keep`; their names. `spare` stays whatever its name says.

    A clock that was put back names the newest backup like an old one.
    """
    others = [path for path in published(root) if path != spare]
    old = others[: max(len(others) + 1 - keep, 0)]
    for path in old:
        # Marked first: killed in between, the rest is swept and never taken for a backup.
        half = path.rename(path.with_name(f"{path.name}{INCOMPLETE}"))
        shutil.rmtree(half)
    return [path.name for path in old]


def _fsync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
