"""Both lists of one year on one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..access import DOWNLOAD_RESULTS, may_seen
from ..selectors import parameters_of, sight_of
from ..tables.lists import lists_page
from .seen import no_figures, seen_cycle


@require_safe
def year_lists(request: HttpRequest, code: str) -> HttpResponse:
    """Who stands on the two lists and why; `?category=` narrows them to one category."""
    cycle = seen_cycle(request, code)
    sight = sight_of(request.user, cycle)
    title = f"{cycle.label}两个名单"
    if not sight.figures:
        return no_figures(request, cycle, sight, title)
    context = {
        "title": title,
        "cycle": cycle,
        "sight": sight,
        "page": lists_page(cycle, sight, parameters_of(cycle), wanted=request.GET.get("category", "")),
        "may_download": may_seen(request.user, DOWNLOAD_RESULTS, cycle),
    }
    return render(request, "appraisal/lists.html", context)
