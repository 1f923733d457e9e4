"""Notices of results: the list for the departments, the page of one, and what comes of it (第六条)."""

from __future__ import annotations

import io
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Role
from accounts.selectors import holds_role
from appraisal.access import MAKE_DOCUMENTS
from appraisal.access import may as may_on_cycle
from appraisal.documents import result_notice
from core import clock
from core.downloads import stored_response
from core.pages import error_page

from ..access.review import (
    DEPARTMENTS,
    ENTER_PAPER,
    ENTER_REFUSAL,
    HAND_OVER,
    READ_SCORES,
    SIGN,
    may,
)
from ..documents import notice_document
from ..exports.review import feedback_workbook
from ..forms.review import HandOverForm, PaperForm, RefusalForm, SignForm
from ..models import Feedback
from ..selectors.review import notices_in_order
from ..services import (
    feedback_hand_over,
    feedback_paper_enter,
    feedback_refusal_record,
    feedback_sign,
)
from ..services.notes import export_note
from ..tables.review import KINDS, by_state, notice_page
from .cases import CasePage, cycle_of, filtered
from .files import workbook_response

PER_PAGE = 50
ROWS = Feedback.objects.select_related(
    "participant__cadre", "participant__cycle__round", "participant__result", "handed_by", "scan"
)


@require_safe
@never_cache
def feedback_list(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody's notice and whether it is signed for; a leader sees the own units'."""
    cycle = cycle_of(code)
    notices = _listed(request, cycle)
    states = by_state(notices, Feedback.State)
    wanted = request.GET.get("state", "")
    shown = filtered(request, notices)
    context = {
        "cycle": cycle,
        "title": f"{cycle.label}结果反馈",
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "states": states,
        "wanted": wanted,
        "kinds": KINDS,
        "may_make": may_on_cycle(request.user, MAKE_DOCUMENTS, cycle),
        "departments": holds_role(request.user, DEPARTMENTS, on=clock.today()),
    }
    return render(request, "outcomes/review_feedbacks.html", context)


def _listed(request: HttpRequest, cycle: Any) -> Any:
    if not holds_role(request.user, DEPARTMENTS | {Role.LEADER}, on=clock.today()):
        raise Http404
    notices = Feedback.objects.visible_to(request.user).filter(participant__cycle=cycle)
    return notices_in_order(notices)


@require_safe
@never_cache
def feedback_export(request: HttpRequest, code: str) -> FileResponse:
    """The list as a workbook; recorded."""
    cycle = cycle_of(code)
    notices = filtered(request, _listed(request, cycle))
    name = f"{cycle.file_label}结果反馈.xlsx"
    export_note(cycle=cycle, file_name=name, actor=request.user)
    return workbook_response(name, lambda path: feedback_workbook(notices, path))


@require_safe
def feedback_mine(request: HttpRequest, code: str) -> HttpResponseBase:
    """Leads a cadre to the own newest notice, or says that it has not come yet."""
    cycle = cycle_of(code)
    user: Any = request.user
    if not holds_role(user, [Role.CADRE], on=clock.today()):
        raise Http404
    if not cycle.participants.filter(cadre__staff_no=user.staff_no).exists():
        raise Http404
    own = Feedback.objects.filter(participant__cycle=cycle, participant__cadre__staff_no=user.staff_no)
    newest = own.order_by("-revision").values_list("pk", flat=True).first()
    if newest is None:
        words = f"{cycle.label}考核的结果还没有反馈，反馈后您可以在这里查看并签收。"
        return error_page(request, 404, "结果尚未反馈", words)
    return redirect("feedback_page", code=code, pk=newest)


@require_safe
@never_cache
def feedback_page(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The notice: grade, and for the cadre and the departments total, dimension means and allowed groups."""
    notice = get_object_or_404(ROWS.visible_to(request.user), pk=pk, participant__cycle__code=code)
    page = notice_page(notice, request.user)
    cycle = notice.participant.cycle
    context = {
        "cycle": cycle,
        "notice": notice,
        "page": page,
        "title": f"{cycle.label}考核结果通知"
        if page.own
        else f"{notice.participant.cadre.name}：考核结果通知",
    }
    return render(request, "outcomes/review_feedback.html", context)


@require_safe
@never_cache
def feedback_scan(request: HttpRequest, code: str, pk: int) -> FileResponse:
    """The scan of a notice signed on paper, which says the total: for whoever reads scores."""
    notice = get_object_or_404(ROWS.visible_to(request.user), pk=pk, participant__cycle__code=code)
    if notice.scan is None:
        raise Http404
    if not may(request.user, READ_SCORES, notice):
        raise PermissionDenied
    return stored_response(notice.scan)


@require_safe
@never_cache
def feedback_notice(request: HttpRequest, code: str, pk: int) -> FileResponse:
    """考核结果通知书 as a Word file, for whoever reads the figures of the notice; recorded."""
    notice = get_object_or_404(ROWS.visible_to(request.user), pk=pk, participant__cycle__code=code)
    if not may(request.user, READ_SCORES, notice):
        raise PermissionDenied
    cycle = notice.participant.cycle
    name = f"{notice.participant.cadre.name}{cycle.file_label}考核结果通知书.docx"
    export_note(cycle=cycle, file_name=name, actor=request.user)
    content = io.BytesIO(result_notice(notice_document(notice)))
    return FileResponse(content, as_attachment=True, filename=name)


class FeedbackStep(CasePage):
    rows = ROWS


class FeedbackSign(FeedbackStep):
    step, form_class, title, submit = SIGN, SignForm, "签收考核结果通知", "签收"
    lead = "签收表示您已收到通知，不表示同意；对结果有异议的，签收后仍可在期限内申请复核。"
    success = "已签收。"

    def perform(self, form: Any) -> Feedback:
        said = form.cleaned_data
        return feedback_sign(
            pk=self.object.pk,
            version=said["version"],
            opinion=said["opinion"],
            actor=self.request.user,  # type: ignore[arg-type]
        )


class FeedbackHandOver(FeedbackStep):
    step, form_class, title, submit = HAND_OVER, HandOverForm, "记录当面反馈", "保存"
    lead = "由分管领导或组织部当面反馈的，记录日期。"
    success = "已记录当面反馈。"

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version, "handed_on": clock.today()}}

    def perform(self, form: Any) -> Feedback:
        return feedback_hand_over(pk=self.object.pk, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]


class FeedbackPaper(FeedbackStep):
    step, form_class, title, submit = ENTER_PAPER, PaperForm, "代录纸质签收", "保存"
    lead = "本人在纸质通知书上签收的，由组织部代录并上传扫描件，页面上注明代录。"
    success = "已代录签收。"

    def perform(self, form: Any) -> Feedback:
        said = dict(form.cleaned_data)
        scan = said.pop("scan")
        return feedback_paper_enter(
            pk=self.object.pk,
            scan=scan,
            scan_name=scan.name,
            actor=self.request.user,  # type: ignore[arg-type]
            **said,
        )


class FeedbackRefusal(FeedbackStep):
    step, form_class, title, submit = ENTER_REFUSAL, RefusalForm, "记录拒绝签收", "保存"
    lead = "本人拒绝签收的，由两名见证人见证，通知仍然有效，申请复核的期限不变。"
    success = "已记录拒绝签收。"

    def perform(self, form: Any) -> Feedback:
        return feedback_refusal_record(pk=self.object.pk, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
