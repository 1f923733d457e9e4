"""The key file of encrypted columns and files: JSON, mode 0600, never in the database or its backup.

Form: `{"format": 1, "current": 2, "rotating": false, "keys": {"1": "…", "2": "…"}, "lookup": "…"}`
with keys of 32 bytes in base64. `current` seals, all `keys` open. `lookup` stays the same for life:
its hashes stand in the database for values that cannot be found again otherwise.
"""

from __future__ import annotations

import base64
import binascii
import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

KEY_BYTES = 32
MAX_VERSION = 0xFFFF


class KeyFileError(RuntimeError):
    """The key file is missing, damaged or readable by others; the message says what to do."""


@dataclass(frozen=True)
class KeyRing:
    """All keys of one installation; `rotating` is true while old cipher texts may be left."""

    current: int
    keys: Mapping[int, bytes]
    lookup: bytes
    rotating: bool = False

    @property
    def sealing(self) -> bytes:
        return self.keys[self.current]

    def with_new_key(self) -> KeyRing:
        """A ring that seals with one more key. Raises KeyFileError after 65,535 rotations."""
        version = max(self.keys) + 1
        if version > MAX_VERSION:
            raise KeyFileError("密钥版本号已用尽。")
        keys = {**self.keys, version: secrets.token_bytes(KEY_BYTES)}
        return replace(self, current=version, keys=keys, rotating=True)

    def only_current(self) -> KeyRing:
        return replace(self, keys={self.current: self.sealing}, rotating=False)


def create(path: Path) -> None:
    """Write a new key file, mode 0600, its folder 0700. Raises FileExistsError rather than replace one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    ring = KeyRing(current=1, keys={1: secrets.token_bytes(KEY_BYTES)}, lookup=secrets.token_bytes(KEY_BYTES))
    part = _write_part(path, ring)
    try:
        os.link(part, path)  # fails when the name is taken, unlike a rename
    finally:
        part.unlink()


def save(path: Path, ring: KeyRing) -> None:
    """Replace the key file in one step: a reader sees the old ring or the new one."""
    _write_part(path, ring).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def load(path: Path | str) -> KeyRing:
    """The ring as the file holds it now, looked at on each call (some 2 µs). Raises KeyFileError."""
    try:
        status = os.stat(path)  # noqa: PTH116 - called for every value of an import
    except FileNotFoundError as error:
        raise KeyFileError(
            f"找不到密钥文件 {path}；新装的系统请运行 manage.py create_key_file，恢复的系统请放回原文件。"
        ) from error
    if status.st_mode & 0o077:
        raise KeyFileError(f"密钥文件 {path} 可被其他用户读取，已拒绝使用；请运行 chmod 600 {path}。")
    return _parse(str(path), status.st_mtime_ns, status.st_ino)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the right to change the key file; a second holder waits."""
    descriptor = os.open(path.with_suffix(".lock"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@lru_cache(maxsize=4)
def _parse(path: str, _modified: int, _inode: int) -> KeyRing:
    try:
        data = json.loads(Path(path).read_text(encoding="ascii"))
        keys = {int(version): base64.b64decode(key, validate=True) for version, key in data["keys"].items()}
        ring = KeyRing(
            current=int(data["current"]),
            keys=keys,
            lookup=base64.b64decode(data["lookup"], validate=True),
            rotating=bool(data["rotating"]),
        )
        sound = data["format"] == 1 and ring.current in keys
        sound = sound and all(len(key) == KEY_BYTES for key in (*keys.values(), ring.lookup))
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
        raise KeyFileError(f"密钥文件 {path} 已损坏，请从密钥备份恢复。") from error
    if not sound:
        raise KeyFileError(f"密钥文件 {path} 的内容不符合格式，请从密钥备份恢复。")
    return ring


def _write_part(path: Path, ring: KeyRing) -> Path:
    data = {
        "format": 1,
        "current": ring.current,
        "rotating": ring.rotating,
        "keys": {str(version): base64.b64encode(key).decode() for version, key in ring.keys.items()},
        "lookup": base64.b64encode(ring.lookup).decode(),
    }
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as target:
        json.dump(data, target, indent=1)
        target.flush()
        os.fsync(target.fileno())
    return part
