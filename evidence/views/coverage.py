"""The quarterly rhythm of observation: who has no record yet."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cadres.models import Appointment
from core import clock
from policy.quarters import Quarter, quarter_of, quarter_read, quarters_back

from ..access.facts import RECORD, TWO, scope_of, steps_of
from ..filters import QUARTERS_OFFERED
from ..selectors.observations import coverage_by_unit, unobserved
from ..tables.coverage import coverage_chart
from .base_facts import scopes_here, sheet_out

PER_PAGE = 50
COLUMNS = (("工号", 12), ("姓名", 14), ("单位", 24), ("职务", 24))


def _asked(request: HttpRequest) -> tuple[Any, Quarter, int | None]:
    """The user's scopes, the quarter and the unit asked for; 404 for whom the page does not exist."""
    scopes = scopes_here(request)
    if not TWO & scopes.keys():
        raise Http404
    quarter = quarter_read(request.GET.get("quarter", "")) or quarter_of(clock.today())
    unit = request.GET.get("unit", "")
    return scopes, quarter, int(unit) if unit.isdecimal() and len(unit) < 19 else None


def _people(scopes: Any, quarter: Quarter, unit: int | None) -> Any:
    """(工号, name, unit, post) of everybody without a record, by unit."""
    people = unobserved(scope_of(scopes, TWO), quarter).order_by().values("pk")
    held = Appointment.objects.filter(ended_on="", kind=Appointment.Kind.PRIMARY, cadre__in=people)
    if unit is not None:
        held = held.filter(post__unit=unit)
    rows = held.order_by("post__unit__name", "cadre__staff_no")
    return rows.values_list("cadre__staff_no", "cadre__name", "post__unit__name", "post__title")


@require_safe
def observation_coverage(request: HttpRequest) -> HttpResponse:
    """By unit, and everybody 本季度未记录; `?quarter=2025-3&unit=`."""
    scopes, quarter, unit = _asked(request)
    units = coverage_by_unit(scope_of(scopes, TWO), quarter)
    offered = list(quarters_back(clock.today(), QUARTERS_OFFERED))
    context = {
        "quarter": quarter,
        "quarters": offered if quarter in offered else [quarter, *offered],
        "units": units,
        "unit": next((line for line in units if line.unit == unit), None),
        "people": Paginator(_people(scopes, quarter, unit), PER_PAGE).get_page(request.GET.get("page")),
        "chart": coverage_chart(units, quarter),
        "may_record": RECORD in steps_of(scopes),
        "query": request.GET.urlencode(),
    }
    return render(request, "evidence/facts_coverage.html", context)


@require_safe
def observation_coverage_export(request: HttpRequest) -> FileResponse:
    """Everybody without a record, as a workbook."""
    scopes, quarter, unit = _asked(request)
    return sheet_out(request, f"{quarter.label}未记录人员", COLUMNS, _people(scopes, quarter, unit))
