"""Results of units over HTTP: a year's list, and one form that enters, corrects or voids."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Unit
from core.pages import FormPage

from .. import services
from ..access.facts import ENTER_RESULT, SEES_RESULTS, Scopes, steps_of
from ..forms.facts import UnitResultForm
from ..imports import DOCUMENT, REASON, RESULT, UNIT
from ..models import UnitResult
from .base_facts import scopes_here, sheet_out, user_of, when

PER_PAGE = 50
COLUMNS = (("年度", 8), ("单位", 30), ("等次或得分", 18), ("文号", 30), ("录入日期", 14))

BLANK = ((UNIT, 30), (RESULT, 18), (DOCUMENT, 30), (REASON, 30))


def _scopes(request: HttpRequest) -> Scopes:
    scopes = scopes_here(request)
    if not SEES_RESULTS & scopes.keys():
        raise Http404
    return scopes


def _rows(request: HttpRequest, scopes: Scopes) -> QuerySet[UnitResult]:
    rows = UnitResult.objects.visible_to(request.user, scopes=scopes).current()
    return rows.select_related("unit", "entered_by").order_by("-year", "unit__name", "pk")


@require_safe
def unit_results(request: HttpRequest) -> HttpResponse:
    """What holds, newest year first."""
    scopes = _scopes(request)
    page = Paginator(_rows(request, scopes), PER_PAGE).get_page(request.GET.get("page"))
    context = {"results": page, "may_enter": ENTER_RESULT in steps_of(scopes)}
    return render(request, "evidence/unit_results.html", context)


@require_safe
def unit_results_export(request: HttpRequest) -> FileResponse:
    """The same as a workbook."""
    rows = (
        (str(row.year), row.unit.name, row.result, row.document_no, when(row.entered_at)[:10])
        for row in _rows(request, _scopes(request))
    )
    return sheet_out(request, "单位目标考核结果", COLUMNS, rows)


@require_safe
def unit_results_blank(request: HttpRequest) -> FileResponse:
    """A table to be filled in by whoever brings it in: a row for every unit that stands."""
    if ENTER_RESULT not in steps_of(_scopes(request)):
        raise PermissionDenied
    units = Unit.objects.filter(valid_to__isnull=True).order_by("name", "pk")
    rows = ((name, "", "", "") for name in units.values_list("name", flat=True))
    return sheet_out(request, "单位目标考核结果空白表", BLANK, rows)


class UnitResultEnter(FormPage):
    """Enters a result; where one holds, says why it is another, or that there is none."""

    form_class = UnitResultForm
    title = "录入单位目标考核结果"
    lead = "更正和作废都另存一行，原有的结果保留。"
    submit = "保存"
    success = "已保存。"

    def find(self) -> Scopes:
        return _scopes(self.request)

    def may(self) -> bool:
        return ENTER_RESULT in steps_of(self.object)

    def back(self) -> str:
        return reverse("unit_results")

    def done(self, result: Any) -> str:
        return self.back()

    def perform(self, form: Any) -> UnitResult:
        given = form.cleaned_data
        held = UnitResult.objects.current().filter(unit=given["unit"], year=given["year"]).first()
        about = {"unit": given["unit"], "year": given["year"], "reason": given["reason"]}
        about |= {"seen": held.pk if held else None, "actor": user_of(self.request)}
        if given["void"]:
            return services.unit_result_void(**about)
        return services.unit_result_enter(**about, result=given["result"], document_no=given["document_no"])
