"""What a backup says of itself: versions, keys, rows per table, a hash of every file; under a keyed hash."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from core import crypto, keyfile
from core.health import known_migrations

from .errors import BackupDamaged, BackupUnfit
from .shelf import MANIFEST

FORMAT = 1
PURPOSE = "core.backup.manifest"
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """`entries`: path in the backup → size and SHA-256; `tables`: name → rows; `keys`: key → fingerprint."""

    name: str
    made_at: str
    version: str
    engine: str
    migrations: list[str]
    tables: dict[str, int]
    left_out: list[str]
    entries: dict[str, dict[str, Any]]
    lost: list[str]
    keys: dict[str, str]

    def write(self, folder: Path) -> None:
        """Puts it into the backup, with a keyed hash over all of it. Raises OSError, KeyFileError."""
        data = {"format": FORMAT, **asdict(self)}
        text = json.dumps({**data, "mac": _mac(data)}, ensure_ascii=False, indent=1)
        with (folder / MANIFEST).open("x", encoding="utf-8") as target:
            target.write(text)
            target.flush()
            os.fsync(target.fileno())


def manifest_read(folder: Path) -> Manifest:
    """The manifest of a published backup, once it is known to be ours and unchanged.

    Raises BackupDamaged, BackupUnfit (another key file), crypto.KeyFileError.
    """
    path = folder / MANIFEST
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        mac = data.pop("mac")
        if data.pop("format") != FORMAT:
            raise BackupUnfit(f"备份 {folder.name} 的格式不是本版本认识的，请用制作它的版本恢复。")
        manifest = Manifest(**data)
        _require_keys(manifest)
    except FileNotFoundError as error:
        raise BackupDamaged(f"{folder} 中没有清单 {MANIFEST}，不是完整的备份。") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupDamaged(f"备份清单 {path} 已损坏。") from error
    if not hmac.compare_digest(str(mac), _mac({"format": FORMAT, **data})):
        raise BackupDamaged(f"备份清单 {path} 被改动过。")
    return manifest


def require_fit(manifest: Manifest) -> None:
    """Raises BackupUnfit where this installation is of another version or kind of database."""
    if manifest.engine != connection.vendor:
        raise BackupUnfit(
            f"备份取自 {manifest.engine} 数据库，当前设置的是 {connection.vendor}；请改 DATABASE_URL。"
        )
    here, there = set(code_migrations()), set(manifest.migrations)
    if manifest.version != product_version() or here != there:
        newer = bool(there - here)
        raise BackupUnfit(
            f"备份由{'较新的' if newer else '另一'}版本制作（版本 {manifest.version}，"
            f"数据库结构多 {len(there - here)} 项、少 {len(here - there)} 项），"
            f"当前版本 {product_version()}。请先换用制作备份时的程序版本恢复，恢复后再升级。"
        )


def product_version() -> str:
    """The version in pyproject.toml."""
    text = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])


def code_migrations() -> list[str]:
    """Every migration that this version of the product knows, as `app.name`."""
    return sorted(f"{app}.{name}" for app, name in known_migrations())


def key_fingerprints() -> dict[str, str]:
    """Number of each key in the key file, and `lookup`, with 16 hex digits that tell nothing of the key."""
    ring = keyfile.load(crypto.key_path())
    keys = {str(number): key for number, key in ring.keys.items()} | {"lookup": ring.lookup}
    return {name: blake2b(key, digest_size=8, person=b"cadre-key").hexdigest() for name, key in keys.items()}


def key_label(keys: Mapping[str, str]) -> str:
    """The keys that a backup needs, as people write them on an envelope."""
    return "，".join(
        f"{'查找密钥' if name == 'lookup' else f'第 {name} 号'} {value}" for name, value in keys.items()
    )


def sha256(path: Path) -> str:
    """Of a whole file. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _require_keys(manifest: Manifest) -> None:
    here = key_fingerprints()
    absent = {name: value for name, value in manifest.keys.items() if here.get(name) != value}
    if absent:
        raise BackupUnfit(
            f"密钥文件 {crypto.key_path()} 不是这份备份所用的：缺少{key_label(absent)}。"
            "请把制作备份时的密钥文件（与备份分开保管的那一份）放到此处，权限 600。"
        )


def _mac(data: Mapping[str, Any]) -> str:
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return crypto.lookup_hash(canonical, PURPOSE).hex()
