"""What the pages with figures of a year share: who sees what, and the page that stands there instead."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ..models import Cycle
from ..selectors import Sight
from .common import visible_years


def seen_cycle(request: HttpRequest, code: str) -> Cycle:
    """The year where the user may see it, without its version and round; else raises Http404."""
    return get_object_or_404(visible_years(request), code=code)


def no_figures(request: HttpRequest, cycle: Cycle, sight: Sight, title: str) -> HttpResponse:
    """The page of a year whose figures are not shown yet: why, and where to go."""
    context = {"cycle": cycle, "sight": sight, "title": title}
    return render(request, "appraisal/no_figures.html", context)
