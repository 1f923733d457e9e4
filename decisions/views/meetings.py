"""A meeting over HTTP: the list, its page, and its way from preparation to final minutes."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.exports import list_taken
from core.downloads import stored_response
from core.lists import Reading
from core.lists.views import ListView
from core.pages import FormPage
from core.uploads import SCANS, upload_store

from .. import registry, services
from ..access import FINALISE, MEETING_READERS, PREPARE, RECORD, may, must_be_proxy, page_of, steps_of
from ..exports import meeting_workbook
from ..forms import MeetingEditForm, MeetingOpenForm, ProxyForm, ReasonForm, VersionForm
from ..models import Meeting
from ..selectors.pages import meeting_page
from ..services.exports import agenda_export_note
from ..tables import MEETING_LIST, meeting_move
from .common import MeetingPage, handed_out, moments, visible_meeting

S = Meeting.State


class MeetingListView(ListView):
    """All meetings; who prepares them finds the way to a new one."""

    page = MEETING_LIST
    template_name = "decisions/meetings.html"

    def offers(self, reading: Reading) -> dict[str, Any]:
        return {"may_prepare": may(self.request.user, PREPARE), "export_url": reverse("meetings_export")}


@require_safe
def meetings_export(request: HttpRequest) -> HttpResponseBase:
    """The list as it is filtered."""
    return list_taken(request, MEETING_LIST, purpose="研究干部事项")


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: what is missing, the agenda, who is there, and what happened."""
    found = visible_meeting(request, pk)
    steps = steps_of(request.user)
    page = meeting_page(found)
    attend = {RECORD} if found.state == S.HELD else {PREPARE, RECORD}
    untouched = not any(line.item.is_recorded for line in page.items)
    context = {
        "title": str(found),
        "meeting": found,
        "page": page,
        "documents": registry.documents(),
        "may_attend": found.state in Meeting.OPEN and bool(attend & steps) and untouched,
        "moments": moments(found.events, meeting_move),
        "prepares": PREPARE in steps,
        "records": RECORD in steps,
        "finalises": FINALISE in steps,
        "for_leader": RECORD in steps and must_be_proxy(request.user),
    }
    return render(request, "decisions/meeting.html", context)


class MeetingOpen(FormPage):
    """A meeting to prepare, or one that took place and is entered late."""

    form_class = MeetingOpenForm
    title = "新建会议"
    lead = "参会人员从上一次同类会议带入，建好后核对。"
    submit = "建立"
    success = "会议已登记。请加入议题，并核对参会人员。"

    def find(self) -> Any:
        page_of(self.request.user, MEETING_READERS)

    def may(self) -> bool:
        return may(self.request.user, PREPARE)

    def back(self) -> str:
        return reverse("meetings")

    def perform(self, form: Any) -> Meeting:
        actor: Any = self.request.user
        return services.meeting_open(**form.cleaned_data, actor=actor)

    def done(self, result: Meeting) -> str:
        return result.get_absolute_url()


class MeetingEdit(MeetingPage):
    """Day, place, number and chair."""

    form_class = MeetingEditForm
    step, states = PREPARE, Meeting.BEFORE
    title, success = "修改会议信息", "已保存。"

    def form_kwargs(self) -> dict[str, Any]:
        names = ("version", "kind", "number", "held_on", "place", "chair", "late_reason")
        return {"initial": {name: getattr(self.object, name) for name in names}}

    def perform(self, form: Any) -> Meeting:
        data = form.cleaned_data
        return services.meeting_edit(
            meeting_pk=self.object.pk, version=data["version"], values=data, **self.given
        )


class MeetingStep(MeetingPage):
    """A step of the meeting that asks first."""

    form_class = VersionForm
    template_name = "decisions/confirm.html"
    consequences: tuple[str, ...] = ()

    def said(self) -> list[str]:
        """What the step does, in sentences."""
        return list(self.consequences)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "consequences": self.said()}


class AgendaSet(MeetingStep):
    """The agenda stands."""

    step, states = PREPARE, (S.PREPARING,)
    title, submit, success = "议题已定", "确定议题", "议题已定。召开后请登记到会情况。"
    lead = "确定本次会议的议题吗？"
    consequences = (
        "之后再增加议题，须作为补充议题并写明理由。",
        "会议召开以后，不能再增加议题，也不能增加人员。",
        "系统按名册提出回避建议，须逐条答复。",
    )

    def perform(self, form: Any) -> Meeting:
        return services.agenda_set(meeting_pk=self.object.pk, **form.cleaned_data, **self.given)


class AgendaReopen(MeetingStep):
    """Back to preparation."""

    form_class = ReasonForm
    step, states = PREPARE, (S.AGENDA_SET,)
    title, submit, success = "重新安排议题", "退回筹备", "已退回筹备，可以调整议题。"
    lead = "退回筹备后可以增减议题、调整次序。"

    def perform(self, form: Any) -> Meeting:
        return services.agenda_reopen(meeting_pk=self.object.pk, **form.cleaned_data, **self.given)


class MeetingCancel(MeetingStep):
    """It does not take place."""

    form_class = ReasonForm
    step, states = PREPARE, Meeting.BEFORE
    title, submit, success = "取消会议", "取消会议", "会议已取消，议题回到待上会名单。"
    lead = "取消后不能恢复。"
    consequences = ("这次会议的议题回到待上会名单，可以列入其他会议。", "会议和办理记录仍可查看。")

    def perform(self, form: Any) -> Meeting:
        return services.meeting_cancel(meeting_pk=self.object.pk, **form.cleaned_data, **self.given)


class MeetingHold(MeetingStep):
    """It took place."""

    step, states = RECORD, (S.AGENDA_SET,)
    title, submit, success = "登记召开", "会议已召开", "已登记召开。请逐项录入结果。"
    lead = "登记后，议题不能再增减。"

    def said(self) -> list[str]:
        found = meeting_page(self.object)
        attendance = found.attendance
        return [
            f"有表决权的成员应到 {attendance.voters} 人，实到 {attendance.present} 人。",
            *(reason.text for reason in found.quorum.reasons),
            f"共 {len(found.items)} 项议题；召开以后不能再增加议题和人员。",
            *(
                f"议题“{line.item.title}”的依据已有变化，召开以前请先更新议题。{''.join(line.stale)}"
                for line in found.stale
            ),
            *(f"回避建议还没有答复：{said}。" for said in found.recusals_open),
        ]

    def perform(self, form: Any) -> Meeting:
        return services.meeting_hold(meeting_pk=self.object.pk, **form.cleaned_data, **self.given)


class MeetingFinalise(MeetingStep):
    """The second person's word."""

    step, states = FINALISE, (S.HELD,)
    title, submit, success = "纪要定稿", "定稿", "纪要已定稿，有关事项按决定办理。"
    lead = "请逐项核对结果。定稿后任何人都不能再改。"

    def said(self) -> list[str]:
        found = meeting_page(self.object)
        lines = [f"{line.item.title}：{line.summary}" for line in found.items]
        if any(line.item.recorded_by_id == self.request.user.pk for line in found.items):
            lines.insert(0, "您录入了这次会议的结果，纪要须由另一人核对后定稿。")
        later = "决定随即生效：考核、表彰等后续办理以定稿的结果为准。"
        return [*lines, later, "确需改变的，只能在以后的会议上以“更正”议题再议。"]

    def perform(self, form: Any) -> Meeting:
        return services.meeting_finalise(meeting_pk=self.object.pk, **form.cleaned_data, **self.given)


class MeetingProxy(MeetingPage):
    """For which leader staff enter the results, with the signed paper."""

    form_class = ProxyForm
    step, states = RECORD, (*Meeting.BEFORE, S.HELD)
    title, submit, success = "代录", "登记代录", "已登记代录。各页和纪要会标明“代录”。"
    lead = "由工作人员代领导录入会议结果时，须上传领导签字的扫描件。"

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version, "leader": self.object.proxy_for}}

    def perform(self, form: Any) -> Meeting:
        data = form.cleaned_data
        given = data["scan"]
        stored = upload_store(given, name=given.name, actor=self.request.user, kinds=SCANS)
        return services.proxy_set(
            meeting_pk=self.object.pk,
            version=data["version"],
            leader=data["leader"],
            scan=stored,
            **self.given,
        )


@require_safe
def meeting_scan(request: HttpRequest, pk: int) -> FileResponse:
    """The signed scan, for whom the meeting is visible."""
    found = visible_meeting(request, pk)
    return stored_response(found.scan)


@require_safe
def meeting_export(request: HttpRequest, pk: int) -> FileResponse:
    """Agenda and results as a workbook; the security log hears of it."""
    found = visible_meeting(request, pk)
    name = f"{found}-议题与结果.xlsx"
    answer = handed_out(lambda path: meeting_workbook(found, path, by=request.user), name)
    agenda_export_note(meeting=found, file_name=name, actor=request.user)
    return answer
