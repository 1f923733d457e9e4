"""A year's appraisal in the browser, and its workbook."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.selectors import holds_role
from core import clock

from ..access import DOWNLOAD_RESULTS, YEAR_ROLES, may
from ..exports import year_workbook
from ..models import Cycle
from ..selectors import years_newest_first
from ..services import year_export_note
from ..tables import year_page


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """Every year there is, with what it suggests."""
    if not holds_role(request.user, YEAR_ROLES, on=clock.today()):
        raise Http404
    found = years_newest_first(Cycle.objects.visible_to(request.user))
    return render(request, "appraisal/years.html", {"years": found, "last_year": clock.today().year - 1})


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Who was ranked, why, and who stands on the two lists; `?category=` narrows the ranking to one."""
    cycle = _visible(request, year)
    scored = cycle.state == Cycle.State.SCORED
    context = {
        "title": f"{cycle.year} 年度考核结果",
        "cycle": cycle,
        "page": year_page(cycle, category=request.GET.get("category", "")) if scored else None,
        "participants": None if scored else cycle.participants.count(),
        "may_download": may(request.user, DOWNLOAD_RESULTS, cycle),
    }
    return render(request, "appraisal/year.html", context)


@require_safe
def year_results(request: HttpRequest, year: int) -> FileResponse:
    """results.xlsx of a scored year."""
    cycle = _visible(request, year)
    if cycle.state != Cycle.State.SCORED:
        raise Http404("该年度尚未汇总计分。")
    if not may(request.user, DOWNLOAD_RESULTS, cycle):
        raise PermissionDenied
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "results.xlsx"
        year_workbook(cycle, path)
        # Open before the folder goes: the answer streams from the open file and leaves no copy behind.
        content = path.open("rb")
    name = f"{cycle.year}年度考核结果.xlsx"
    year_export_note(cycle=cycle, file_name=name, actor=request.user)
    return FileResponse(content, as_attachment=True, filename=name)


def _visible(request: HttpRequest, year: int) -> Cycle:
    years = Cycle.objects.visible_to(request.user).select_related("policy__document", "round")
    return get_object_or_404(years, year=year)
