"""A stream of any length as sealed frames: a backup tells nothing to whoever has not the key file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from core import crypto

from .errors import BackupDamaged

CHUNK = 256 * 1024
FRAME = CHUNK + crypto.OVERHEAD


def seal(source: BinaryIO, target: Path, label: str) -> None:
    """Writes all of the source to a new file, each frame bound to the label, its place and being the last.

    Raises OSError, crypto.KeyFileError.
    """
    with target.open("xb") as sealed:
        chunk, index = _exactly(source, CHUNK), 0
        while True:
            following = _exactly(source, CHUNK) if len(chunk) == CHUNK else b""
            sealed.write(crypto.encrypt(chunk, _context(label, index, last=not following)))
            if not following:
                break
            chunk, index = following, index + 1
        sealed.flush()
        os.fsync(sealed.fileno())


def opened(path: Path, label: str) -> Iterator[bytes]:
    """The chunks that `seal` was given. Raises BackupDamaged."""
    with path.open("rb") as sealed:
        frame, index = sealed.read(FRAME), 0
        while frame:
            following = sealed.read(FRAME)
            try:
                yield crypto.decrypt(frame, _context(label, index, last=not following))
            except crypto.DecryptError as error:
                raise BackupDamaged(f"备份文件 {path.name} 无法解开（第 {index + 1} 段）。") from error
            frame, index = following, index + 1


def _exactly(source: BinaryIO, wanted: int) -> bytes:
    """So many bytes, fewer only at the end: a pipe gives short reads."""
    pieces = []
    while wanted and (piece := source.read(wanted)):
        pieces.append(piece)
        wanted -= len(piece)
    return b"".join(pieces)


def _context(label: str, index: int, *, last: bool) -> str:
    return f"core.backup/{label}/{index}/{'last' if last else 'more'}"
