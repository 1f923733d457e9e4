"""Taking the list of cadres out: masked at once, unmasked with a second person's yes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django import forms as fields
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.selectors import holds_role
from core import clock
from core.forms import Form
from core.lists import Reading, RefusedName
from core.lists.views import refusal
from core.pages import FormPage, RuleBroken, StepView

from ..access import EXPORT, ORG, SEE_SENSITIVE
from ..export_access import DECIDE, DOWNLOAD, may_on_request
from ..exports import Watermark, cadre_workbook
from ..models import ExportRequest
from ..services.exports import (
    export_record,
    export_request_approve,
    export_request_download,
    export_request_reject,
    export_request_submit,
)
from ..tables import CADRE_LIST
from .cadre_list import ForListRoles

MASKED, FULL = "masked", "full"
SECRET_COLUMNS = {"identity_no", "phone"}


class ExportForm(Form):
    """What the file is for; full numbers only for those who may ask for them."""

    purpose = fields.CharField(
        label="用途",
        min_length=4,
        max_length=200,
        help_text="写明做什么用、给谁用，至少 4 个字。用途印在文件上，并记入安全日志。",
    )
    numbers = fields.ChoiceField(
        label="身份证号和手机",
        choices=[(MASKED, "隐去中间部分，现在下载"), (FULL, "完整号码，须另一位组织部负责人批准后下载")],
        widget=fields.RadioSelect,
        initial=MASKED,
    )

    def __init__(self, *args: Any, columns: set[str], may_ask: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        if not may_ask:
            del self.fields["numbers"]

    def clean_numbers(self) -> str:
        """Full numbers make sense only where a column shows them."""
        chosen = str(self.cleaned_data["numbers"])
        if chosen == FULL and not self.columns & SECRET_COLUMNS:
            raise fields.ValidationError(
                "当前的列中没有身份证号和手机。请先在名册的“列与排序”中选上，再申请完整号码。"
            )
        return chosen


class CadreExport(ForListRoles, FormPage):
    """Asks for the purpose, then hands the file out or passes the wish on to a second person."""

    form_class = ExportForm
    template_name = "cadres/list_export.html"
    title = "导出干部名册"
    submit = "导出"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except RefusedName as refused:
            return refusal(request, CADRE_LIST, refused)

    def find(self) -> Reading:
        reading = Reading(CADRE_LIST, self.request.user, self.request.GET)
        if reading.problems:
            raise RuleBroken("筛选条件有误。请回到名册更正后再导出。")
        return reading

    def may(self) -> bool:
        return EXPORT in self.object.held

    def form_kwargs(self) -> dict[str, Any]:
        keys = {column.key for column in self.object.columns}
        return {"columns": keys, "may_ask": SEE_SENSITIVE in self.object.held}

    def context(self) -> dict[str, Any]:
        reading = self.object
        return {
            "total": reading.total(),
            "chips": [(chip.label, chip.value) for chip in reading.filterset.chips()],
            "words": reading.query.words,
            "headers": [column.header for column in reading.columns],
        }

    def back(self) -> str:
        return reverse("cadres") + self.object.query.url()

    def perform(self, form: ExportForm) -> Any:
        reading, purpose, actor = self.object, form.cleaned_data["purpose"], _actor(self.request)
        if not reading.total():
            raise RuleBroken("没有符合条件的干部，没有可以导出的内容。")
        if form.cleaned_data.get("numbers") == FULL:
            return export_request_submit(actor=actor, reading=reading, purpose=purpose)
        mark = Watermark(actor.staff_no, clock.now(), purpose)
        with _handed_out(lambda path: cadre_workbook(reading, path, mark=mark)) as answer:
            export_record(actor=actor, reading=reading, purpose=purpose)
        return answer

    def success_message(self, result: ExportRequest) -> str:
        return "申请已提交，等待另一位组织部负责人审批。批准后 24 小时内可以下载一次。"

    def done(self, result: ExportRequest) -> str:
        return reverse("export_request", args=[result.pk])


@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """Requests: those that wait for me, and my own."""
    if not holds_role(request.user, ORG, on=clock.today()):
        raise Http404
    visible = ExportRequest.objects.visible_to(request.user).select_related("requester", "decider")
    others = visible.exclude(requester=request.user)
    pages = Paginator(visible.filter(requester=request.user), 50)
    context = {
        "waiting": list(others.filter(state=ExportRequest.State.WAITING)[:100]),
        "decided": list(others.exclude(state=ExportRequest.State.WAITING)[:50]),
        "own": pages.get_page(request.GET.get("page")),
        "now": clock.now(),
    }
    return render(request, "cadres/export_requests.html", context)


@require_safe
def export_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: what is asked for, how it stands, and what can be done now."""
    found = _visible(request, pk)
    try:
        reading: Reading | None = _reading_of(found, _actor(request))
    except RuleBroken:
        reading = None  # a column or a right has gone since
    now = clock.now()
    context = {
        "asked": found,
        "chips": [(chip.label, chip.value) for chip in reading.filterset.chips()] if reading else [],
        "words": reading.query.words if reading else "",
        "headers": [column.header for column in reading.columns] if reading else [],
        "lapsed": found.has_lapsed(now),
        "may_decide": found.state == found.State.WAITING and may_on_request(_actor(request), DECIDE, found),
        "may_download": found.is_open_for_download(now) and may_on_request(_actor(request), DOWNLOAD, found),
    }
    return render(request, "cadres/export_request.html", context)


class _RequestStep:
    """Finds the visible request; says where its page is."""

    request: HttpRequest
    kwargs: dict[str, Any]
    object: ExportRequest
    step = DECIDE

    def find(self) -> ExportRequest:
        return _visible(self.request, self.kwargs["pk"])

    def may(self) -> bool:
        return may_on_request(_actor(self.request), self.step, self.object)

    def done(self, result: Any) -> str:
        return reverse("export_request", args=[self.object.pk])

    def back(self) -> str:
        return self.done(None)


class ApproveRequest(_RequestStep, StepView):
    success = "已批准。申请人可以在 24 小时内下载一次。"

    def perform(self, form: Any) -> ExportRequest:
        actor = _actor(self.request)
        reading = _reading_of(self.object, actor)
        return export_request_approve(actor=actor, request=self.object, reading=reading)


class RejectForm(Form):
    note = fields.CharField(
        label="退回理由", min_length=4, max_length=200, help_text="申请人会看到。至少 4 个字。"
    )


class RejectRequest(_RequestStep, FormPage):
    form_class = RejectForm
    title = "退回导出申请"
    submit = "退回"
    success = "已退回，申请人会看到退回理由。"

    def perform(self, form: RejectForm) -> ExportRequest:
        note = form.cleaned_data["note"]
        return export_request_reject(actor=_actor(self.request), request=self.object, note=note)


class DownloadRequest(_RequestStep, StepView):
    step = DOWNLOAD

    def perform(self, form: Any) -> HttpResponseBase:
        asked, actor = self.object, _actor(self.request)
        if asked.decider is None:
            raise RuleBroken("这条申请还没有批准，现在不能下载。")
        mark = Watermark(actor.staff_no, clock.now(), asked.purpose, approver=asked.decider.staff_no)
        reading = _reading_of(asked, actor)
        with ExitStack() as stack:

            def write() -> FileResponse:
                return stack.enter_context(_handed_out(lambda path: cadre_workbook(reading, path, mark=mark)))

            return export_request_download(actor=actor, request=asked, reading=reading, write=write)


def _actor(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # LoginRequiredMiddleware lets nobody else in
    return request.user


def _visible(request: HttpRequest, pk: int) -> ExportRequest:
    visible = ExportRequest.objects.visible_to(_actor(request)).select_related("requester", "decider")
    return get_object_or_404(visible, pk=pk)


def _reading_of(asked: ExportRequest, user: User) -> Reading:
    """The list of a request as this user sees it. Raises RuleBroken where a right it needs has gone."""
    try:
        reading = Reading(CADRE_LIST, user, QueryDict(asked.query))
    except RefusedName:
        raise RuleBroken("您现在的角色或管理范围看不到申请中的全部列，不能办理。") from None
    if SEE_SENSITIVE not in reading.held:
        raise PermissionDenied
    return reading


@contextmanager
def _handed_out(write: Callable[[Path], None]) -> Iterator[FileResponse]:
    """A workbook made now, streamed from an open file that leaves no copy; closed if what follows fails."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write(path)
        content = path.open("rb")
    name = f"干部名册-{clock.now():%Y%m%d-%H%M}.xlsx"
    answer = FileResponse(content, as_attachment=True, filename=name)
    try:
        yield answer
    except BaseException:
        answer.close()
        raise


cadre_export = CadreExport.as_view()
export_request_approval = ApproveRequest.as_view()
export_request_rejection = RejectRequest.as_view()
export_request_file = DownloadRequest.as_view()
