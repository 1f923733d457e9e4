"""What comes on the agenda: from the lists that wait, in order, and corrections of earlier decisions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.pages import RuleBroken, StepView

from .. import services
from ..access import PREPARE, may
from ..forms import CorrectionForm, OfferForm, VersionForm
from ..models import AgendaItem, Meeting
from ..selectors.offers import waiting_offers
from .common import MeetingPage, visible_meeting
from .meetings import MeetingStep

S = Meeting.State


def visible_item(request: HttpRequest, pk: int, item_pk: int) -> AgendaItem:
    """The item of a visible meeting; else raises Http404."""
    meeting = visible_meeting(request, pk)
    items = meeting.items.select_related("recorded_by", "corrects__meeting")
    item = get_object_or_404(items, pk=item_pk)
    item.meeting = meeting
    return item


@require_safe
def meeting_offers(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits for a meeting, list by list; one click puts it on this agenda."""
    meeting = visible_meeting(request, pk)
    context = {
        "title": "待上会名单",
        "meeting": meeting,
        "offers": waiting_offers(),
        "may_add": may(request.user, PREPARE) and meeting.state in Meeting.BEFORE,
        "supplementary": meeting.state == S.AGENDA_SET,
    }
    return render(request, "decisions/offers.html", context)


class OfferAdd(StepView):
    """Puts one offer on the agenda."""

    form_class = OfferForm

    def find(self) -> Meeting:
        return visible_meeting(self.request, self.kwargs["pk"])

    def may(self) -> bool:
        return may(self.request.user, PREPARE)

    def perform(self, form: Any) -> AgendaItem:
        actor: Any = self.request.user
        return services.agenda_item_from_offer(meeting_pk=self.object.pk, **form.cleaned_data, actor=actor)

    def success_message(self, result: AgendaItem) -> str:
        return f"已列入议题：{result.title}。"

    def done(self, result: AgendaItem) -> str:
        return reverse("meeting_offers", args=[self.object.pk])


class ItemMove(StepView):
    """One place up or down."""

    form_class = VersionForm

    def find(self) -> AgendaItem:
        return visible_item(self.request, self.kwargs["pk"], self.kwargs["item_pk"])

    def may(self) -> bool:
        return may(self.request.user, PREPARE)

    def perform(self, form: Any) -> Meeting:
        actor: Any = self.request.user
        return services.agenda_item_move(
            item_pk=self.object.pk,
            earlier=self.kwargs["direction"] == "up",
            **form.cleaned_data,
            actor=actor,
        )

    def done(self, result: Meeting) -> str:
        return f"{result.get_absolute_url()}#agenda"


class ItemRenew(StepView):
    """The item says what its list says now."""

    form_class = VersionForm

    def find(self) -> AgendaItem:
        return visible_item(self.request, self.kwargs["pk"], self.kwargs["item_pk"])

    def may(self) -> bool:
        return may(self.request.user, PREPARE)

    def perform(self, form: Any) -> AgendaItem:
        actor: Any = self.request.user
        return services.agenda_item_renew(item_pk=self.object.pk, **form.cleaned_data, actor=actor)

    def success_message(self, result: AgendaItem) -> str:
        return f"已按现在的名单更新议题：{result.title}。请核对条目和回避。"

    def done(self, result: AgendaItem) -> str:
        return reverse("meeting_item", args=[result.meeting_id, result.pk])


class ItemPage(MeetingPage):
    """A form on one item of a visible meeting."""

    def find(self) -> AgendaItem:
        return visible_item(self.request, self.kwargs["pk"], self.kwargs["item_pk"])

    def case(self) -> Meeting:
        return self.object.meeting

    def back(self) -> str:
        return reverse("meeting_item", args=[self.object.meeting_id, self.object.pk])

    def context(self) -> dict[str, Any]:
        return {**super().context(), "item": self.object}


class ItemWithdraw(ItemPage, MeetingStep):
    """Takes an item off the agenda."""

    form_class = VersionForm
    template_name = "decisions/confirm.html"
    step, states = PREPARE, (S.PREPARING,)
    title, submit, success = "撤下议题", "撤下", "议题已撤下，回到待上会名单。"
    lead = "从这次会议的议题中撤下吗？"

    def said(self) -> list[str]:
        return [f"议题：{self.object.title}", "名单仍在待上会名单中，可以列入其他会议。"]

    def perform(self, form: Any) -> Meeting:
        return services.agenda_item_withdraw(item_pk=self.object.pk, **form.cleaned_data, **self.given)

    def done(self, result: Meeting) -> str:
        return result.get_absolute_url()


class CorrectionAdd(ItemPage):
    """Puts the correction of a final decision on the agenda of another meeting."""

    form_class = CorrectionForm
    step, states = PREPARE, (S.FINAL,)
    title, submit, success = "提请更正", "列入议题", "已列入议题，由会议重新决定。"
    lead = "定稿的决定不能修改；这里把它作为“更正”议题提交以后的会议，原决定和新决定都保留。"

    def form_kwargs(self) -> dict[str, Any]:
        return {"item": self.object}

    def must_be_open(self) -> None:
        super().must_be_open()
        if not self.object.is_decided:
            raise RuleBroken("这一议题没有作出决定，不需要更正。")

    def perform(self, form: Any) -> AgendaItem:
        data = form.cleaned_data
        meeting = data["meeting"]
        late = data["reason"] if meeting.state == S.AGENDA_SET else ""
        return services.correction_add(
            meeting_pk=meeting.pk,
            version=meeting.version,
            item_pk=self.object.pk,
            entry_pks=[int(pk) for pk in data.get("entries", [])],
            reason=data["reason"],
            supplementary=late,
            **self.given,
        )

    def done(self, result: AgendaItem) -> str:
        return result.meeting.get_absolute_url()
