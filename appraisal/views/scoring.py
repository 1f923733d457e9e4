"""Who counts a year, what is still missing, and the confirmation of the count by two people."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import clock
from core.pages import FormPage, KeepingPage, StepView, require
from policy.counting import may_confirm_count, may_recheck_count
from policy.verdict import Verdict

from .. import selectors
from ..access import CONFIRM_COUNT, NAMING, OFFICES, RECHECK_COUNT, may
from ..exports import scoring_workbook
from ..forms import OfficerForm, RecheckForm, ScoreConfirmForm
from ..models import Cycle, ScoringOfficer
from ..services import count_recheck, officer_name, score_confirm, score_confirm_withdraw, year_export_note
from ..tables.scoring import DIGITS, scoring_page
from .common import visible_cycle
from .taking import handed_out

TITLE = "计分与确认"


@require_safe
def year_scoring(request: HttpRequest, code: str) -> HttpResponse:
    """The two officers, what is still missing, the confirmations, and what happened so far."""
    cycle = visible_cycle(request, code)
    context = {
        "cycle": cycle,
        "title": f"{cycle.label}{TITLE}",
        "page": scoring_page(cycle, request.user),
    }
    return render(request, "appraisal/scoring.html", context)


@require_safe
def year_scoring_export(request: HttpRequest, code: str) -> FileResponse:
    """The page as 计分与确认.xlsx, marked with who took it; it holds no figure of anybody."""
    cycle = visible_cycle(request, code)
    page, title = scoring_page(cycle, request.user), f"{cycle.label}{TITLE}"
    taken_by, name = request.user.get_username(), f"{cycle.file_label}{TITLE}.xlsx"
    answer = handed_out(
        lambda path: scoring_workbook(cycle, page, path, title=title, taken_by=taken_by, at=clock.now()), name
    )
    year_export_note(cycle=cycle, file_name=name, actor=request.user)
    return answer


class OfCount:
    """What the steps of a year's count share: the year, who may take the step, and the way back."""

    request: HttpRequest
    kwargs: dict[str, Any]
    object: Cycle
    step = ""

    def find(self) -> Cycle:
        return visible_cycle(self.request, self.kwargs["code"])

    def may(self) -> bool:
        return may(self.request.user, self.step, self.object)

    def back(self) -> str:
        return reverse("year_scoring", args=[self.object.code])

    def done(self, result: Any) -> str:
        return self.back()


class OfficerName(OfCount, FormPage):
    """The head of a department names its officer, or another one instead."""

    form_class = OfficerForm
    submit = "指定"

    def find(self) -> Cycle:
        if self.kwargs["duty"] not in ScoringOfficer.Duty.values:
            raise Http404
        return super().find()

    def may(self) -> bool:
        return may(self.request.user, NAMING[self.kwargs["duty"]], self.object)

    def form_kwargs(self) -> dict[str, Any]:
        present = selectors.officers_of(self.object).get(self.kwargs["duty"])
        return {
            "roles": OFFICES[self.kwargs["duty"]],
            "label": ScoringOfficer.Duty(self.kwargs["duty"]).label,
            "initial": {"replaces": present.pk if present else None},
        }

    def context(self) -> dict[str, Any]:
        present = selectors.officers_of(self.object).get(self.kwargs["duty"])
        label = ScoringOfficer.Duty(self.kwargs["duty"]).label
        lead = "计分人和监票人须是两个人，且都不是本次考核的参加考核人员。"
        if present:
            lead = f"现为{present.user}。更换后，其尚未核定的处理意见和计分确认同时失效。{lead}"
        return {
            "title": f"{self.object.label}：{'更换' if present else '指定'}{label}",
            "lead": lead,
            "parent": TITLE,
            "parent_url": self.back(),
        }

    def perform(self, form: Any) -> ScoringOfficer:
        return officer_name(
            cycle_pk=self.object.pk,
            duty=self.kwargs["duty"],
            user=form.cleaned_data["user"],
            replaces=form.cleaned_data["replaces"],
            actor=self.request.user,  # type: ignore[arg-type]  # nobody anonymous passes `may`
        )

    def success_message(self, result: ScoringOfficer) -> str:
        return f"已指定{result.user.name}为{result.get_duty_display()}。"


class OfResults(OfCount, FormPage):
    """A word on exactly the results that the page names; where the rule forbids it, it says so at once."""

    template_name = "ui/confirm.html"

    @abstractmethod
    def judged(self) -> Verdict:
        """Whether the word may be given now."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        require(self.judged())
        return super().get(request, *args, **kwargs)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"outcome_sha256": self.object.outcome_sha256}}

    def context(self) -> dict[str, Any]:
        return {"parent": TITLE, "parent_url": self.back()}


class ScoreConfirm(OfResults):
    """One of the two says yes to the results."""

    form_class = ScoreConfirmForm
    submit = "确认计分"
    step = CONFIRM_COUNT

    def judged(self) -> Verdict:
        duty = selectors.acting_duty(self.request.user, self.object)
        said = {item.duty for item in selectors.confirmations_of(self.object)}
        return may_confirm_count(selectors.count_facts(self.object, duty, said))

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "title": f"{self.object.label}：确认计分",
            "lead": f"您确认结果摘要为 {self.object.outcome_sha256[:DIGITS]} 的计分结果无误。",
            "consequences": [
                "请先与另一名计分人员核对：两人看到的结果摘要应当相同。",
                "两人都确认后，不能再导入文件，也不再重新计分。",
                "另一人确认之前，您可以撤回；结果有变化时，已作的确认自动失效。",
            ],
        }

    def perform(self, form: Any) -> Cycle:
        return score_confirm(
            cycle_pk=self.object.pk,
            outcome_sha256=form.cleaned_data["outcome_sha256"],
            actor=self.request.user,  # type: ignore[arg-type]
        )

    def success_message(self, result: Cycle) -> str:
        if result.confirmed_at:
            return f"{result.label}计分已经两人确认。"
        return "已记录您的确认，等待另一名计分人员确认。"


class ScoreConfirmWithdraw(OfCount, StepView):
    success = "已撤回您的确认。"
    step = CONFIRM_COUNT

    def perform(self, form: Any) -> Cycle:
        return score_confirm_withdraw(
            cycle_pk=self.object.pk,
            actor=self.request.user,  # type: ignore[arg-type]
        )


class ScoreRecheck(OfResults, KeepingPage):
    """The head of the organization department opens a confirmed count again, before the decision."""

    form_class = RecheckForm
    submit = "确认重新核对"
    step = RECHECK_COUNT

    def judged(self) -> Verdict:
        confirmed = self.object.confirmed_at is not None
        return may_recheck_count(confirmed=confirmed, settled=selectors.is_settled(self.object))

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "title": f"重新核对 {self.object.label}计分",
            "lead": "两人确认之后、党委审定之前发现差错的，才重新核对计分：",
            "consequences": [
                "计分人和监票人的确认都失效，更正以后须由两人重新确认。",
                "考核退回计分之前的环节，可以更正数据；系统随即重新计分。",
                "两人重新确认以前，不显示任何得分、名次和名单。",
            ],
        }

    def perform(self, form: Any) -> Cycle:
        return count_recheck(
            cycle_pk=self.object.pk,
            **form.cleaned_data,
            actor=self.request.user,  # type: ignore[arg-type]
        )

    def success_message(self, result: Cycle) -> str:
        return f"{result.label}计分已重新开启，两人的确认失效。请更正数据，核对后重新确认。"
