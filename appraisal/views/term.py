"""The results of a term, and for the heads who waits for an investigation (第六条)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.selectors import holds_role
from core import clock

from .. import selectors
from ..access import REASON_READERS
from ..exports.term import term_workbook
from ..models import Cycle
from ..selectors.discreet import waiting_people
from ..selectors.term import share_of, term_results
from ..services import year_export_note
from ..tables.term import term_rows
from .common import visible_cycle
from .seen import no_figures, seen_cycle

PER_PAGE = 50


@require_safe
@never_cache
def term_page(request: HttpRequest, code: str) -> HttpResponse:
    """Annual mean, end-of-term score, total and proposal of everybody, with the reasons."""
    cycle = _term(visible_cycle(request, code))
    sight = selectors.sight_of(request.user, cycle)
    if not sight.figures:
        return no_figures(request, cycle, sight, f"{cycle.label}考核得分")
    annual, end = share_of(selectors.parameters_of(cycle))
    context = {
        "cycle": cycle,
        "title": f"{cycle.label}考核得分",
        "annual": annual,
        "end": end,
        "page": Paginator(term_rows(cycle, term_results(cycle), sight), PER_PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "appraisal/term.html", context)


@require_safe
@never_cache
def term_export(request: HttpRequest, code: str) -> FileResponse:
    """The page as a workbook; recorded."""
    cycle = _term(visible_cycle(request, code))
    sight = selectors.sight_of(request.user, cycle)
    if not sight.figures:
        raise Http404("本次考核的数字暂不显示。")
    name = f"{cycle.file_label}考核得分.xlsx"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "term.xlsx"
        term_workbook(cycle, term_rows(cycle, term_results(cycle), sight), path)
        content = path.open("rb")
    year_export_note(cycle=cycle, file_name=name, actor=request.user)
    return FileResponse(content, as_attachment=True, filename=name)


def _term(cycle: Cycle) -> Cycle:
    if cycle.kind != Cycle.Kind.TERM:
        raise Http404("这不是聘期考核。")
    return cycle


@require_safe
@never_cache
def year_discreet(request: HttpRequest, code: str) -> HttpResponse:
    """Who waits for an investigation or has a reason of their own; for the heads of both offices alone."""
    if not holds_role(request.user, REASON_READERS, on=clock.today()):
        raise Http404
    cycle = seen_cycle(request, code)
    context = {
        "cycle": cycle,
        "title": f"{cycle.label}：等次需核定的人员",
        "people": waiting_people(cycle, request.user),
    }
    return render(request, "appraisal/discreet.html", context)
