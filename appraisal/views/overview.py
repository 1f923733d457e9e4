"""The year at a glance, and the same as a workbook."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.selectors import scopes_of
from core import clock
from notices.registry import Audience
from notices.selectors import waiting_below

from ..access import DOWNLOAD_RESULTS, MAKE_DOCUMENTS, RECORD_SITTINGS, may
from ..exports import overview_workbook
from ..services import year_export_note
from ..tables import overview_of
from ..year_parts import Asked, links_of, sections_of
from .common import visible_cycle


@require_safe
def year(request: HttpRequest, code: str) -> HttpResponse:
    """How far the year is, what waits for whom, and its figures; `?category=` chooses the distribution."""
    cycle = visible_cycle(request, code)
    here, today = reverse("year", args=[cycle.code]), clock.today()
    page = overview_of(cycle, request.user, category=request.GET.get("category", ""))
    asked = Asked(cycle, frozenset(request.roles), bool(page.figures))  # type: ignore[attr-defined]
    own = Audience(today, request.user.pk, scopes_of(request.user, on=today))
    waiting = waiting_below(here, today, codes="appraisal.")
    context = {
        "cycle": cycle,
        "page": page,
        "links": links_of(asked),
        "sections": sections_of(asked),
        # The step of somebody else leads the reader nowhere.
        "waiting": [(item, own.includes(item.duty.holder)) for item in waiting],
        "may_download": may(request.user, DOWNLOAD_RESULTS, cycle),
        "may_make_documents": may(request.user, MAKE_DOCUMENTS, cycle),
        "may_record": may(request.user, RECORD_SITTINGS, cycle),
    }
    return render(request, "appraisal/year.html", context)


@require_safe
def year_export(request: HttpRequest, code: str) -> FileResponse:
    """What the page shows to this reader, as a workbook marked with who took it."""
    cycle = visible_cycle(request, code)
    if not cycle.has_results:
        raise Http404("本次考核尚未汇总计分。")
    if not may(request.user, DOWNLOAD_RESULTS, cycle):
        raise PermissionDenied
    shown = overview_of(cycle, request.user, category=request.GET.get("category", ""))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "overview.xlsx"
        overview_workbook(shown, path, taken_by=str(getattr(request.user, "staff_no", "")), at=clock.now())
        # Open before the folder goes: the answer streams from the open file and leaves no copy behind.
        content = path.open("rb")
    name = f"{cycle.file_label}考核概览.xlsx"
    year_export_note(cycle=cycle, file_name=name, actor=request.user)
    return FileResponse(content, as_attachment=True, filename=name)
