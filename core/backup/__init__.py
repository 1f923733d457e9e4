"""Backups of the whole installation: made, checked, restored into an empty database (docs/decisions/0011)."""

from .errors import BackupDamaged, BackupError, BackupUnfit
from .make import Made, backup_make
from .manifest import Manifest, key_label
from .restore import Restored, backup_check, backup_restore, database_require_empty
from .shelf import backup_root, newest

__all__ = [
    "BackupDamaged",
    "BackupError",
    "BackupUnfit",
    "Made",
    "Manifest",
    "Restored",
    "backup_check",
    "backup_make",
    "backup_restore",
    "backup_root",
    "database_require_empty",
    "key_label",
    "newest",
]
