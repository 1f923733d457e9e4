"""Signals: the list, one of them, noting one by hand, judging."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.exports import list_taken
from cadres.selectors import unit_of
from core import clock
from core.lists import Reading
from core.lists.views import ListView
from core.pages import FormPage, KeepingPage, RuleBroken
from policy.alerts import kinds_up_to
from policy.alerts_steps import KINDS
from policy.urgency import urgency_of

from .. import services
from ..access import may_judge, may_note
from ..forms.fields import ReasonForm
from ..forms.signals import SignalForm, TakeForm
from ..models import Card, Signal
from ..registry import words_of
from ..selectors.standing import post_of
from ..tables.lists import SignalList
from .common import actor_of


class Signals(ListView):
    """预警信息 as a list."""

    page = SignalList()
    template_name = "alerts/signals.html"

    def offers(self, reading: Reading) -> dict[str, Any]:
        return {"export_url": reverse("signals_export"), "new_url": reverse("signal_new")}


@require_safe
def signals_export(request: HttpRequest) -> HttpResponseBase:
    """The list as it is filtered."""
    return list_taken(request, SignalList(), purpose="研判预警信息")


def _seen(request: HttpRequest, pk: int) -> Signal:
    rows = Signal.objects.visible_to(request.user).select_related("cadre", "unit", "noted_by", "judged_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
def signal(request: HttpRequest, pk: int) -> HttpResponse:
    """One signal: facts, rule, article, what it may lead to at most; and its judgement."""
    found = _seen(request, pk)
    waiting = found.state == Signal.State.WAITING
    card = Card.objects.visible_to(request.user).filter(signal=found).first()
    facts = [
        ("规则", words_of(found.rule)),
        ("依据", found.article),
        ("干部", str(found.cadre) if found.cadre else ""),
        ("现任职务", post_of(found.cadre) if found.cadre else ""),
        ("涉及单位", found.unit.name if found.unit else ""),
        ("来源", found.source or "系统按规则检查"),
        ("发现日期", found.found_on.isoformat()),
        ("登记人", found.noted_by.name if found.noted_by else ""),
        ("最高可作", "、".join(KINDS[kind] for kind in kinds_up_to(found.highest))),
        ("研判人", found.judged_by.name if found.judged_by else ""),
        ("研判日期", found.judged_on.isoformat() if found.judged_on else ""),
        ("研判意见", found.reason),
    ]
    context = {
        "signal": found,
        "facts": [(name, words) for name, words in facts if words],
        "urgency": urgency_of(found.due_on, clock.today()) if waiting and found.due_on else None,
        "may_judge": waiting and may_judge(request.user),
        "card": card,
        "title": words_of(found.rule),
    }
    return render(request, "alerts/signal.html", context)


class SignalNew(FormPage):
    """A signal noted by hand."""

    form_class = SignalForm
    title = "登记预警信息"
    lead = "登记看到的苗头，供负责人研判。登记本身不是对任何人的结论（第十三条）。"
    submit = "登记"
    success = "已登记，等待负责人研判。"

    def may(self) -> bool:
        if not may_note(self.request.user):
            raise Http404
        return True

    def back(self) -> str:
        return reverse("signals")

    def perform(self, form: Any) -> Signal:
        return services.signal_note(**form.cleaned_data, actor=actor_of(self.request))

    def done(self, result: Signal) -> str:
        return reverse("signal", args=[result.pk])


class OfSignal(KeepingPage):
    """A judgement on one signal."""

    object: Signal

    def find(self) -> Signal:
        return _seen(self.request, self.kwargs["pk"])

    def may(self) -> bool:
        return may_judge(self.request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.object.state != Signal.State.WAITING:
            raise RuleBroken(f"这条预警信息已经研判（{self.object.get_state_display()}）。")
        return super().get(request, *args, **kwargs)

    def back(self) -> str:
        return reverse("signal", args=[self.object.pk])

    def context(self) -> dict[str, Any]:
        return {"parent": words_of(self.object.rule), "parent_url": self.back()}


class SignalDismiss(OfSignal):
    form_class = ReasonForm
    template_name = "ui/confirm.html"
    title = "研判为不成立"
    lead = "研判为不成立后，这条信息不计入任何统计。"
    submit = "不成立"
    success = "已研判为不成立。"

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version}}

    def context(self) -> dict[str, Any]:
        said = ["干部本人不会看到这条信息。", "到期后清除全部内容，同一事实不再重复提示。"]
        return {**super().context(), "consequences": said}

    def perform(self, form: Any) -> Signal:
        return services.signal_dismiss(pk=self.object.pk, actor=actor_of(self.request), **form.cleaned_data)

    def done(self, result: Signal) -> str:
        return reverse("signals")


class SignalTake(OfSignal):
    form_class = TakeForm
    title = "转为办理"
    lead = "经研判需要提醒、预警的，在这里提出；由签发负责人签发后才生效。"
    submit = "提出"
    success = "已提出，等待签发。"

    def form_kwargs(self) -> dict[str, Any]:
        signal = self.object
        initial = {"version": signal.version, "facts": "" if signal.account else signal.facts}
        if signal.cadre is not None:
            initial |= {"cadre": signal.cadre.staff_no, "unit": signal.unit or unit_of(signal.cadre)}
        return {"initial": initial, "highest": signal.highest}

    def perform(self, form: Any) -> Card:
        return services.signal_take(pk=self.object.pk, actor=actor_of(self.request), **form.cleaned_data)

    def done(self, result: Card) -> str:
        return reverse("card", args=[result.pk])
