"""What the security log is told about lists that leave the house."""

from __future__ import annotations

from typing import Any

from accounts.models import SecurityEvent
from accounts.services.security_log import security_event_record
from appraisal.models import Cycle


def export_note(*, cycle: Cycle, file_name: str, actor: Any) -> None:
    """Somebody took a list of a cycle with them."""
    security_event_record(
        kind=SecurityEvent.Kind.EXPORT, actor=actor, subject=file_name, note=f"{cycle.label}反馈与复核"
    )
