"""What the page of the security log shows."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet

from core import clock
from core.models import Job

from .forms.security_log import SecurityLogFilter
from .models import Role, SecurityEvent
from .selectors import Visitor, holds_role
from .services.audit import VERIFY_JOB, Verification, newest_verify

PAGE_SIZE = 50


@dataclass(frozen=True)
class LogPage:
    """Rows newest first; `older` is the query string of the page after them; what is known of the chain."""

    rows: list[SecurityEvent]
    older: str
    parameters: dict[str, str]
    later: bool
    newest: Verification
    verification: Job | None


def reads_log(user: Visitor) -> bool:
    """Audit officers and nobody else: the log tells on the other officers too."""
    return holds_role(user, [Role.AUDIT_OFFICER], on=clock.today())


def events_visible_to(user: Visitor) -> QuerySet[SecurityEvent]:
    """Everything, or nothing."""
    return SecurityEvent.objects.all() if reads_log(user) else SecurityEvent.objects.none()


def log_page(events: QuerySet[SecurityEvent], form: SecurityLogFilter, *, before: int | None) -> LogPage:
    """The page of events older than `before`; no rows where a condition cannot be read."""
    rows: list[SecurityEvent] = []
    parameters: dict[str, str] = {}
    if form.is_valid():
        parameters = form.parameters()
        found = form.apply(events.select_related("actor"))
        if before is not None:
            found = found.filter(number__lt=before)
        rows = list(found.order_by("-number")[: PAGE_SIZE + 1])
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    return LogPage(
        rows=rows,
        older=urlencode({**parameters, "before": rows[-1].number}) if more else "",
        parameters=parameters,
        later=before is not None,
        newest=newest_verify(PAGE_SIZE),
        verification=Job.objects.filter(kind=VERIFY_JOB).order_by("-pk").first(),
    )
