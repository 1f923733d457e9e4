"""Checks a backup, and puts it into an empty database and its files back in place."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection

from core.files import FileDamaged, file_open, file_root
from core.models import StoredFile

from .databases import database_facts, database_load
from .errors import BackupDamaged, BackupError, BackupUnfit, disk_words
from .make import ANCHORS, DATABASE, FILES
from .manifest import Manifest, manifest_read, require_fit, sha256
from .shelf import MANIFEST

Say = Callable[[str], None]


@dataclass(frozen=True)
class Restored:
    """What a restore found afterwards: where database and manifest differ, and files that do not open."""

    manifest: Manifest
    differences: list[str]
    unreadable: list[str]

    @property
    def equal(self) -> bool:
        return not self.differences


def backup_check(folder: Path) -> Manifest:
    """Reads everything once: manifest, keys, version, size and hash of each file.

    Raises BackupDamaged (naming every file that is not as it was), BackupUnfit, crypto.KeyFileError.
    """
    if not folder.is_dir():
        raise BackupUnfit(f"找不到备份 {folder}。")
    try:
        manifest = manifest_read(folder)
        wrong = list(_wrong_files(folder, manifest))
    except OSError as error:
        raise BackupDamaged(f"备份读不出来：{disk_words(error)}") from error
    if wrong:
        shown = "；".join(wrong[:20]) + ("……" if len(wrong) > 20 else "")
        raise BackupDamaged(
            f"备份 {folder.name} 有 {len(wrong)} 个文件与清单不符：{shown}。请换用另一份备份。"
        )
    require_fit(manifest)
    return manifest


def database_require_empty() -> None:
    """Raises BackupUnfit where the database of this process holds any table at all."""
    try:
        tables = connection.introspection.table_names()
    except DatabaseError as error:
        raise BackupError(f"连不上数据库：{error}") from error
    if tables:
        raise BackupUnfit(
            f"数据库 {connection.settings_dict['NAME']} 不是空的（已有 {len(tables)} 张表），没有改动它。"
            "恢复只写入空数据库：请新建一个数据库，改 DATABASE_URL 指向它，不要先运行 migrate。"
        )


def backup_restore(folder: Path, *, say: Say) -> Restored:
    """Restores into the empty database and file folder of this process, then compares with the manifest.

    Raises what backup_check and database_require_empty raise, before anything is written; BackupError where
    the disk or the database server fails, after which the database is still empty.
    """
    database_require_empty()
    say("正在核对备份……")
    manifest = backup_check(folder)
    try:
        settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        say("正在放回文件……")
        _files_place(folder, manifest)
        say("正在恢复数据库……")
        database_load(folder / DATABASE, manifest.name)
        _anchors_place(folder, manifest)
    except OSError as error:
        raise BackupError(disk_words(error)) from error
    except (DatabaseError, sqlite3.Error) as error:
        raise BackupError(f"数据库恢复失败：{error}") from error
    say("正在与清单比对……")
    return Restored(manifest, list(_differences(manifest)), list(_unreadable()))


def _wrong_files(folder: Path, manifest: Manifest) -> Iterator[str]:
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}
    for name, entry in manifest.entries.items():
        path = folder / name
        if name not in there:
            yield f"{name} 缺失"
        elif path.is_symlink() or path.stat().st_size != entry["size"] or sha256(path) != entry["sha256"]:
            yield f"{name} 内容不符"
    for name in sorted(there - manifest.entries.keys() - {MANIFEST}):
        yield f"{name} 不在清单中"


def _files_place(folder: Path, manifest: Manifest) -> None:
    """Each under its own name by one rename; files of other rows that lie there are left alone."""
    for name in manifest.entries:
        if not name.startswith(f"{FILES}/"):
            continue
        target = file_root().parent / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.part")
        shutil.copyfile(folder / name, part)
        part.chmod(0o600)
        part.replace(target)


def _anchors_place(folder: Path, manifest: Manifest) -> None:
    """Anchors of this machine, younger than the backup, are evidence and stay."""
    target = settings.VAR_DIR / ANCHORS
    if ANCHORS in manifest.entries and not target.exists():
        shutil.copyfile(folder / ANCHORS, target)
        target.chmod(0o600)


def _differences(manifest: Manifest) -> Iterator[str]:
    found = database_facts()
    for table in sorted(manifest.tables.keys() | found.tables.keys()):
        wanted, there = manifest.tables.get(table), found.tables.get(table)
        if wanted != there:
            yield f"表 {table}：清单 {_count(wanted)}，恢复后 {_count(there)}"
    if found.migrations != manifest.migrations:
        yield "数据库结构的版本记录与清单不符"
    for name, entry in manifest.entries.items():
        path = file_root().parent / name
        if name.startswith(f"{FILES}/") and (not path.is_file() or sha256(path) != entry["sha256"]):
            yield f"文件 {name} 恢复后内容不符"
    stored = {Path(name).name for name in manifest.entries if name.startswith(f"{FILES}/")}
    if found.stored - stored != set(manifest.lost):
        yield "文件记录与清单不符"


def _count(rows: int | None) -> str:
    return "没有这张表" if rows is None else f"{rows} 行"


def _unreadable() -> Iterator[str]:
    for stored in StoredFile.objects.order_by("pk").iterator():
        try:
            file_open(stored).close()
        except FileDamaged as error:
            yield str(error)
