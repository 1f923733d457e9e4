"""The list, the pages of one case, its files and its letter."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.exports import list_taken
from accounts.models import Role, SecurityEvent
from accounts.services.security_log import security_event_record
from core.docx import DOCX_TYPE
from core.downloads import stored_response
from core.lists import Reading
from core.lists.views import ListView
from core.pages import RuleBroken

from ..access import BEGIN, READ, TOLD, own, steps_of
from ..documents import letter
from ..models import Clarification
from ..pages import case_page
from ..tables import CLARIFICATIONS, KINDS
from .base import read, scopes_here, user_of, visible

S = Clarification.State


class ClarificationListView(ListView):
    """Every case, for the two offices, and the way to a new one."""

    page = CLARIFICATIONS
    template_name = "clarification/list.html"

    def offers(self, reading: Reading) -> dict[str, Any]:
        return {"may_begin": BEGIN in reading.held, "export_url": reverse("clarifications_export")}


clarifications = ClarificationListView.as_view()


@require_safe
@never_cache
def clarifications_export(request: HttpRequest) -> HttpResponseBase:
    """The list as a workbook."""
    return list_taken(request, CLARIFICATIONS, purpose="办理澄清")


@require_safe
@never_cache
def clarifications_mine(request: HttpRequest) -> HttpResponse:
    """The cadre's own cases, with the way to a request."""
    scopes = scopes_here(request)
    if Role.CADRE not in scopes:
        raise Http404
    rows = Clarification.objects.filter(cadre__staff_no=request.user.get_username())
    shown = [
        (case, S.CHECKING.label if case.state == S.FOUND else case.get_state_display(), KINDS[S(case.state)])
        for case in rows.exclude(state__in=(S.DRAFT, S.WITHDRAWN)).order_by("-opened_on", "-pk")
    ]
    draft = rows.filter(state=S.DRAFT).first()
    context = {"title": "我的澄清", "cases": shown, "draft": draft}
    return render(request, "clarification/mine.html", context)


@require_safe
@never_cache
def clarifications_told(request: HttpRequest) -> HttpResponse:
    """What a unit's Party organisation or a leader was told."""
    scopes = scopes_here(request)
    held = {role: scope for role, scope in scopes.items() if role in TOLD}
    if not held:
        raise Http404
    rows = Clarification.objects.visible_to(request.user, scopes=held).select_related("cadre", "unit")
    context = {"title": "澄清告知", "cases": rows.order_by("-done_on", "-pk")}
    return render(request, "clarification/told.html", context)


@require_safe
@never_cache
def clarification(request: HttpRequest, pk: int) -> HttpResponse:
    """One case, as much of it as its reader may see."""
    scopes = scopes_here(request)
    case = visible(request, pk, scopes)
    read(request, case, "案卷")
    page = case_page(case, request.user, scopes)
    title = "澄清申请" if page.sight == "own" else f"{case.cadre.name}：澄清正名"
    return render(request, "clarification/case.html", {"case": case, "page": page, "title": title})


@require_safe
@never_cache
def clarification_file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """A file of the case: the cadre's own for the cadre, all for the two offices."""
    scopes = scopes_here(request)
    case = visible(request, pk, scopes)
    if own(request.user, case):
        files = case.files.filter(own=True)
    elif READ in steps_of(request.user, case, scopes=scopes):
        files = case.files.all()
    else:
        raise Http404
    stored = get_object_or_404(files.select_related("file"), pk=file).file
    read(request, case, f"附件 {file}")
    return stored_response(stored)


@require_safe
@never_cache
def clarification_letter(request: HttpRequest, pk: int) -> FileResponse:
    """澄清函 as a Word file, once the plan is approved."""
    scopes = scopes_here(request)
    case = visible(request, pk, scopes)
    if READ not in steps_of(request.user, case, scopes=scopes):
        raise Http404
    if not case.approved_on or case.overturned_on:
        raise RuleBroken("方案批准以后才能制作澄清函；澄清已撤销的不再制作。")
    name = f"{case.cadre.name}澄清函.docx"
    security_event_record(
        kind=SecurityEvent.Kind.EXPORT, actor=user_of(request), subject=name, note="澄清正名"
    )
    return FileResponse(BytesIO(letter(case)), as_attachment=True, filename=name, content_type=DOCX_TYPE)
