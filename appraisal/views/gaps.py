"""Missing votes of a year: who lacks what, what was proposed and decided; without any figure."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.pages import KeepingPage, RuleBroken

from .. import selectors
from ..access import DECIDE_GAPS, may
from ..exports import gaps_workbook
from ..forms import GapDecisionsForm, GapProposeForm, GapRejectForm
from ..models import Cycle, GapDecision
from ..services import gap_confirm, gap_propose, gap_reject, gap_withdraw, year_export_note
from ..tables.gaps import GapPage, gap_page
from .common import visible_cycle

PER_PAGE = 50


@require_safe
def year_gaps(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody with missing votes, the state of each decision, and what was ever decided."""
    cycle = visible_cycle(request, code)
    page = gap_page(cycle, request.user)
    history = Paginator(selectors.decisions_of(cycle), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "cycle": cycle,
        "page": page,
        "history": history,
        "sight": selectors.sight_of(request.user, cycle),
        "may_decide": may(request.user, DECIDE_GAPS, cycle) and cycle.confirmed_at is None,
    }
    return render(request, "appraisal/gaps.html", context)


@require_safe
def year_gaps_export(request: HttpRequest, code: str) -> FileResponse:
    """The page as 缺票核定.xlsx."""
    cycle = visible_cycle(request, code)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gaps.xlsx"
        gaps_workbook(gap_page(cycle, request.user), selectors.decisions_of(cycle), path)
        content = path.open("rb")  # streams from the open file and leaves no copy behind
    name = f"{cycle.file_label}缺票核定.xlsx"
    year_export_note(cycle=cycle, file_name=name, actor=request.user)
    return FileResponse(content, as_attachment=True, filename=name)


class GapStep(KeepingPage):
    """What the acts on missing votes share: the year, the two officers alone, and the way back."""

    object: Cycle

    def find(self) -> Cycle:
        return visible_cycle(self.request, self.kwargs["code"])

    def may(self) -> bool:
        return may(self.request.user, DECIDE_GAPS, self.object)

    def back(self) -> str:
        return self.done(None)

    def done(self, result: Any) -> str:
        return reverse("year_gaps", args=[self.object.code])

    def context(self) -> dict[str, Any]:
        return {"parent": "缺票核定", "parent_url": self.back()}

    def page(self) -> GapPage:
        return gap_page(self.object, self.request.user)

    def with_posted(self, name: str, choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The choices and what was posted: the service says why something can no longer be chosen."""
        known = {key for key, _ in choices}
        posted = [key for key in self.request.POST.getlist(name) if key.isdecimal() and key not in known]
        return choices + [(key, "（情况已有变化）") for key in posted]

    def chosen(self, name: str) -> list[str]:
        """What a link of ours has ticked."""
        return self.request.GET.getlist(name)


class GapPropose(GapStep):
    form_class = GapProposeForm
    title = "提出缺票处理意见"
    lead = "提出后由另一名计分人员核定，核定前没有任何效力。此时不显示任何得分，也不应参考得分。"
    submit = "提出"

    def form_kwargs(self) -> dict[str, Any]:
        choices = self.page().choices_to_propose()
        if self.request.method != "POST" and not choices:
            raise RuleBroken("目前没有等待提出处理意见的同志。")
        ticked = [key for key, _ in choices] if self.chosen("all") else self.chosen("participants")
        return {
            "choices": self.with_posted("participants", choices),
            "initial": {"participants": ticked},
        }

    def perform(self, form: Any) -> list[GapDecision]:
        return gap_propose(
            cycle_pk=self.object.pk,
            participants=_keys(form.cleaned_data["participants"]),
            remedy=form.cleaned_data["remedy"],
            reason=form.cleaned_data["reason"],
            actor=self.request.user,  # type: ignore[arg-type]  # nobody anonymous passes `may`
        )

    def success_message(self, result: list[GapDecision]) -> str:
        return f"已为 {len(result)} 人提出处理意见，等待另一名计分人员核定。"


class GapDecide(GapStep):
    """Acts on proposals: of the other officer's, or for a withdrawal the own ones."""

    form_class = GapDecisionsForm
    own = False

    def form_kwargs(self) -> dict[str, Any]:
        choices = self.page().choices_to_decide(self.request.user, own=self.own)
        if self.request.method != "POST" and not choices:
            raise RuleBroken("目前没有等待您办理的处理意见。")
        every = [key for key, _ in choices]
        return {
            "choices": self.with_posted("decisions", choices),
            "initial": {"decisions": self.chosen("decisions") or every},
        }

    def keys(self, form: Any) -> list[int]:
        return _keys(form.cleaned_data["decisions"])


class GapConfirm(GapDecide):
    template_name = "ui/confirm.html"
    title = "核定缺票处理意见"
    lead = "您与提出人共同对下列处理负责。请核对后确认："
    submit = "同意，予以核定"

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "consequences": [
                "折算：缺票的测评主体不计，其权重由其余主体按比例分担，随即重新计分。",
                "不排名：本次考核不计总分，不参加排名。",
                "补测：导入补测的票之前，本次考核不显示任何数字。",
                "折算和不排名核定后不能更改；补充的票使缺票情况改变后自动失效。",
            ],
        }

    def perform(self, form: Any) -> list[GapDecision]:
        return gap_confirm(
            cycle_pk=self.object.pk,
            decisions=self.keys(form),
            actor=self.request.user,  # type: ignore[arg-type]
        )

    def success_message(self, result: list[GapDecision]) -> str:
        return f"已核定 {len(result)} 人的缺票处理。"


class GapReject(GapDecide):
    form_class = GapRejectForm
    title = "不同意缺票处理意见"
    lead = "退回后由计分人员重新提出。"
    submit = "退回"

    def perform(self, form: Any) -> list[GapDecision]:
        return gap_reject(
            cycle_pk=self.object.pk,
            decisions=self.keys(form),
            objection=form.cleaned_data["objection"],
            actor=self.request.user,  # type: ignore[arg-type]
        )

    def success_message(self, result: list[GapDecision]) -> str:
        return f"已退回 {len(result)} 人的处理意见。"


class GapWithdraw(GapDecide):
    own = True
    title = "撤回缺票处理意见"
    lead = "撤回您提出、尚未核定的意见。"
    submit = "撤回"

    def perform(self, form: Any) -> list[GapDecision]:
        return gap_withdraw(
            cycle_pk=self.object.pk,
            decisions=self.keys(form),
            actor=self.request.user,  # type: ignore[arg-type]
        )

    def success_message(self, result: list[GapDecision]) -> str:
        return f"已撤回 {len(result)} 人的处理意见。"


def _keys(values: Iterable[str]) -> list[int]:
    return [int(value) for value in values]
