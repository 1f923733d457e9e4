"""Makes a backup: sealed files, a snapshot of the database, the files stored meanwhile, the manifest."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection

from core import clock
from core.files import PART, file_root
from core.models import StoredFile

from . import shelf
from .databases import Facts, database_dump, left_out
from .errors import BackupError, disk_words
from .manifest import CHUNK, Manifest, key_fingerprints, product_version, sha256

DATABASE = "database.sealed"
FILES = "files"
# Beside the database: where the security log ended, to be judged after a restore.
ANCHORS = "audit-anchor.jsonl"
ATTEMPTS = 3
Say = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """A published backup; `swept`: earlier ones never finished, `retired`: removed ones, by name."""

    path: Path
    manifest: Manifest
    swept: list[str]
    retired: list[str]


def backup_make(root: Path, *, say: Say, keep: int | None = None) -> Made:
    """Publishes one more backup in `root`; then removes the oldest beyond `keep`.

    Where files are lost nothing is removed: earlier backups may be all that is left of them. Without success
    nothing is published and every earlier backup is as it was. Raises BackupError, crypto.KeyFileError.
    """
    try:
        with shelf.locked(root):
            swept = shelf.sweep(root)
            for name in swept:
                say(f"上一次备份 {name} 没有完成，残留已清除。")
            path, manifest = _make(root, say)
            retired = shelf.retire(root, keep=keep, spare=path) if keep and not manifest.lost else []
            return Made(path, manifest, swept, retired)
    except OSError as error:
        raise BackupError(disk_words(error)) from error
    except (DatabaseError, sqlite3.Error) as error:
        raise BackupError(f"数据库无法读取或快照无法写出（可能是磁盘已满）：{error}") from error


def _make(root: Path, say: Say) -> tuple[Path, Manifest]:
    part = shelf.begin(root)
    try:
        manifest = _fill(part, say)
        manifest.write(part)
        return shelf.publish(part), manifest
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _fill(part: Path, say: Say) -> Manifest:
    name = part.name.removesuffix(shelf.INCOMPLETE)
    made_at = clock.now().isoformat(timespec="seconds")
    keys = key_fingerprints()
    copies = _Copies(part / FILES)
    # Before the snapshot: whatever it names and is destroyed meanwhile is in the backup already.
    say("正在复制文件……")
    copies.take(path.name for path in file_root().glob("??/*"))
    anchors = _copy_anchors(part)
    for attempt in range(ATTEMPTS):
        say("正在导出数据库……")
        (part / DATABASE).unlink(missing_ok=True)
        found = database_dump(part / DATABASE, name)
        copies.take(found.stored)
        lost = sorted(found.stored - copies.taken.keys())
        # Gone from disk and rows alike: stored and destroyed while we were at it. Look again.
        if attempt == ATTEMPTS - 1 or StoredFile.objects.filter(storage_name__in=lost).count() == len(lost):
            break
    copies.drop_all_but(found)
    entries = {f"{FILES}/{name[:2]}/{name}": entry for name, entry in sorted(copies.taken.items())}
    for extra in (DATABASE, *anchors):
        entries[extra] = {"size": (part / extra).stat().st_size, "sha256": sha256(part / extra)}
    return Manifest(
        name=name,
        made_at=made_at,
        version=product_version(),
        engine=connection.vendor,
        migrations=found.migrations,
        tables=found.tables,
        left_out=left_out(),
        entries=entries,
        lost=lost,
        keys=keys,
    )


class _Copies:
    """Sealed files as they lie on the disk, each copied once: content under a name never changes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.taken: dict[str, dict[str, Any]] = {}

    def take(self, names: Iterable[str]) -> None:
        """Copies those not yet taken; what is not there (any more) is passed by."""
        for name in names:
            if name in self.taken or name.endswith(PART):
                continue
            try:
                self.taken[name] = _copy(file_root() / name[:2] / name, self._folder / name[:2] / name)
            except FileNotFoundError:
                continue

    def drop_all_but(self, found: Facts) -> None:
        """What the snapshot does not name was destroyed, or never committed, and stays in no backup."""
        for name in self.taken.keys() - found.stored:
            (self._folder / name[:2] / name).unlink()
            del self.taken[name]


def _copy(source: Path, target: Path) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as stream:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as copy:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                size += copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
    return {"size": size, "sha256": digest.hexdigest()}


def _copy_anchors(part: Path) -> list[str]:
    # Before the snapshot too: an anchor younger than the snapshot would name events it has not.
    try:
        _copy(settings.VAR_DIR / ANCHORS, part / ANCHORS)
    except FileNotFoundError:
        return []
    return [ANCHORS]
