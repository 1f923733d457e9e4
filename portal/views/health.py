"""Says whether this process can do its work, to whoever spreads the load and to monitoring."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.health import health


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """One line per check, `ok` or `fail`; 200 where all are ok, else 503. Reasons stand in the log only."""
    found = health()
    lines = [f"{name} {'ok' if holds else 'fail'}\n" for name, holds in found.checks.items()]
    return HttpResponse("".join(lines), status=200 if found.ready else 503, content_type="text/plain")
