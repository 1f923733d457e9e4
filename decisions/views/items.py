"""One item: its entries, who steps aside, what was decided, and the extract to print."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .. import registry, selectors, services
from ..access import PREPARE, RECORD, may, must_be_proxy, steps_of
from ..forms import ReasonForm, RecusalAnswerForm, RecusalForm, ResultForm
from ..models import AgendaItem, Meeting, Recusal
from ..selectors.pages import item_page
from ..selectors.results import item_facts
from .agenda import ItemPage, visible_item
from .meetings import MeetingStep

S = Meeting.State


@require_safe
def meeting_item(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """The item with its entries, recusals and result."""
    item = visible_item(request, pk, item_pk)
    steps = steps_of(request.user)
    meeting = item.meeting
    context = {
        "title": item.title,
        "meeting": meeting,
        "item": item,
        "page": item_page(item),
        "documents": registry.documents(),
        "may_recuse": bool({PREPARE, RECORD} & steps)
        and meeting.state in Meeting.OPEN
        and not item.is_recorded,
        "may_record": RECORD in steps and meeting.state == S.HELD,
        "may_withdraw": PREPARE in steps and meeting.state == S.PREPARING,
        "may_renew": PREPARE in steps and meeting.state in Meeting.BEFORE,
        "may_correct": PREPARE in steps and meeting.is_final and item.is_decided,
        "for_leader": RECORD in steps and not meeting.is_proxy and must_be_proxy(request.user),
    }
    return render(request, "decisions/item.html", context)


@require_safe
def meeting_minutes(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """The extract of one item, to be printed."""
    item = visible_item(request, pk, item_pk)
    context = {
        "title": "会议纪要摘录",
        "meeting": item.meeting,
        "item": item,
        "item_url": reverse("meeting_item", args=[pk, item_pk]),
        "minutes": selectors.minutes_context(item),
        "documents": registry.documents(),
    }
    return render(request, "decisions/minutes.html", context)


class ResultRecord(ItemPage):
    """The whole item in one form. `?fill=proposals` starts from the proposals, all in favour."""

    form_class = ResultForm
    template_name = "decisions/result.html"
    step, states = RECORD, (S.HELD,)
    title, submit, success = "录入结果", "保存结果", "结果已保存。全部议题录完后，由另一人核对定稿。"

    def form_kwargs(self) -> dict[str, Any]:
        facts = item_facts(self.object, results={}, by_vote=True, text="")
        return {
            "initial": {"version": self.object.meeting.version},
            "item": self.object,
            "facts": facts.entries,
            "filled": self.request.GET.get("fill") == "proposals",
        }

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "any_proposed": any(self.object.entries.values_list("proposal", flat=True)),
            "for_leader": not self.object.meeting.is_proxy and must_be_proxy(self.request.user),
        }

    def perform(self, form: ResultForm) -> AgendaItem:
        data = form.cleaned_data
        return services.item_result_record(
            item_pk=self.object.pk,
            version=data["version"],
            method=data["method"],
            text=data["text"],
            results=form.results(),
            **self.given,
        )

    def done(self, result: AgendaItem) -> str:
        """Back to the meeting, which says what else has no result."""
        return result.meeting.get_absolute_url()


class ItemPostpone(ItemPage):
    """The meeting did not decide."""

    form_class = ReasonForm
    step, states = RECORD, (S.HELD,)
    title, submit, success = "缓议", "登记缓议", "已登记缓议，可以列入以后的会议。"
    lead = "会议没有就这一议题作出决定。名单回到待上会名单。"

    def perform(self, form: Any) -> AgendaItem:
        return services.item_postpone(item_pk=self.object.pk, **form.cleaned_data, **self.given)


class ResultWithdraw(ItemPage, MeetingStep):
    """Takes an entered result back."""

    form_class = ReasonForm
    template_name = "decisions/confirm.html"
    step, states = RECORD, (S.HELD,)
    title, submit, success = "撤回结果", "撤回结果", "结果已撤回，请重新录入。"
    lead = "撤回后，这一议题须重新录入结果。"
    consequences = ("已录入的结果、票数和理由会清除；撤回和理由记入办理记录。",)

    def perform(self, form: Any) -> AgendaItem:
        return services.item_result_withdraw(item_pk=self.object.pk, **form.cleaned_data, **self.given)


class RecusalAdd(ItemPage):
    """A member steps aside."""

    form_class: type[BaseForm] = RecusalForm
    states = Meeting.OPEN
    title, submit, success = "登记回避", "登记", "回避已登记，此人不计入这一条的票数。"

    def may(self) -> bool:
        return may(self.request.user, PREPARE) or may(self.request.user, RECORD)

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "item": self.object}

    def perform(self, form: Any) -> Recusal:
        data = form.cleaned_data
        return services.recusal_add(
            item_pk=self.object.pk,
            entry_pk=data["entry"],
            attendee_pk=data["attendee"].pk,
            version=data["version"],
            reason=data["reason"],
            **self.given,
        )


class RecusalAnswer(RecusalAdd):
    """The answer to a proposed recusal."""

    form_class = RecusalAnswerForm
    title, submit, success = "答复回避建议", "保存", "已答复。"

    def find(self) -> AgendaItem:
        item = super().find()
        found = item.recusals.select_related("attendee", "entry", "item")
        self.recusal = get_object_or_404(found, pk=self.kwargs["recusal_pk"])
        return item

    def form_kwargs(self) -> dict[str, Any]:
        answered = self.recusal.answer != Recusal.Answer.OPEN
        said = ("yes" if self.recusal.answer == Recusal.Answer.RECUSED else "no") if answered else None
        version = self.object.meeting.version
        return {"initial": {"version": version, "recused": said, "reason": self.recusal.reason}}

    def context(self) -> dict[str, Any]:
        found = self.recusal
        about = found.entry.label if found.entry else found.item.title
        lead = {
            Recusal.Ground.SELF: f"{found.attendee.name}就是这一条所涉及的本人，必须回避。",
            Recusal.Ground.KIN: f"名册登记{found.attendee.name}与“{about}”有亲属关系，应当回避。",
            Recusal.Ground.NAMESAKE: f"{found.attendee.name}与“{about}”本人或登记的亲属同名，请核实。",
        }.get(Recusal.Ground(found.ground), f"{found.attendee.name}：“{about}”。")
        return {**super().context(), "lead": lead}

    def perform(self, form: Any) -> Recusal:
        return services.recusal_answer(recusal_pk=self.recusal.pk, **form.cleaned_data, **self.given)

    def done(self, result: Recusal) -> str:
        return reverse("meeting_item", args=[self.object.meeting_id, self.object.pk])
