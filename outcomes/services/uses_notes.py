"""What the security log is told: who took a list along, who took a talk's record."""

from __future__ import annotations

from typing import Any

from accounts.models import SecurityEvent
from accounts.services.security_log import security_event_record


def uses_export_note(*, subject: str, note: str, actor: Any) -> None:
    """Somebody took something of commendation, judgement or talks with them."""
    security_event_record(kind=SecurityEvent.Kind.EXPORT, actor=actor, subject=subject, note=note)
