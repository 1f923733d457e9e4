"""What the security log is told: who took a list or a record along, who opened one out of view."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import SecurityEvent
from accounts.services.security_log import security_event_record
from core import clock

from ..models import BottomReview


def uses_export_note(*, subject: str, note: str, actor: Any) -> None:
    """Somebody took something of commendation, judgement or talks with them."""
    security_event_record(kind=SecurityEvent.Kind.EXPORT, actor=actor, subject=subject, note=note)


@transaction.atomic
def record_read(review: BottomReview, *, actor: Any) -> None:
    """Somebody opens a judgement or its talk. Past its last day that leaves a trace, which names nobody."""
    if review.seen_until is None or clock.today() <= review.seen_until:
        return
    security_event_record(
        kind=SecurityEvent.Kind.CASE_FILE,
        actor=actor,
        subject=f"{review.participant.cycle.label}研判记录第 {review.pk} 号",
        note="已过查看期限",
    )
