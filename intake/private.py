"""The uploaded file as a plain copy that only this process reads, for as long as it is read."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from core.files import file_open
from core.models import StoredFile

ENDINGS = frozenset({".xlsx", ".xls", ".et", ".xlsm", ".xlsb", ".xltx", ".xltm", ".ods", ".csv", ".txt"})
COPY_AGE = 24 * 60 * 60  # seconds; longer than any job reads


def _root() -> Path:
    root = Path(settings.VAR_DIR) / "intake"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root


@contextmanager
def private_path(ending: str = "") -> Iterator[Path]:
    """A random name in a folder of our own; whatever lies there is gone afterwards."""
    path = _root() / f"{secrets.token_hex(16)}{ending}"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def plain_copy(stored: StoredFile) -> Iterator[Path]:
    """The file unsealed under a random name with mode 0600. Raises core.files.FileDamaged."""
    ending = Path(stored.name).suffix.lower()
    with private_path(ending if ending in ENDINGS else "") as path, file_open(stored) as sealed:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as plain:
            shutil.copyfileobj(sealed, plain, 1024 * 1024)
        yield path


def copies_sweep() -> int:
    """Removes what killed processes left behind; the number removed."""
    removed = 0
    # Their age is a matter of the disk's own clock.
    probe = _root() / f".clock-{os.getpid()}"
    probe.touch()
    newest = probe.stat().st_mtime
    probe.unlink(missing_ok=True)
    for path in _root().iterdir():
        if newest - path.stat().st_mtime > COPY_AGE:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
