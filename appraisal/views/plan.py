"""The plan of a cycle: begun, read, edited."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.exports import sheet_taken
from accounts.selectors import holds_role
from core import clock
from core.pages import FormPage, KeepingPage, StaleState

from ..access import DRAFT_PLAN, STEPS, YEAR_ROLES, may
from ..forms import PlanDiscardForm, PlanForm, PlanStartForm
from ..forms.plan import usual_days
from ..models import Cycle, Plan
from ..services import plan_discard, plan_draft, plan_edit
from .common import actor_of, visible_cycle


class PlanStart(FormPage):
    """A new cycle with its plan."""

    form_class = PlanStartForm
    template_name = "appraisal/plan_start.html"
    title = "起草考核方案"
    lead = "日期先按通常的安排填好，可以改；方案经党委审定后生效。"
    submit = "起草方案"

    def find(self) -> None:
        if not holds_role(self.request.user, YEAR_ROLES, on=clock.today()):
            raise Http404

    def may(self) -> bool:
        return holds_role(self.request.user, STEPS[DRAFT_PLAN], on=clock.today())

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": usual_days(clock.today().year)}

    def context(self) -> dict[str, Any]:
        return {"notes": _closing_notes()}

    def back(self) -> str:
        return reverse("years")

    def perform(self, form: PlanStartForm) -> Cycle:
        given = form.cleaned_data
        return plan_draft(
            year=given["year"],
            kind=given["kind"],
            level=given["level"],
            values=form.values(),
            actor=actor_of(self.request),
        )

    def success_message(self, result: Cycle) -> str:
        return f"{result.label}考核方案已起草。请核对后提请党委审定。"

    def done(self, result: Cycle) -> str:
        return reverse("cycle_flow", args=[result.code])


def _closing_notes() -> list[Cycle]:
    """Of each kind and level the newest cycle that was closed with a 复盘; one query."""
    newest: dict[tuple[str, str], Cycle] = {}
    for cycle in Cycle.objects.exclude(closing_note="").order_by("-year", "kind", "level"):
        newest.setdefault((cycle.kind, cycle.level), cycle)
    return list(newest.values())


class _OfADraft(KeepingPage):
    """A draft plan, until it is approved or given up. Whoever is slower keeps the text."""

    def find(self) -> Cycle:
        cycle = visible_cycle(self.request, self.kwargs["code"])
        given_up = self.request.method == "POST" and cycle.is_discarded
        self.plan = Plan(cycle_id=cycle.pk, version=0) if given_up else plan_of(cycle)
        return cycle

    def may(self) -> bool:
        # What was typed while the committee approved is not thrown away: the service says what happened.
        if self.request.method == "POST":
            return holds_role(self.request.user, STEPS[DRAFT_PLAN], on=clock.today())
        return may(self.request.user, DRAFT_PLAN, self.object)

    def back(self) -> str:
        return reverse("cycle_flow" if self.object.is_discarded else "cycle_plan", args=[self.object.code])


class PlanEdit(_OfADraft):
    """Days and words changed."""

    form_class = PlanForm
    submit = "保存方案"
    success = "方案已保存。"

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.plan, "initial": {"version": self.plan.version}}

    def context(self) -> dict[str, Any]:
        return {
            "title": f"{self.object.label}考核方案",
            "parent": str(self.object),
            "parent_url": reverse("cycle_flow", args=[self.object.code]),
        }

    def perform(self, form: PlanForm) -> Cycle:
        if form.cleaned_data["version"] is None:
            raise StaleState
        return plan_edit(
            cycle_pk=self.object.pk,
            version=form.cleaned_data["version"],
            values=form.values(),
            actor=actor_of(self.request),
        )

    def done(self, result: Cycle) -> str:
        return reverse("cycle_plan", args=[result.code])


class PlanDiscard(_OfADraft):
    """The draft given up."""

    form_class = PlanDiscardForm
    template_name = "ui/confirm.html"
    submit = "放弃草案"

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.plan.version}}

    def context(self) -> dict[str, Any]:
        label = self.object.label
        return {
            "title": f"放弃 {label}考核方案草案",
            "parent": f"{label}考核方案",
            "parent_url": self.back(),
            "lead": f"确定放弃 {label}考核方案草案吗？",
            "consequences": [
                "草案的内容不再保留，需要留存的请先导出；相应的待办随之结束。",
                "办理人、时间和原因记入考核大事记。",
                f"此后可以重新起草 {label}考核方案。",
            ],
        }

    def perform(self, form: PlanDiscardForm) -> Cycle:
        return plan_discard(
            cycle_pk=self.object.pk,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            actor=actor_of(self.request),
        )

    def success_message(self, result: Cycle) -> str:
        return f"{result.label}考核方案草案已放弃。"

    def done(self, result: Cycle) -> str:
        return reverse("years")


def plan_of(cycle: Cycle) -> Plan:
    """The plan of a cycle that is run here. Raises Http404 for a year by file and for a discarded draft."""
    plan = Plan.objects.filter(cycle=cycle).select_related("drafted_by").first()
    if plan is None:
        raise Http404("这次考核由文件导入，或方案草案已经放弃，没有方案。")
    return plan


def _facts(cycle: Cycle, plan: Plan) -> list[tuple[str, Any]]:
    return [
        ("考核种类", cycle.get_kind_display()),
        ("考核对象", cycle.get_level_display()),
        ("名册截止日", plan.cutoff_on),
        ("述职报告提交截止", plan.report_due),
        ("民主测评", f"{plan.voting_from:%Y-%m-%d} 至 {plan.voting_to:%Y-%m-%d}"),
        ("投票方式", plan.ways_label),
        ("考核组评议截止", plan.panel_due),
        ("党委审定截止", plan.decision_due),
        ("归档截止", plan.archive_due),
        ("优秀等次比例", f"{plan.excellent_share}%" if plan.excellent_share else "按制度参数"),
        ("后段名单的范围", plan.get_bottom_scope_display() or "按制度参数"),
        ("起草人", plan.drafted_by.name),
        ("审定会议", plan.meeting or "尚未审定"),
    ]


@require_safe
def cycle_plan_export(request: HttpRequest, code: str) -> FileResponse:
    """The plan as a workbook."""
    cycle = visible_cycle(request, code)
    plan = plan_of(cycle)
    rows = [(name, str(value)) for name, value in (*_facts(cycle, plan), ("考核重点", plan.focus))]
    columns = (("项目", 24), ("内容", 80))
    return sheet_taken(request, f"{cycle.label}考核方案", columns, rows, purpose="办理考核")


@require_safe
def cycle_plan(request: HttpRequest, code: str) -> HttpResponse:
    """The plan as it stands, to read and to print for the meeting."""
    cycle = visible_cycle(request, code)
    plan = plan_of(cycle)
    context = {
        "cycle": cycle,
        "plan": plan,
        "title": f"{cycle.label}考核方案",
        "may_edit": may(request.user, DRAFT_PLAN, cycle),
        "facts": _facts(cycle, plan),
    }
    return render(request, "appraisal/plan.html", context)


plan_start = PlanStart.as_view()
plan_edit_page = PlanEdit.as_view()
plan_discard_page = PlanDiscard.as_view()
