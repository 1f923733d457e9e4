"""The home page, its duties as a workbook, and the sign of life."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Role, SecurityEvent
from accounts.selectors import scopes_of
from accounts.services.security_log import security_event_record
from appraisal.access import YEAR_ROLES
from appraisal.models import Cycle
from appraisal.selectors import years_newest_first
from core import clock
from notices.exports import inbox_write
from notices.selectors import DAYS_AHEAD, inbox_of

from ..texts import ROLE_NOTES

MOST_SHOWN = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the user, what the user started, the next days; then where the roles can go."""
    today = clock.today()
    scopes = scopes_of(request.user, on=today)
    request.roles = set(scopes)  # type: ignore[attr-defined]  # for the menu
    sees_years = bool(scopes.keys() & YEAR_ROLES)
    years = Cycle.objects.visible_to(request.user, held=scopes)
    context = {
        "inbox": inbox_of(request.user, today, scopes=scopes),
        "most": MOST_SHOWN,
        "days_ahead": DAYS_AHEAD,
        "sees_years": sees_years,
        "years": years_newest_first(years, request.user) if sees_years else [],
        "notes": [(role.label, ROLE_NOTES[role]) for role in Role if role in scopes],
        "last_year": today.year - 1,
        "today": today,
    }
    return render(request, "portal/home.html", context)


@require_safe
def inbox_export(request: HttpRequest) -> FileResponse:
    """The duties of the home page as 待办清单.xlsx."""
    user: Any = request.user
    inbox = inbox_of(user, clock.today())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inbox.xlsx"
        inbox_write(inbox, path)
        content = path.open("rb")  # streams from the open file and leaves no copy behind
    note = f"待办 {len(inbox.waiting)} 项，我发起的 {len(inbox.started)} 项"
    security_event_record(kind=SecurityEvent.Kind.EXPORT, actor=user, subject="待办清单", note=note)
    return FileResponse(content, as_attachment=True, filename=f"待办清单_{inbox.on:%Y-%m-%d}.xlsx")


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Says that this process answers; asks neither database nor broker."""
    return HttpResponse("ok\n", content_type="text/plain")
