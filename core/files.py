"""Files at rest: sealed in chunks under random names, with size and SHA-256 in `StoredFile`.

A stored file is a row of frames; each frame is one chunk of `CHUNK` bytes (the last one shorter, maybe
empty) sealed for its place in its file, so that frames cannot be swapped, dropped or moved.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import mimetypes
import os
import secrets
import unicodedata
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction

from . import crypto
from .models import StoredFile

logger = logging.getLogger(__name__)

CHUNK = 256 * 1024
FRAME = CHUNK + crypto.OVERHEAD
MAX_NAME = 120
PART = ".part"
PART_AGE = 10 * 60  # nobody writes to a part for so long and lives
ORPHAN_AGE = 24 * 60 * 60  # longer than any transaction that stores a file
COPY_ATTEMPTS = 3


class FileDamaged(Exception):
    """What lies on the disk is not what was stored, or is gone."""


class FileTooLarge(ValueError):
    """More bytes than the caller allows."""


def file_root() -> Path:
    return Path(settings.VAR_DIR) / "files"


def safe_name(name: str) -> str:
    """A file name fit to be shown and offered for download: one path component, no control, direction or
    path characters, no leading dot, at most 120 characters, its ending kept; `未命名` when nothing is left.
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/")
    last = name.rstrip("/").rpartition("/")[2]
    # Cc/Cf: control, zero-width and bidirectional marks; Cs/Co/Cn: halves and unassigned; Zl/Zp: line ends.
    kept = "".join(
        "_" if sign in '<>:"|?*' else sign
        for sign in last
        if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )
    kept = kept.strip().lstrip(".").strip()
    stem, dot, ending = kept.rpartition(".")
    if dot and stem and len(ending) <= 10:
        return f"{stem[: MAX_NAME - len(ending) - 1]}.{ending}"
    return kept[:MAX_NAME] or "未命名"


def file_store(
    stream: BinaryIO,
    *,
    name: str,
    actor: Any,
    media_type: str = "",
    max_bytes: int | None = None,
    screening: StoredFile.Screening = StoredFile.Screening.OWN,
) -> StoredFile:
    """Seal a stream and record it; one row and one file, or neither.

    In a transaction that is rolled back later, the file is left for `files_sweep`. Raises FileTooLarge,
    OSError (full disk), crypto.KeyFileError.
    """
    shown = safe_name(name)
    storage_name = secrets.token_hex(24)
    path = _path(storage_name)
    part = path.with_suffix(PART)
    try:
        size, digest = _seal_to(part, stream, storage_name, max_bytes)
        part.replace(path)
        with transaction.atomic():
            return StoredFile.objects.create(
                storage_name=storage_name,
                name=shown,
                media_type=media_type or mimetypes.guess_type(shown)[0] or "application/octet-stream",
                size=size,
                sha256=digest,
                screening=screening,
                created_by=actor,
            )
    except BaseException:
        part.unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        raise


def file_open(stored: StoredFile) -> io.BufferedReader:
    """The content as a seekable binary reader; size and SHA-256 are verified before the first byte is given.

    Raises FileDamaged. Close it, or use it as a context manager.
    """
    for attempt in range(COPY_ATTEMPTS):
        try:
            raw = _SealedReader(_path(stored.storage_name), stored)
            break
        except FileNotFoundError as error:
            # A rotation of keys may have moved the content after the row was read.
            before = stored.storage_name
            stored.refresh_from_db(fields=["storage_name"])
            if stored.storage_name == before or attempt == COPY_ATTEMPTS - 1:
                raise FileDamaged(f"文件“{stored.name}”的内容已丢失。") from error
    try:
        raw.verify()
    except BaseException:
        raw.close()
        raise
    return io.BufferedReader(raw, buffer_size=CHUNK)


def file_destroy(stored: StoredFile) -> None:
    """Delete the row now and the content when the transaction commits."""
    path = _path(stored.storage_name)
    stored.delete()
    transaction.on_commit(partial(path.unlink, missing_ok=True))


def file_reseal(stored: StoredFile) -> bool:
    """Move the content to a new file sealed with the current key; False when it was so already.

    The row names the old content until the new one is complete: a kill leaves an orphan, never a loss.
    Raises FileDamaged.
    """
    old = _path(stored.storage_name)
    try:
        with old.open("rb") as sealed:
            version = crypto.key_version(sealed.read(crypto.OVERHEAD))
    except (FileNotFoundError, crypto.DecryptError) as error:
        raise FileDamaged(f"文件“{stored.name}”的内容已丢失或损坏。") from error
    if version == crypto.current_version():
        return False
    storage_name = secrets.token_hex(24)
    new = _path(storage_name)
    with file_open(stored) as content:
        _seal_to(new, content, storage_name, None)
    moved = StoredFile.objects.filter(pk=stored.pk, storage_name=stored.storage_name).update(
        storage_name=storage_name
    )
    (old if moved else new).unlink(missing_ok=True)
    return bool(moved)


def files_sweep() -> int:
    """Remove abandoned parts and contents without a row, once they are old enough; the number removed."""
    removed = 0
    # The age of a file is a matter of the disk's own clock, which no test shifts.
    newest = _disk_time()
    for path in sorted(file_root().glob("??/*")):
        with contextlib.suppress(FileNotFoundError):
            age = newest - path.stat().st_mtime
            abandoned = path.suffix == PART and age > PART_AGE
            if not abandoned and age > ORPHAN_AGE:
                abandoned = not StoredFile.objects.filter(storage_name=path.name).exists()
            if abandoned:
                path.unlink()
                removed += 1
    if removed:
        logger.info("files swept", extra={"removed": removed})
    return removed


class _SealedReader(io.RawIOBase):
    """Opens frame by frame, at any position."""

    def __init__(self, path: Path, stored: StoredFile) -> None:
        self._file = path.open("rb")
        self._stored = stored
        self._storage_name = path.name
        self._position = 0
        self._index = -1
        self._chunk = b""

    def verify(self) -> None:
        """Read everything once. Raises FileDamaged."""
        digest, size, index = hashlib.sha256(), 0, 0
        frames = self._stored.size // CHUNK + 1
        if os.fstat(self._file.fileno()).st_size != self._stored.size + frames * crypto.OVERHEAD:
            raise FileDamaged(f"文件“{self._stored.name}”的长度与存入时不同。")
        for index in range(frames):
            chunk = self._frame(index)
            digest.update(chunk)
            size += len(chunk)
        if size != self._stored.size or digest.hexdigest() != self._stored.sha256:
            raise FileDamaged(f"文件“{self._stored.name}”的内容与存入时不同。")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._stored.size}[whence]
        if base + offset < 0:
            raise OSError("negative seek position")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: Any) -> int:
        if self._position >= self._stored.size:
            return 0
        chunk = self._frame(self._position // CHUNK)
        piece = chunk[self._position % CHUNK :][: len(buffer)]
        buffer[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _frame(self, index: int) -> bytes:
        if index != self._index:
            self._file.seek(index * FRAME)
            last = index == self._stored.size // CHUNK
            try:
                self._chunk = crypto.decrypt(
                    self._file.read(FRAME), _frame_context(self._storage_name, index, last=last)
                )
            except crypto.DecryptError as error:
                raise FileDamaged(f"文件“{self._stored.name}”已损坏（第 {index + 1} 段）。") from error
            self._index = index
        return self._chunk


def _seal_to(path: Path, stream: BinaryIO, storage_name: str, max_bytes: int | None) -> tuple[int, str]:
    """Write all frames; answers plain size and SHA-256. A failure leaves nothing."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size, index, last = hashlib.sha256(), 0, 0, False
    try:
        with path.open("xb") as target:
            while not last:
                chunk = _read_chunk(stream)
                last = len(chunk) < CHUNK
                size += len(chunk)
                if max_bytes is not None and size > max_bytes:
                    raise FileTooLarge(f"文件超过 {max_bytes // (1024 * 1024)} MB 的上限。")
                digest.update(chunk)
                target.write(crypto.encrypt(chunk, _frame_context(storage_name, index, last=last)))
                index += 1
            target.flush()
            os.fsync(target.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return size, digest.hexdigest()


def _read_chunk(stream: BinaryIO) -> bytes:
    """Exactly CHUNK bytes, fewer only at the end (a socket gives short reads)."""
    pieces, wanted = [], CHUNK
    while wanted and (piece := stream.read(wanted)):
        pieces.append(piece)
        wanted -= len(piece)
    return b"".join(pieces)


def _frame_context(storage_name: str, index: int, *, last: bool) -> str:
    return f"core.storedfile/{storage_name}/{index}/{'last' if last else 'more'}"


def _path(storage_name: str) -> Path:
    return file_root() / storage_name[:2] / storage_name


def _disk_time() -> float:
    root = file_root()
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    probe = root / f".clock-{os.getpid()}"
    probe.touch()
    moment = probe.stat().st_mtime
    probe.unlink(missing_ok=True)
    return moment
