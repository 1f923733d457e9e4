"""How many cases there are, where they stand and how long: for both offices, and for leaders without small
figures (第十二条)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Role, SecurityEvent
from accounts.selectors import UnitScope, scopes_of
from accounts.services.security_log import security_event_record
from core import clock
from policy.limits.tolerance_officers import FEWEST_SHOWN
from rulebook.selectors import limit_on

from ..access import is_office_staff
from ..selectors.overview import overview as counted
from ..tables.overview import overview_workbook, sections_for_offices, sections_outside


@require_safe
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """Tables with small pictures; a leader sees those of the units of the grant, without small figures."""
    scopes = scopes_of(request.user, on=clock.today())
    context = {"title": "容错认定概览", "inside": is_office_staff(scopes)}
    if context["inside"]:
        context["sections"] = sections_for_offices(counted(UnitScope(everywhere=True)))
    elif scopes.get(Role.LEADER):
        least = limit_on(FEWEST_SHOWN, clock.today())
        context["sections"] = sections_outside(counted(scopes[Role.LEADER]), least=least)
    else:
        raise Http404
    return render(request, "tolerance/overview.html", context)


@require_safe
@never_cache
def overview_export(request: HttpRequest) -> FileResponse:
    """The same tables as a workbook, for the two offices; recorded."""
    if not is_office_staff(scopes_of(request.user, on=clock.today())):
        raise Http404
    name = f"容错认定概览{clock.today():%Y%m%d}.xlsx"
    note = f"{clock.now():%Y-%m-%d %H:%M} 由工号 {request.user.staff_no} 导出"  # type: ignore[union-attr]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "overview.xlsx"
        overview_workbook(counted(UnitScope(everywhere=True)), path, note=note)
        content = path.open("rb")  # streams from the open file and leaves no copy behind
    security_event_record(kind=SecurityEvent.Kind.EXPORT, actor=request.user, subject=name, note=note)  # type: ignore[arg-type]
    return FileResponse(content, as_attachment=True, filename=name)
