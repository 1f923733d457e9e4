"""Interviews over HTTP: everybody of a cycle, one person's, entering, withdrawing."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from appraisal.models import Cycle, Participant
from appraisal.views.seen import seen_cycle
from core.pages import FormPage, KeepingPage
from policy.interviews import STAGES

from .. import services
from ..access.facts import RECORD_INTERVIEW, steps_of
from ..forms.facts import WithdrawForm
from ..forms.interviews import InterviewForm
from ..models import Interview
from ..selectors.interviews import interviewed, least_asked
from .base_facts import scopes_here, sheet_out, user_of

COLUMNS = (
    ("工号", 12),
    ("姓名", 14),
    ("考核类别", 24),
    ("谈话日期", 14),
    ("方式", 12),
    ("谈话对象", 24),
    ("谈话人", 20),
    ("谈话内容", 30),
    ("了解到的事实", 60),
)


@require_safe
def year_interviews(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody of the cycle, and how many people were asked about each."""
    cycle = seen_cycle(request, code)
    least = least_asked()
    own = user_of(request).staff_no
    people = list(interviewed(cycle).exclude(cadre__staff_no=own))
    context = {
        "cycle": cycle,
        "people": people,
        "least": least,
        "waiting": sum(person.asked < least for person in people),
        "may_record": _records(request) and cycle.state in STAGES,
    }
    return render(request, "evidence/interviews.html", context)


@require_safe
def year_interviews_export(request: HttpRequest, code: str) -> FileResponse:
    """Every interview of the cycle that this reader may see, as a workbook."""
    cycle = seen_cycle(request, code)
    rows = Interview.objects.visible_to(request.user).standing().filter(cycle=cycle)
    categories = dict(Participant.objects.filter(cycle=cycle).values_list("cadre", "category"))
    found = rows.select_related("cadre", "first_by", "second_by").order_by("cadre__staff_no", "held_on", "pk")
    lines = (
        (
            row.cadre.staff_no,
            row.cadre.name,
            categories.get(row.cadre_id, ""),
            row.held_on.isoformat(),
            row.get_kind_display(),
            row.whom,
            row.by,
            row.topic,
            row.findings,
        )
        for row in found
    )
    return sheet_out(request, f"{cycle.label}个别谈话", COLUMNS, lines)


def _records(request: HttpRequest) -> bool:
    return RECORD_INTERVIEW in steps_of(scopes_here(request))


def _person(request: HttpRequest, cycle: Cycle, staff_no: str) -> Participant:
    """A participant who is not the reader; else raises Http404."""
    people = Participant.objects.filter(cycle=cycle).select_related("cadre")
    found = people.filter(cadre__staff_no=staff_no).first()
    if found is None or staff_no == user_of(request).staff_no:
        raise Http404("本次考核的参加人员中没有此人。")
    return found


@require_safe
def interviews_of(request: HttpRequest, code: str, staff_no: str) -> HttpResponse:
    """What was heard about one cadre in the cycle, withdrawn ones too."""
    cycle = seen_cycle(request, code)
    person = _person(request, cycle, staff_no)
    rows = Interview.objects.visible_to(request.user).filter(cycle=cycle, cadre=person.cadre_id)
    open_still = _records(request) and cycle.state in STAGES
    context = {
        "cycle": cycle,
        "person": person,
        "interviews": rows.select_related("first_by", "second_by", "entered_by"),
        "may_record": open_still,
    }
    return render(request, "evidence/interviews_of.html", context)


class OfInterviews:
    """Below one person's interviews."""

    request: HttpRequest
    kwargs: dict[str, Any]
    person: Participant
    cycle: Cycle

    def may(self) -> bool:
        return _records(self.request)

    def back(self) -> str:
        return reverse("interviews_of", args=[self.cycle.code, self.person.cadre.staff_no])

    def done(self, result: Any) -> str:
        return self.back()

    def context(self) -> dict[str, Any]:
        return {"parent": f"{self.person.cadre.name}的个别谈话", "parent_url": self.back()}


class InterviewRecord(OfInterviews, FormPage):
    form_class = InterviewForm
    title = "登记个别谈话"
    lead = "由两名考核组成员谈话。登记以后不能改动，写错的撤销后重记；干部本人看不到这些记录。"
    submit = "登记"
    success = "已登记。"

    def find(self) -> Participant:
        self.cycle = seen_cycle(self.request, self.kwargs["code"])
        self.person = _person(self.request, self.cycle, self.kwargs["staff_no"])
        return self.person

    def perform(self, form: Any) -> Interview:
        return services.interview_record(
            cycle_pk=self.cycle.pk,
            cadre_pk=self.person.cadre_id,
            **form.cleaned_data,
            actor=user_of(self.request),
        )


class InterviewWithdraw(OfInterviews, KeepingPage):
    form_class = WithdrawForm
    template_name = "ui/confirm.html"
    title = "撤销个别谈话"
    lead = "记录不会删除，撤销后不再供考核组参考，也不计入谈话人数："
    submit = "确认撤销"
    success = "已撤销。"

    def find(self) -> Interview:
        self.cycle = seen_cycle(self.request, self.kwargs["code"])
        rows = Interview.objects.visible_to(self.request.user).filter(cycle=self.cycle)
        found = get_object_or_404(rows, pk=self.kwargs["pk"])
        self.person = Participant.objects.select_related("cadre").get(cycle=self.cycle, cadre=found.cadre_id)
        return found

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version}}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "consequences": ["撤销后不能恢复，需要时重新登记。"]}

    def perform(self, form: Any) -> Interview:
        given = form.cleaned_data
        return services.interview_withdraw(
            interview_pk=self.object.pk,
            version=given["version"],
            reason=given["reason"],
            actor=user_of(self.request),
        )
