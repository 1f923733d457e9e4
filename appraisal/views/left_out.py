"""Who of the register does not take part in a cycle, and why."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.exports import sheet_taken

from .. import selectors
from ..models import Cycle
from .plan import plan_of
from .seen import seen_cycle

PER_PAGE = 50
COLUMNS = (("工号", 12), ("姓名", 14), ("单位", 24), ("职务", 24), ("未列入的原因", 60))


@require_safe
def people_left_out(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody with the reason, for whoever sees the list."""
    cycle = seen_cycle(request, code)
    page = Paginator(_left_out(cycle), PER_PAGE).get_page(request.GET.get("page"))
    context = {"cycle": cycle, "page": page, "title": f"{cycle.label}未列入名单的人员"}
    return render(request, "appraisal/left_out.html", context)


@require_safe
def people_left_out_export(request: HttpRequest, code: str) -> FileResponse:
    """The same as a workbook; recorded."""
    cycle = seen_cycle(request, code)
    rows = (
        (person.staff_no, person.name, person.unit, person.post, reason)
        for person, reason in _left_out(cycle)
    )
    return sheet_taken(request, f"{cycle.label}未列入名单的人员", COLUMNS, rows, purpose="办理考核")


def _left_out(cycle: Cycle) -> list[Any]:
    """Raises Http404 for a cycle without a plan, whose list is not made from the register."""
    plan_of(cycle)
    return selectors.left_out(cycle)
