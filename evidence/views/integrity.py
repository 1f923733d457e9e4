"""Integrity opinions over HTTP: asked by the organization department, answered by the discipline office."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Role
from appraisal.models import Cycle, Participant
from appraisal.views.seen import seen_cycle
from core.pages import FormPage, KeepingPage, RuleBroken, StepView

from .. import services
from ..access.facts import ASK_INTEGRITY, GIVE_INTEGRITY, SEE_DEFERRED, steps_of
from ..forms.facts import IntegrityForm, IntegrityRestForm
from ..models import IntegrityOpinion, IntegrityRequest
from ..selectors.integrity import asked_about, may_be_asked, unanswered, unasked_in
from ..tables.integrity import integrity_lines
from .base_facts import scopes_here, sheet_out, user_of

COLUMNS = (("工号", 12), ("姓名", 14), ("考核类别", 24), ("廉政意见", 18), ("文号", 30), ("已告知本人", 12))


@require_safe
def year_integrity(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody of the cycle with the conclusion that holds, as this reader reads it."""
    cycle = seen_cycle(request, code)
    steps = steps_of(scopes_here(request))
    lines = integrity_lines(cycle, heads=SEE_DEFERRED in steps)
    context = {
        "cycle": cycle,
        "lines": lines,
        "requests": IntegrityRequest.objects.filter(cycle=cycle).select_related("asked_by"),
        "waiting": sum(line.waiting for line in lines),
        "unasked": len(unasked_in(cycle)),
        "may_ask": ASK_INTEGRITY in steps and may_be_asked(cycle),
        "may_give": GIVE_INTEGRITY in steps,
    }
    return render(request, "evidence/facts_integrity.html", context)


@require_safe
def year_integrity_export(request: HttpRequest, code: str) -> FileResponse:
    """What the page shows to this reader, as a workbook."""
    cycle = seen_cycle(request, code)
    heads = SEE_DEFERRED in steps_of(scopes_here(request))
    rows = [
        (line.staff_no, line.name, line.category, line.said, line.document_no, "是" if line.told else "")
        for line in integrity_lines(cycle, heads=heads)
    ]
    return sheet_out(request, f"{cycle.label}廉政意见", COLUMNS, rows)


@require_safe
def own_opinions(request: HttpRequest) -> HttpResponse:
    """What the discipline office has told the cadre in person: conclusion and document number, no more.

    The page is there for every cadre and looks the same whatever stands untold.
    """
    scopes = scopes_here(request)
    if Role.CADRE not in scopes:
        raise Http404
    own = IntegrityOpinion.objects.current().filter(told=True, cadre__staff_no=user_of(request).staff_no)
    rows = own.select_related("cycle").order_by("-cycle__year", "-pk")
    return render(request, "evidence/facts_own_opinions.html", {"opinions": rows})


class OfIntegrity:
    """Below the page of a cycle's opinions."""

    step = ""
    request: HttpRequest
    kwargs: dict[str, Any]
    cycle: Cycle

    def find(self) -> Any:
        self.cycle = seen_cycle(self.request, self.kwargs["code"])
        self.steps = steps_of(scopes_here(self.request))
        return self.cycle

    def may(self) -> bool:
        return self.step in self.steps

    def back(self) -> str:
        return reverse("year_integrity", args=[self.cycle.code])

    def done(self, result: Any) -> str:
        return self.back()

    def context(self) -> dict[str, Any]:
        return {"parent": "廉政意见", "parent_url": self.back()}


class IntegrityAsk(OfIntegrity, StepView):
    step = ASK_INTEGRITY

    def perform(self, form: Any) -> IntegrityRequest:
        return services.integrity_ask(cycle_pk=self.cycle.pk, actor=user_of(self.request))

    def success_message(self, result: IntegrityRequest) -> str:
        return f"已向纪委监察部门征求 {len(result.cadres)} 人的廉政意见，{result.due_on:%Y-%m-%d} 前答复。"


class IntegrityGive(OfIntegrity, KeepingPage):
    form_class = IntegrityForm
    step = GIVE_INTEGRITY
    title = "答复廉政意见"
    lead = "只登记结论和文号，不写任何具体情况。更改和撤回都另存一行，原有的答复保留。"
    submit = "答复"
    success = "已答复。"

    def find(self) -> Any:
        super().find()
        people = Participant.objects.filter(cycle=self.cycle).select_related("cadre")
        found = people.filter(cadre__staff_no=self.kwargs["staff_no"]).first()
        if found is None:
            raise Http404("本次考核的参加人员中没有此人。")
        self.participant = found
        return found

    def held(self) -> IntegrityOpinion | None:
        rows = IntegrityOpinion.objects.current().filter(cycle=self.cycle)
        return rows.filter(cadre=self.participant.cadre_id).first()

    def form_kwargs(self) -> dict[str, Any]:
        held = self.held()
        return {"initial": {"seen": held.pk if held else None}}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "title": f"{self.participant.cadre.name}：{self.title}"}

    def perform(self, form: Any) -> IntegrityOpinion:
        given = form.cleaned_data
        return services.integrity_give(
            cycle_pk=self.cycle.pk,
            cadre_pk=self.participant.cadre_id,
            seen=given["seen"],
            conclusion=given["conclusion"],
            document_no=given["document_no"],
            told=given["told"],
            actor=user_of(self.request),
        )


class IntegrityRest(OfIntegrity, FormPage):
    form_class = IntegrityRestForm
    step = GIVE_INTEGRITY
    title = "批量答复“无影响”"
    lead = "下列同志还没有答复。去掉不属于“无影响”的，其余以同一文号答复。"
    submit = "答复"

    def form_kwargs(self) -> dict[str, Any]:
        asked = asked_about(self.cycle)
        rows = unanswered(self.cycle).select_related("cadre").order_by("cadre__staff_no")
        people = [
            (str(row.cadre_id), f"{row.cadre.name}（{row.cadre.staff_no}）")
            for row in rows
            if row.cadre_id in asked
        ]
        if self.request.method != "POST" and not people:
            raise RuleBroken("目前没有等待答复的同志。")
        return {"people": people, "initial": {"cadres": [key for key, _ in people]}}

    def perform(self, form: Any) -> int:
        return services.integrity_clear_rest(
            cycle_pk=self.cycle.pk,
            document_no=form.cleaned_data["document_no"],
            cadres=[int(key) for key in form.cleaned_data["cadres"]],
            actor=user_of(self.request),
        )

    def success_message(self, result: int) -> str:
        return f"已答复 {result} 人：无影响。"
