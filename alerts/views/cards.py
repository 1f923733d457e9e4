"""Cards: the list, one of them as a time line, its steps up to the signature and the end."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.exports import list_taken
from cadres.selectors import unit_of
from core import clock
from core.downloads import stored_response
from core.lists import Reading
from core.lists.views import ListView
from notices.selectors import waiting_below
from policy.alerts_steps import (
    ANSWER,
    APPROVE,
    CONCLUDE,
    CRITICISE,
    DROP,
    EDIT,
    FOLLOW_REPORT,
    ISSUE,
    REVOKE,
    SIGN,
    SIGN_FOR,
)

from .. import services
from ..access import items_for, mends, scopes_today, staff_no_of
from ..forms import cards as forms
from ..forms.fields import ReasonForm, VersionForm
from ..models import Card, Recheck, RectificationItem
from ..selectors.standing import post_of
from ..tables.lists import CardList
from ..tables.steps import facts_of, line_of, moments_of
from .common import CardPage, seen_card, steps_on

# What follows a measure that did not suffice.
AFTER_CONCLUDING = {
    "inquiry": "再次函询的，另起一份待签发的函询；转入其他程序的，形成一条待研判的预警信息。",
    "admonition": "没有明显改进的，形成一条待研判的预警信息。",
}


class Cards(ListView):
    """预警与提醒 as a list."""

    page = CardList()
    template_name = "alerts/cards.html"

    def offers(self, reading: Reading) -> dict[str, Any]:
        return {"export_url": reverse("cards_export")}


@require_safe
def cards_export(request: HttpRequest) -> HttpResponseBase:
    """The list as it is filtered."""
    return list_taken(request, CardList(), purpose="预警与整改")


@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """One card: what it is about, what comes next and who holds it, its items, what happened."""
    found = seen_card(request, pk)
    scopes = scopes_today(request.user)
    own = found.cadre.staff_no == staff_no_of(request.user)
    steps = steps_on(request, found)
    items = list(items_for(request.user, found, scopes=scopes).select_related("unit", "file"))
    recheck = Recheck.objects.filter(report__card=found, second__isnull=True).select_related("by").first()
    context = {
        "card": found,
        "line": line_of(found, clock.today()),
        "facts": facts_of(found),
        "own": own,
        "steps": steps,
        "all_closed": not found.items.exclude(state=RectificationItem.State.CLOSED).exists(),
        "place": _place(found),
        "waiting": [] if own else waiting_below(found.get_absolute_url(), clock.today(), codes="alerts."),
        "items": [_item(request, found, item, steps, scopes) for item in items],
        "reports": list(found.reports.select_related("by", "file", "recheck__by", "recheck__second")),
        "recheck": recheck,
        "rechecked_by_self": recheck is not None and recheck.by_id == request.user.pk,
        "moments": [] if own else moments_of(found),
    }
    return render(request, "alerts/card.html", context)


def _place(card: Card) -> str:
    unit, post = unit_of(card.cadre), post_of(card.cadre)
    if unit is None or post.startswith(unit.name):  # 财务处处长 names the 财务处 already
        return post
    return f"{unit.name} {post}".strip()


def _item(
    request: HttpRequest, card: Card, item: RectificationItem, steps: frozenset[str], scopes: Any
) -> dict[str, Any]:
    """An item with the steps that its reader may take on it."""
    item.card = card
    mine = mends(request.user, item, scopes=scopes)
    state = item.state
    return {
        "item": item,
        "late": state == "open" and item.due < clock.today(),
        "kind": {"open": "info", "done": "warn", "closed": "good"}[state],
        "may_edit": mine and "item" in steps and state == "open",
        "may_finish": mine and "finish" in steps and state == "open",
        "may_check": "close_item" in steps
        and state == "done"
        and request.user.pk not in (item.checked_by_id, item.done_by_id),
    }


@require_safe
def card_receipt(request: HttpRequest, pk: int) -> FileResponse:
    """The signed receipt."""
    return stored_response(seen_card(request, pk).receipt)


class CardEdit(CardPage):
    step, form_class = EDIT, forms.EditForm
    title, submit, success = "修改事由和事实", "保存", "已保存。"

    def initial(self) -> dict[str, Any]:
        return {"title": self.object.title, "facts": self.object.facts}

    def perform(self, form: Any) -> Card:
        data = form.cleaned_data
        return services.card_edit(**self.given(form), title=data["title"], facts=data["facts"])


class CardApprove(CardPage):
    step, form_class = APPROVE, forms.ApproveForm
    title, submit = "登记党委书记批准", "登记批准"
    lead = "诫勉须经党委书记批准（第八条）。由提出人以外的负责人，按批准的呈批件登记。"
    success = "已登记批准，等待签发。"

    def perform(self, form: Any) -> Card:
        data = form.cleaned_data
        given = {name: data[name] for name in ("approver", "on", "document_no")}
        return services.card_approve(**self.given(form), **given)


class CardIssue(CardPage):
    step, form_class, asks = ISSUE, forms.IssueForm, True
    title, submit, success = "签发", "签发", "已签发，请在期限内送达签收。"

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "kind": self.object.kind}

    def context(self) -> dict[str, Any]:
        card = self.object
        said = [
            "签发后计入该同志的记录，本人和有权的部门可以看到。",
            "该同志在这一事项上免责或澄清后，自动取消，不计入任何统计（第十四条）。",
        ]
        lead = f"确定对{card.cadre.name}签发{card.get_kind_display()}吗？"
        return {**super().context(), "lead": lead, "consequences": said}

    def perform(self, form: Any) -> Card:
        data = form.cleaned_data
        return services.card_issue(
            **self.given(form), document_no=data["document_no"], points=data.get("points", 0)
        )


class CardDrop(CardPage):
    step, form_class, asks = DROP, ReasonForm, True
    title, submit, success = "不予签发", "不予签发", "已登记不予签发。"

    def context(self) -> dict[str, Any]:
        said = ["不计入该同志的记录，本人不会看到。"]
        return {**super().context(), "lead": "确定不予签发吗？", "consequences": said}

    def perform(self, form: Any) -> Card:
        return services.card_drop(**self.given(form), reason=form.cleaned_data["reason"])


class CardSign(CardPage):
    step, form_class, asks = SIGN, VersionForm, True
    title, submit, success = "签收", "签收", "已签收。"

    def context(self) -> dict[str, Any]:
        said = [
            "签收表示已经收到，不表示同意其中的内容。",
            "有不同意见的，可以在整改方案、答复或检讨中说明。",
        ]
        lead = f"确定签收{self.object.get_kind_display()}（{self.object.document_no}）吗？"
        return {**super().context(), "lead": lead, "consequences": said}

    def perform(self, form: Any) -> Card:
        return services.card_sign(**self.given(form))


class CardSignFor(CardPage):
    step, form_class = SIGN_FOR, forms.SignForForm
    title, submit, success = "登记送达", "登记送达", "已登记送达。"
    lead = "本人没有在系统中签收的，按纸质送达回执登记；拒绝签收的，写明两名见证人。"

    def perform(self, form: Any) -> Card:
        data = form.cleaned_data
        given = {name: data[name] for name in ("on", "refused", "witness_one", "witness_two")}
        return services.card_sign_for(**self.given(form), **given, upload=data["receipt"])


class CardAnswer(CardPage):
    step, form_class = ANSWER, forms.DayForm
    title, submit, success = "登记书面答复", "登记", "已登记收到书面答复。"
    lead = "只登记收到的日期，答复的内容留在纸质材料中（第八条）。"

    def perform(self, form: Any) -> Card:
        return services.card_answer(**self.given(form), on=form.cleaned_data["on"])


class CardCriticise(CardAnswer):
    step, title, success = CRITICISE, "登记书面检讨", "已登记收到书面检讨，到期跟踪了解。"
    lead = "只登记收到的日期，检讨的内容留在纸质材料中（第八条）。"

    def perform(self, form: Any) -> Card:
        return services.card_criticise(**self.given(form), on=form.cleaned_data["on"])


class CardFollowReport(CardPage):
    step, form_class = FOLLOW_REPORT, forms.FollowReportForm
    title, submit, success = "登记书面整改报告", "登记", "已登记收到书面整改报告。"
    lead = "只登记收到的日期和文号，报告的内容留在纸质材料中（第八条）。"

    def perform(self, form: Any) -> Card:
        data = form.cleaned_data
        return services.card_follow_report(**self.given(form), on=data["on"], document_no=data["document_no"])


class CardConclude(CardPage):
    step, form_class = CONCLUDE, forms.ConcludeForm
    title, submit, success = "办结", "办结", "已办结。"

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "kind": self.object.kind}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "lead": AFTER_CONCLUDING.get(self.object.kind, "")}

    def perform(self, form: Any) -> Card:
        data = form.cleaned_data
        return services.card_conclude(**self.given(form), conclusion=data["conclusion"], on=data["on"])


class CardRevoke(CardPage):
    step, form_class, asks = REVOKE, forms.RevokeForm, True
    title, submit, success = "撤销", "撤销", "已撤销，不再计入任何统计。"

    def context(self) -> dict[str, Any]:
        said = [
            "用于查明是误报的。撤销后从该同志的记录和所有统计中去掉，办理经过保留备查。",
            "撤销后不能恢复。",
        ]
        lead = f"确定撤销对{self.object.cadre.name}的{self.object.get_kind_display()}吗？"
        return {**super().context(), "lead": lead, "consequences": said}

    def perform(self, form: Any) -> Card:
        data = form.cleaned_data
        return services.card_revoke(
            **self.given(form), reason=data["reason"], document_no=data["document_no"]
        )
