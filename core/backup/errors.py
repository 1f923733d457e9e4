"""What can be wrong with a backup, in sentences for whoever runs the command."""

from __future__ import annotations

import errno

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class BackupError(Exception):
    """Something did not work; the message says what and what to do."""


class BackupDamaged(BackupError):
    """A backup is not what was published: changed, cut or incomplete."""


class BackupUnfit(BackupError):
    """A sound backup that this installation cannot take: another key, version or kind of database."""


def disk_words(error: OSError) -> str:
    """What a failure of the disk means for whoever has to mend it."""
    if error.errno in FULL:
        return "磁盘空间不足（或超过了限额），请清理空间，或用 --dir 换一个目录。"
    return f"读写磁盘失败：{error.strerror or error}（{error.filename or '位置不明'}）。"
