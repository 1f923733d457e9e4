"""Rectification of a card: plan, items, report, re-check."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Role, Unit
from cadres.models import Cadre
from core.downloads import stored_response
from core.pages import RuleBroken
from policy.alerts_steps import CLOSE_ITEM, FINISH, ITEM, PLAN, RECHECK, REPORT

from .. import services
from ..access import items_for, mends, scopes_today, staff_no_of
from ..forms import cards as forms
from ..forms.fields import ReasonForm, VersionForm
from ..models import Card, Recheck, RectificationItem
from .common import CardPage, seen_card


class ItemNew(CardPage):
    """A new item: the cadre's own, or of the unit that mends it."""

    step, form_class = ITEM, forms.ItemForm
    title, submit, success = "填写整改事项", "保存", "整改事项已保存。"
    lead = "一件事写一项：什么问题、什么原因、怎么改、单位怎样补救、谁来帮助、谁负责、什么时候完成。"

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "choosing": not self._is_own()}

    def _is_own(self) -> bool:
        return self.object.cadre.staff_no == staff_no_of(self.request.user)

    def _unit(self, form: Any) -> Unit | None:
        """Whose item it becomes: the cadre's own, of the card's unit, else of the unit that writes it."""
        if self._is_own() or form.cleaned_data["whose"] == "own":
            return None
        scope = scopes_today(self.request.user)[Role.UNIT_PARTY]
        if scope.covers(self.object.unit_id):
            return self.object.unit
        held = Cadre.objects.get(pk=self.object.cadre_id).appointments.filter(ended_on="")
        found = Unit.objects.filter(pk__in=held.values("post__unit"))
        return found.filter(pk__in=scope.unit_ids).first() or self.object.unit

    def perform(self, form: Any) -> RectificationItem:
        return services.item_write(
            card_pk=self.object.pk,
            version=form.cleaned_data["version"],
            pk=None,
            unit=self._unit(form),
            values={name: form.cleaned_data[name] for name in form.NAMES},
            actor=self.request.user,  # type: ignore[arg-type]
        )


class OfItem(CardPage):
    """A step on one item that the user sees."""

    item: RectificationItem

    def find(self) -> Card:
        card: Card = super().find()
        rows = items_for(self.request.user, card).select_related("unit", "file")
        self.item = get_object_or_404(rows, pk=self.kwargs["item"])
        self.item.card = card
        return card

    def may(self) -> bool:
        return super().may() and (self.step == CLOSE_ITEM or mends(self.request.user, self.item))

    def initial(self) -> dict[str, Any]:
        return {"version": self.item.version}

    def of_item(self, form: Any) -> dict[str, Any]:
        """What every service of an item takes."""
        return {
            "card_pk": self.object.pk,
            "pk": self.item.pk,
            "version": form.cleaned_data["version"],
            "actor": self.request.user,
        }


class ItemEdit(OfItem):
    step, form_class = ITEM, forms.ItemForm
    title, submit, success = "修改整改事项", "保存", "整改事项已保存。"

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.item, name) for name in forms.ItemForm.NAMES}

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "choosing": False}

    def perform(self, form: Any) -> RectificationItem:
        values = {name: form.cleaned_data[name] for name in form.NAMES}
        return services.item_write(**self.of_item(form), unit=self.item.unit, values=values)


class ItemRemove(OfItem):
    step, form_class, asks = PLAN, VersionForm, True
    title, submit, success = "删去整改事项", "删去", "已删去。"

    def initial(self) -> dict[str, Any]:
        return {}

    def context(self) -> dict[str, Any]:
        said = ["方案报送以前可以删去，报送以后不能删去。"]
        return {**super().context(), "lead": "确定从整改方案中删去这一项吗？", "consequences": said}

    def perform(self, form: Any) -> Card:
        return services.item_remove(**self.of_item(form))


class ItemFinish(OfItem):
    step, form_class = FINISH, forms.FinishForm
    title, submit, success = "报告事项完成", "报告完成", "已报告完成，等待销号。"
    lead = "写明完成情况，或者上传佐证材料；由纪委监察部门两人销号。"

    def perform(self, form: Any) -> RectificationItem:
        data = form.cleaned_data
        return services.item_finish(**self.of_item(form), evidence=data["evidence"], upload=data["file"])


class ItemCheck(OfItem):
    step, form_class, asks = CLOSE_ITEM, VersionForm, True
    title, submit = "销号", "销号"

    def context(self) -> dict[str, Any]:
        first = self.item.checked_by
        said = [
            f"{first.name}已经销号，您复核后这一项办结。" if first else "还须由另一人复核，两人都同意才办结。"
        ]
        return {**super().context(), "lead": "确定这一项已经整改到位吗？", "consequences": said}

    def perform(self, form: Any) -> RectificationItem:
        return services.item_check(**self.of_item(form))

    def success_message(self, result: RectificationItem) -> str:
        return "已复核销号。" if result.state == "closed" else "已销号，等待另一人复核。"


class ItemReturn(OfItem):
    step, form_class = CLOSE_ITEM, ReasonForm
    title, submit, success = "退回整改事项", "退回", "已退回继续整改。"

    def perform(self, form: Any) -> RectificationItem:
        return services.item_return(**self.of_item(form), reason=form.cleaned_data["reason"])


@require_safe
def item_file(request: HttpRequest, pk: int, item: int) -> FileResponse:
    """The evidence of an item."""
    card = seen_card(request, pk)
    return stored_response(get_object_or_404(items_for(request.user, card), pk=item).file)


@require_safe
def rectification_file(request: HttpRequest, pk: int, report: int) -> FileResponse:
    """What is attached to a rectification report."""
    card = seen_card(request, pk)
    return stored_response(get_object_or_404(card.reports, pk=report).file)


class PlanSubmit(CardPage):
    step, form_class, asks = PLAN, VersionForm, True
    title, submit, success = "报送整改方案", "报送", "整改方案已报送，开始整改。"

    def context(self) -> dict[str, Any]:
        count = self.object.items.count()
        said = ["报送后按各项的时限整改，完成一项报告一项。"]
        return {
            **super().context(),
            "lead": f"确定报送整改方案吗？方案共有 {count} 项。",
            "consequences": said,
        }

    def perform(self, form: Any) -> Card:
        return services.plan_submit(**self.given(form))


class CardReport(CardPage):
    step, form_class = REPORT, forms.ReportForm
    title, submit, success = "提交整改报告", "提交", "整改报告已提交，等待核查。"

    def perform(self, form: Any) -> Any:
        data = form.cleaned_data
        return services.report_submit(**self.given(form), content=data["content"], upload=data["file"])


class CardRecheck(CardPage):
    step, form_class = RECHECK, forms.RecheckForm
    title, submit, success = "核查整改报告", "登记核查结论", "已登记核查结论，等待另一人复核。"
    lead = "核查由两人办理：一人登记结论，另一人复核同意后生效。"

    def perform(self, form: Any) -> Recheck:
        data = form.cleaned_data
        return services.recheck_propose(**self.given(form), outcome=data["outcome"], finding=data["finding"])


class RecheckConfirm(CardPage):
    step, form_class, asks = RECHECK, forms.ConfirmForm, True
    title, submit, success = "复核核查结论", "同意", "复核同意，核查结论已生效。"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self._proposed() is None:
            raise RuleBroken("还没有登记核查结论，请先核查。")
        return super().get(request, *args, **kwargs)

    def _proposed(self) -> Recheck | None:
        return (
            Recheck.objects.filter(report__card=self.object, second__isnull=True).select_related("by").first()
        )

    def context(self) -> dict[str, Any]:
        found = self._proposed()
        said = [f"{found.by.name}的核查情况：{found.finding}"] if found else []
        lead = f"核查结论是“{found.get_outcome_display()}”，确定同意吗？" if found else ""
        return {**super().context(), "lead": lead, "consequences": said}

    def perform(self, form: Any) -> Card:
        return services.recheck_confirm(**self.given(form), document_no=form.cleaned_data["document_no"])


class RecheckReturn(CardPage):
    step, form_class = RECHECK, ReasonForm
    title, submit, success = "不同意核查结论", "退回重新核查", "已退回，请重新核查。"

    def perform(self, form: Any) -> Card:
        return services.recheck_return(**self.given(form), reason=form.cleaned_data["reason"])

    def back(self) -> str:
        return reverse("card", args=[self.object.pk])
