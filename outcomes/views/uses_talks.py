"""Reminder talks: the list, one talk, its record and its signatures, what followed."""

from __future__ import annotations

import io
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from core import clock
from core.downloads import stored_response
from core.pages import RuleBroken

from .. import services
from ..access.uses import (
    ASSIGN,
    CONFIRM,
    FOLLOW_UP,
    PAUSE,
    READ,
    READERS,
    RECORD,
    RECORD_FOR_LEADER,
    TALK_READERS,
    talk_steps,
)
from ..forms.uses import AssignForm, FollowUpForm, ReasonForm, TalkConfirmForm, TalkRecordForm, VersionForm
from ..models import FollowUp, ReminderTalk
from ..selectors.talks import WITH_PERSON, leaders_on, talks_seen
from ..services.uses_notes import record_read, uses_export_note
from ..tables.uses import moments, talk_facts, talk_rows
from ..uses_documents import talk_document_of
from ..uses_exports import talks_workbook
from .uses_common import CasePage, roles_held, workbook_given

T = ReminderTalk.State
HELD = (T.RECORDED, T.FOLLOWING, T.CLOSED)


@require_safe
def talks(request: HttpRequest) -> HttpResponse:
    """The talks that the user sees."""
    held = roles_held(request)
    if not TALK_READERS & held:
        raise Http404
    context = {"rows": talk_rows(talks_seen(request.user)), "reader": bool(READERS & held)}
    return render(request, "outcomes/uses_talks.html", context)


@require_safe
def talks_export(request: HttpRequest) -> FileResponse:
    """The list as a workbook."""
    if not TALK_READERS & roles_held(request):
        raise Http404
    rows = talk_rows(talks_seen(request.user))
    return workbook_given(request, partial(talks_workbook, rows), name="谈话提醒.xlsx", note="谈话提醒清单")


@require_safe
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """One talk; what was said is for the head of the organization department, the leader and the cadre."""
    found = _visible(request, pk)
    held = roles_held(request)
    steps = talk_steps(request.user, found, held=held)
    own = CONFIRM in steps
    recording = bool({RECORD, RECORD_FOR_LEADER} & steps)
    context = {
        "talk": found,
        "row": talk_rows([found])[0],
        "own": own,
        "facts": talk_facts(found),
        "reads": READ in steps,
        "held": found.state in HELD,
        "follow_ups": list(found.follow_ups.select_related("done_by")),
        "moments": [] if own else moments(found),
        "may_assign": ASSIGN in steps and found.state in (T.ASSIGNING, T.WAITING, T.PAUSED),
        "may_pause": PAUSE in steps and found.state in (T.ASSIGNING, T.WAITING),
        "may_resume": PAUSE in steps and found.state == T.PAUSED,
        "may_record": recording and found.state in (T.WAITING, T.RECORDED),
        "may_confirm": own and found.state == T.RECORDED,
        "may_follow_up": FOLLOW_UP in steps and found.state == T.FOLLOWING,
    }
    return render(request, "outcomes/uses_talk.html", context)


@require_safe
def talk_document(request: HttpRequest, pk: int) -> FileResponse:
    """谈话提醒记录, for who may read what was said."""
    found = _readable(request, pk)
    if found.state not in HELD:
        raise RuleBroken("登记谈话之后才有谈话记录。")
    name = "谈话提醒记录.docx"
    content = talk_document_of(found)
    uses_export_note(subject=name, note=f"第 {found.pk} 号", actor=request.user)
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name)


@require_safe
def talk_scan(request: HttpRequest, pk: int) -> FileResponse:
    """The signed paper."""
    found = _readable(request, pk)
    return stored_response(found.scan)


def _visible(request: HttpRequest, pk: int) -> ReminderTalk:
    seen = ReminderTalk.objects.visible_to(request.user)
    found = get_object_or_404(seen.select_related(*WITH_PERSON, "recorded_by", "scan"), pk=pk)
    record_read(found.review, actor=request.user)
    return found


def _readable(request: HttpRequest, pk: int) -> ReminderTalk:
    found = _visible(request, pk)
    if READ not in talk_steps(request.user, found):
        raise PermissionDenied
    return found


class OfTalk(CasePage):
    """A form on one talk."""

    object: ReminderTalk
    steps: frozenset[str] = frozenset()

    def find(self) -> ReminderTalk:
        return _visible(self.request, self.kwargs["pk"])

    def may(self) -> bool:
        return bool(self.steps & talk_steps(self.request.user, self.object))

    def back(self) -> str:
        return reverse("talk", args=[self.object.pk])

    def context(self) -> dict[str, Any]:
        name = self.object.review.participant.cadre.name
        return {**super().context(), "parent": name, "parent_url": self.back()}

    def given(self, form: Any) -> dict[str, Any]:
        return {"pk": self.object.pk, "version": form.cleaned_data["version"], "actor": self.request.user}


class TalkAssign(OfTalk):
    form_class = AssignForm
    title = "指定谈话领导"
    lead = "本人、亲属和离岗的领导不能谈话（回避）。"
    submit = "指定"
    success = "已指定谈话领导，列入其待办。"
    steps = frozenset({ASSIGN})
    states = (T.ASSIGNING, T.WAITING, T.PAUSED)

    def form_kwargs(self) -> dict[str, Any]:
        leaders = [(str(user.pk), user.name) for user in leaders_on(clock.today())]
        return {**super().form_kwargs(), "leaders": leaders}

    def perform(self, form: Any) -> Any:
        leader = User.objects.get(pk=form.cleaned_data["leader"])
        return services.talk_assign(**self.given(form), leader=leader, reason=form.cleaned_data["reason"])


class TalkPause(OfTalk):
    form_class = ReasonForm
    title = "暂停计时"
    lead = "谈话对象离岗期间暂停计时，返岗后按剩余的工作日恢复。"
    submit = "暂停计时"
    success = "已暂停计时。"
    steps = frozenset({PAUSE})
    states = (T.ASSIGNING, T.WAITING)

    def perform(self, form: Any) -> Any:
        return services.talk_pause(**self.given(form), reason=form.cleaned_data["reason"])


class TalkResume(OfTalk):
    form_class = VersionForm
    template_name = "outcomes/uses_confirm.html"
    title = "恢复计时"
    lead = "从今天起按剩余的工作日重新计算期限。"
    submit = "恢复计时"
    success = "已恢复计时。"
    steps = frozenset({PAUSE})
    states = (T.PAUSED,)

    def perform(self, form: Any) -> Any:
        return services.talk_resume(**self.given(form))


class TalkRecord(OfTalk):
    form_class = TalkRecordForm
    title = "登记谈话记录"
    lead = "谈话提醒是提醒，不是处分，没有影响期，不公开，不告知所在单位（第七条）。"
    submit = "保存记录"
    steps = frozenset({RECORD, RECORD_FOR_LEADER})
    states = (T.WAITING, T.RECORDED)

    def initial(self) -> dict[str, Any]:
        talk = self.object
        if talk.talked_at is None:
            return {"talked_at": timezone.localtime(clock.now(), clock.ZONE)}
        names = [name for name in self.form_class.base_fields if name not in ("version", "scan", "talked_at")]
        at = timezone.localtime(talk.talked_at, clock.ZONE)
        return {name: getattr(talk, name) for name in names} | {"talked_at": at}

    def perform(self, form: Any) -> Any:
        data = form.cleaned_data
        return services.talk_record(**self.given(form), values=data, upload=data["scan"])

    def success_message(self, result: Any) -> str:
        if result.state == T.RECORDED:
            return "谈话记录已保存，等待本人在系统中确认。"
        return "谈话记录已保存，谈话完成。以后按期登记跟踪情况。"


class TalkConfirm(OfTalk):
    form_class = TalkConfirmForm
    template_name = "outcomes/uses_confirm.html"
    title = "确认谈话记录"
    lead = "请先看完谈话记录。确认后记录不能再修改："
    submit = "确认记录"
    success = "已确认谈话记录。"
    steps = frozenset({CONFIRM})
    states = (T.RECORDED,)

    def context(self) -> dict[str, Any]:
        said = ["确认表示记录与谈话相符，不表示同意其中的意见。", "有不同意见的，写在下面，随记录一起保存。"]
        return {**super().context(), "consequences": said}

    def perform(self, form: Any) -> Any:
        return services.talk_confirm(**self.given(form), comment=form.cleaned_data["comment"])


class TalkFollowUp(OfTalk):
    form_class = FollowUpForm
    title = "登记跟踪情况"
    lead = "了解改进要求落实得怎样，有什么困难需要帮助。"
    steps = frozenset({FOLLOW_UP})
    states = (T.FOLLOWING,)
    success = "跟踪情况已登记。"

    def find(self) -> ReminderTalk:
        found = super().find()
        get_object_or_404(FollowUp, talk=found, pk=self.kwargs["follow_up"])
        return found

    def perform(self, form: Any) -> Any:
        return services.follow_up_record(
            pk=self.kwargs["follow_up"],
            version=form.cleaned_data["version"],
            note=form.cleaned_data["note"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
