"""What the security log is told of files that leave."""

from __future__ import annotations

from typing import Any

from accounts.models import SecurityEvent
from accounts.services.security_log import security_event_record

from ..models import Meeting


def agenda_export_note(*, meeting: Meeting, file_name: str, actor: Any) -> None:
    """Somebody took a meeting's agenda and results along."""
    security_event_record(
        kind=SecurityEvent.Kind.EXPORT, actor=actor, subject=file_name, note=f"{meeting}议题与结果"
    )


def paper_export_note(*, about: str, file_name: str, actor: Any) -> None:
    """Somebody took an agenda, an extract of the minutes or a notice along."""
    security_event_record(kind=SecurityEvent.Kind.EXPORT, actor=actor, subject=file_name, note=about)
