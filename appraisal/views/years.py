"""All years, as a page and as a workbook, and the results of one."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.selectors import holds_role
from core import clock

from ..access import DOWNLOAD_RESULTS, DRAFT_PLAN, STEPS, YEAR_ROLES, may
from ..exports import year_workbook, years_workbook
from ..models import Cycle
from ..selectors import YearCard, plans_discarded, sight_of, years_newest_first
from ..services import year_export_note, years_export_note
from .common import visible_cycle
from .taking import handed_out


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """Every year there is, with what it suggests."""
    context = {
        "years": _cards(request),
        "discarded": plans_discarded(Cycle.objects.visible_to(request.user)),
        "last_year": clock.today().year - 1,
        "may_plan": holds_role(request.user, STEPS[DRAFT_PLAN], on=clock.today()),
    }
    return render(request, "appraisal/years.html", context)


@require_safe
def years_export(request: HttpRequest) -> FileResponse:
    """The page as 各次考核.xlsx, marked with who took it."""
    cards, taken_by = _cards(request), request.user.get_username()
    name = "各次考核.xlsx"
    answer = handed_out(lambda path: years_workbook(cards, path, taken_by=taken_by, at=clock.now()), name)
    years_export_note(file_name=name, actor=request.user)
    return answer


def _cards(request: HttpRequest) -> list[YearCard]:
    """The years as this reader may see them; raises Http404 for whom there is no such page."""
    if not holds_role(request.user, YEAR_ROLES, on=clock.today()):
        raise Http404
    return years_newest_first(Cycle.objects.visible_to(request.user), request.user)


@require_safe
def year_results(request: HttpRequest, code: str) -> FileResponse | HttpResponse:
    """results.xlsx of a scored year; none while a gap is undecided, and then the page says why."""
    cycle = visible_cycle(request, code)
    if not cycle.has_results:
        raise Http404("本次考核尚未汇总计分。")
    if not may(request.user, DOWNLOAD_RESULTS, cycle):
        raise PermissionDenied
    sight = sight_of(request.user, cycle)
    name = f"{cycle.file_label}考核结果.xlsx"
    if not sight.figures:
        context = {"cycle": cycle, "sight": sight, "title": "结果工作簿"}
        return render(request, "appraisal/no_figures.html", context, status=409)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "results.xlsx"
        year_workbook(cycle, path, sight=sight)
        # Open before the folder goes: the answer streams from the open file and leaves no copy behind.
        content = path.open("rb")
    year_export_note(cycle=cycle, file_name=name, actor=request.user)
    return FileResponse(content, as_attachment=True, filename=name)
