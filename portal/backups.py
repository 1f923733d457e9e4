"""Backup and restore as acts of the installation: recorded in the security log, judged by its chain."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass
from pathlib import Path

from django.db import Error as DatabaseError

from accounts.models import User
from accounts.models.security_log import SecurityEventKind
from accounts.services.audit import AnchorUnreadable, Verification, anchors_read, chain_verify
from accounts.services.security_log import security_event_record
from core.backup import BackupError, Made, Restored, backup_make, backup_restore
from core.backup.make import ANCHORS, Say
from core.keyfile import KeyFileError
from core.logs import error_words

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RestoredAndJudged:
    """A restore with what became of the security log; `chain` is None where that could not be judged."""

    restored: Restored
    chain: Verification | None
    chain_words: str

    @property
    def sound(self) -> bool:
        return self.restored.equal and self.chain is not None and self.chain.intact


def recorded_backup_make(root: Path, *, say: Say, keep: int | None) -> Made:
    """A backup, its failure or success recorded. Raises BackupError, KeyFileError."""
    try:
        made = backup_make(root, say=say, keep=keep)
    except (BackupError, KeyFileError) as error:
        log.error("backup failed: %s", error)
        # Where even this cannot be written, the exit status and the line above remain.
        with contextlib.suppress(DatabaseError, KeyFileError):
            _record(str(root), f"备份失败：{error}", refused=True)
        raise
    for name in made.swept:
        _record(name, "备份中途中断，残留已清除", refused=True)
    rows = sum(made.manifest.tables.values())
    _record(made.path.name, f"备份完成：{rows} 行，{len(made.manifest.entries)} 个文件", refused=False)
    return made


def recorded_backup_restore(folder: Path, *, say: Say) -> RestoredAndJudged:
    """A restore into an empty database; its security log is judged, then continued by the restore itself.

    Raises BackupError, KeyFileError; then nothing was restored.
    """
    restored = backup_restore(folder, say=say)
    say("正在核对安全日志……")
    chain, words = _judge_chain(folder)
    note = f"从备份恢复（备份时间 {restored.manifest.made_at}）"
    if restored.equal:
        _record(folder.name, note, refused=False, kind=SecurityEventKind.RESTORE)
    return RestoredAndJudged(restored, chain, words)


def _judge_chain(folder: Path) -> tuple[Verification | None, str]:
    """By the backup's own anchors; a backup without any says so."""
    try:
        anchors = anchors_read(folder / ANCHORS) if (folder / ANCHORS).exists() else None
        found = chain_verify(anchors=anchors)
    except (AnchorUnreadable, KeyFileError, DatabaseError) as error:
        return None, f"安全日志没能核对：{error_words(error)}"
    if not found.intact:
        return found, f"安全日志被改动过，共 {found.found} 处：" + "；".join(found.findings[:10])
    against = "备份中没有锚点，末尾未能核对" if anchors is None else f"与备份中的 {len(anchors)} 个锚点相符"
    return found, f"安全日志完整：共 {found.rows} 条，{against}。"


def _record(
    subject: str, note: str, *, refused: bool, kind: SecurityEventKind = SecurityEventKind.BACKUP
) -> None:
    security_event_record(kind=kind, actor=User.objects.system(), subject=subject, note=note, refused=refused)
