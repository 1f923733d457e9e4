"""Reading a case file leaves a row; the security log learns that it happened, and nothing of the content."""

from __future__ import annotations

from django.db import transaction

from accounts.models import SecurityEvent, User
from accounts.services.security_log import security_event_record

from ..models import Reading, ToleranceCase


@transaction.atomic
def case_read(*, case: ToleranceCase, part: str, actor: User) -> Reading:
    """Appends one reading. part: which part of the file, in words without a name."""
    reading = Reading.objects.create(case=case, reader=actor, part=part)
    security_event_record(
        kind=SecurityEvent.Kind.CASE_FILE,
        actor=actor,
        subject=case.number or f"容错申请草稿第 {case.pk} 号",
        note=part,
    )
    return reading
