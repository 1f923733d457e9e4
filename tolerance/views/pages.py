"""The list, one case, its files, and what is public today."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.exports import list_taken
from accounts.models import Role
from accounts.selectors import scopes_of
from core import clock
from core.downloads import stored_response
from core.lists import Reading
from core.lists.views import ListView

from ..access import STAFF, is_office_staff, publications_visible
from ..models import ToleranceCase
from ..selectors.acts import with_parts
from ..tables.case_page import case_page, files_of
from ..tables.cases import ToleranceList
from .base import read, visible_case


class Cases(ListView):
    """Every case that the reader may see."""

    page = ToleranceList()
    template_name = "tolerance/list.html"

    def offers(self, reading: Reading) -> dict[str, Any]:
        scopes = scopes_of(self.request.user, on=clock.today())
        starts = [
            ("cadre", "申请容错认定", Role.CADRE in scopes),
            ("unit", "为本单位干部申请", Role.UNIT_PARTY in scopes),
            ("office", "主动容错", is_office_staff(scopes)),
        ]
        return {
            "is_office": is_office_staff(scopes),
            "starts": [
                (reverse("tolerance_start", args=[code]), label) for code, label, may in starts if may
            ],
            "export_url": reverse("tolerance_export") if STAFF.keys() & scopes.keys() else "",
        }


@require_safe
@never_cache
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as a workbook, with the rows and columns of the page, for the two offices; recorded."""
    scopes = scopes_of(request.user, on=clock.today())
    if not STAFF.keys() & scopes.keys():
        raise Http404
    return list_taken(request, ToleranceList(), purpose="办理容错认定")


@require_safe
@never_cache
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case as a time line: where it stands, who holds it, what is missing, what was written."""
    seen = visible_case(request, pk, rows=with_parts(ToleranceCase.objects.all()))
    read(request, seen.case, "案卷")
    page = case_page(seen.case, request.user, seen.parties)
    context = {"case": seen.case, "page": page, "title": str(seen.case)}
    return render(request, "tolerance/case.html", context)


@require_safe
@never_cache
def case_file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """A file of the case, as an attachment, for who sees both."""
    seen = visible_case(request, pk)
    shown = {one.pk: one for one in files_of(seen.case, request.user, inside=seen.inside)}
    if file not in shown:
        raise Http404
    stored = shown[file].file
    read(request, seen.case, f"材料 {file}")
    return stored_response(stored)


@require_safe
@never_cache
def published(request: HttpRequest) -> HttpResponse:
    """The findings that are public today within the reader's scope: the texts alone."""
    rows = publications_visible(request.user)
    if rows is None:
        raise Http404
    return render(request, "tolerance/published.html", {"publications": rows, "title": "容错认定公开"})
