"""The way of a cycle: where it stands, what is missing, and one step at a time."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.exports import sheet_taken
from accounts.selectors import holds_role
from core import clock
from core.pages import KeepingPage
from policy.workflow import BY_CODE, may_step

from .. import selectors
from ..access import DRAFT_PLAN, EDIT_PEOPLE, MOVE, STEPS, may
from ..forms import StepForm
from ..models import Cycle, CycleEvent
from ..services import cycle_step
from ..tables.flow import flow_of
from ..workflow import missing_before
from .common import actor_of, visible_cycle


@require_safe
def cycle_flow(request: HttpRequest, code: str) -> HttpResponse:
    """Every step with actor, deadline and what is missing; what happened below."""
    cycle = visible_cycle(request, code)
    context = {
        "cycle": cycle,
        "flow": flow_of(cycle, request.user),
        "title": f"{cycle.label}考核办理进程",
        "has_plan": cycle.source == Cycle.Source.PLAN and not cycle.is_discarded,
        "may_draft": holds_role(request.user, STEPS[DRAFT_PLAN], on=clock.today()),
        "may_edit_plan": may(request.user, DRAFT_PLAN, cycle),
        "may_edit_people": may(request.user, EDIT_PEOPLE, cycle),
    }
    return render(request, "appraisal/flow.html", context)


@require_safe
def cycle_flow_export(request: HttpRequest, code: str) -> FileResponse:
    """The steps as a workbook, as this reader sees them."""
    cycle = visible_cycle(request, code)
    rows = (
        (
            row.step.label,
            row.word,
            row.step.actor,
            str(row.due or ""),
            "；".join(item.text for item in row.missing),
        )
        for row in flow_of(cycle, request.user).rows
    )
    columns = (("环节", 24), ("状态", 10), ("办理人", 24), ("截止", 14), ("还缺什么", 60))
    return sheet_taken(request, f"{cycle.label}考核办理进程", columns, rows, purpose="办理考核")


class CycleStep(KeepingPage):
    """One step: what it does and what is missing, then one button. Whoever is slower keeps the text."""

    form_class = StepForm
    template_name = "appraisal/flow_step.html"

    def find(self) -> Cycle:
        cycle = visible_cycle(self.request, self.kwargs["code"])
        if self.kwargs["step"] not in BY_CODE:
            raise Http404("没有这一步。")
        self.step = BY_CODE[self.kwargs["step"]]
        self.missing = missing_before(cycle, self.step.code) if cycle.state in self.step.sources else []
        return cycle

    def may(self) -> bool:
        """Also who was overtaken, even by the archive: the service says so, and what was typed stays."""
        late = self.request.method == "POST" and self.request.POST.get("seen") != self.object.state
        holds = late and holds_role(self.request.user, STEPS[MOVE], on=clock.today())
        return holds or may(self.request.user, MOVE, self.object)

    def form_kwargs(self) -> dict[str, Any]:
        return {
            "initial": {"seen": self.object.state},
            "asks_why": any(not item.blocks for item in self.missing)
            or (self.overtaken and bool(self.request.POST.get("why_now"))),
            "asks_note": self.kwargs["step"] == "archive",
        }

    def context(self) -> dict[str, Any]:
        lacks = selectors.lacks_of(self.object, self.step.code) if self.missing else []
        verdict = may_step(self.step, self.object.state, lacks, why_now="有理由", source=self.object.source)
        return {
            "title": f"{self.object.label}：{self.step.label}",
            "lead": f"确定{self.step.label}吗？",
            "submit": self.step.label,
            "consequences": [self.step.effect, "这一步记入考核大事记，不能撤回。"],
            "missing": self.missing,
            "stopped": [reason.text for reason in verdict.reasons],
            "overtaken": _last_moved(self.object) if self.overtaken else "",
            "parent": f"{self.object.label}考核",
            "parent_url": reverse("year", args=[self.object.code]),
            "cycle": self.object,
        }

    def back(self) -> str:
        return reverse("cycle_flow", args=[self.object.code])

    def perform(self, form: StepForm) -> Cycle:
        given = form.cleaned_data
        return cycle_step(
            cycle_pk=self.object.pk,
            step=self.step.code,
            seen=given["seen"],
            why_now=given.get("why_now", ""),
            note=given.get("note", ""),
            actor=actor_of(self.request),
        )

    def success_message(self, result: Cycle) -> str:
        if self.kwargs["step"] == "score":
            return "已提交计分，完成后结果显示在考核概览；缺票须先核定。"
        return f"已办理：{self.step.label}。"

    def done(self, result: Cycle) -> str:
        return reverse("cycle_flow", args=[result.code])


def _last_moved(cycle: Cycle) -> str:
    """Who brought the cycle where it stands, when and by which step."""
    events = CycleEvent.objects.filter(case=cycle, to_state=cycle.state).exclude(from_state=cycle.state)
    event = events.select_related("actor").order_by("-pk").first()
    if event is None:
        return ""
    return f"{event.actor.name}已于 {event.at.astimezone(clock.ZONE):%Y-%m-%d %H:%M} 办理：{event.note}"


cycle_step_page = CycleStep.as_view()
