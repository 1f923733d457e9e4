"""What the security log is told of files that leave."""

from __future__ import annotations

from typing import Any

from accounts.models import SecurityEvent
from accounts.services.security_log import security_event_record


def marks_export_note(*, file_name: str, actor: Any) -> None:
    """Somebody took the list of measures along."""
    security_event_record(kind=SecurityEvent.Kind.EXPORT, actor=actor, subject=file_name, note="处分与措施")
