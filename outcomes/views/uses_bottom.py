"""The last of a year: the list, one fact sheet, what each step asks for."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Role
from appraisal.selectors import sight_of
from core.downloads import stored_response
from core.pages import RuleBroken, StepView

from .. import services
from ..access.uses import FACTS, LIST_PEOPLE, may
from ..forms.uses import BottomFollowUpForm, FactSheetForm, ReasonForm, VersionForm
from ..models import BottomReview
from ..selectors.bottom import WITH_PERSON, bottom_changes, facts_of, facts_told, reviews_seen
from ..services.bottom import FIELDS
from ..services.uses_notes import record_read
from ..tables.uses import bottom_facts, bottom_rows, follow_up_facts, moments
from ..uses_exports import bottom_workbook
from .uses_common import CasePage, read_cycle, roles_held, workbook_given

B = BottomReview.State


@require_safe
def bottom(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody behind, what the committee judged and where the talk stands; an empty list is said aloud."""
    cycle = read_cycle(request, code)
    sight = sight_of(request.user, cycle)
    title = f"{cycle.label}研判人选"
    if not sight.figures:
        return render(request, "appraisal/no_figures.html", {"cycle": cycle, "sight": sight, "title": title})
    changes = bottom_changes(cycle)
    records = Role.ORG_HEAD in roles_held(request) and reviews_seen(cycle, request.user, past=True).exists()
    past = records and "records" in request.GET
    context = {
        "title": title,
        "cycle": cycle,
        "sight": sight,
        "rows": bottom_rows(reviews_seen(cycle, request.user, past=past)),
        "records": records,
        "past": past,
        "changes": changes,
        "may_list": may(request.user, LIST_PEOPLE, held=roles_held(request)),
    }
    return render(request, "outcomes/uses_bottom.html", context)


@require_safe
def bottom_export(request: HttpRequest, code: str) -> FileResponse:
    """The list as a workbook."""
    cycle = read_cycle(request, code)
    if not sight_of(request.user, cycle).figures:
        raise RuleBroken("得分和名次现在不能显示，也就不能导出。")
    rows = bottom_rows(reviews_seen(cycle, request.user))
    name = f"{cycle.file_label}研判人选.xlsx"
    return workbook_given(request, partial(bottom_workbook, rows), name=name, note=f"{cycle.label}研判人选")


@require_safe
def bottom_review(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One fact sheet with what was judged."""
    review = _visible(request, code, pk)
    held = roles_held(request)
    fresh = review.state == B.GATHERING
    may_write = may(request.user, FACTS, held=held)
    context = {
        "review": review,
        "cycle": review.participant.cycle,
        "row": bottom_rows([review])[0],
        "known": facts_of(review) if fresh else facts_told(review),
        "fresh": fresh,
        "facts": bottom_facts(review),
        "moments": moments(review),
        "may_write": may_write and fresh,
        "may_reopen": may_write and review.state == B.READY,
        "may_follow": may_write and _waits(review),
        "follow_up": follow_up_facts(review),
    }
    return render(request, "outcomes/uses_bottom_review.html", context)


def _waits(review: BottomReview) -> bool:
    """Whether something is to be done on the judgement, and no result of it is recorded."""
    return review.is_followed and (review.follow_up is None or review.follow_up.done_on is None)


@require_safe
def bottom_file(request: HttpRequest, code: str, pk: int) -> FileResponse:
    """What the cadre handed in."""
    review = _visible(request, code, pk)
    return stored_response(review.own_view_file)


def _visible(request: HttpRequest, code: str, pk: int) -> BottomReview:
    rows = BottomReview.objects.visible_to(request.user).prefetch_related("follow_ups")
    seen = rows.select_related(*WITH_PERSON, "talk__leader")
    found = get_object_or_404(seen, pk=pk, participant__cycle__code=code)
    record_read(found, actor=request.user)
    return found


class BottomList(StepView):
    """Takes the list over from the count."""

    def find(self) -> Any:
        return read_cycle(self.request, self.kwargs["code"])

    def may(self) -> bool:
        return may(self.request.user, LIST_PEOPLE)

    def perform(self, form: Any) -> int:
        return services.bottom_list(cycle_pk=self.object.pk, actor=self.request.user)  # type: ignore[arg-type]

    def success_message(self, result: int) -> str:
        return f"已按计分结果更新名单，{result} 人有变动。" if result else "名单与计分结果一致，没有变动。"

    def done(self, result: Any) -> str:
        return reverse("bottom", args=[self.object.code])


class OfReview(CasePage):
    """A form on one fact sheet."""

    object: BottomReview

    def find(self) -> BottomReview:
        return _visible(self.request, self.kwargs["code"], self.kwargs["pk"])

    def may(self) -> bool:
        return may(self.request.user, FACTS)

    def back(self) -> str:
        return reverse("bottom_review", args=[self.kwargs["code"], self.object.pk])

    def context(self) -> dict[str, Any]:
        return {**super().context(), "parent": self.object.participant.cadre.name, "parent_url": self.back()}


class BottomFacts(OfReview):
    form_class = FactSheetForm
    title = "填写情况表"
    lead = "党委依据情况研判，不能只凭名次（第七条）。名册和考核中已有的情况由系统汇集，这里填写其余部分。"
    success = "情况表已保存。"
    states = (B.GATHERING,)

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in FIELDS}

    def perform(self, form: Any) -> Any:
        data = form.cleaned_data
        return services.fact_sheet_record(
            pk=self.object.pk,
            version=data["version"],
            values=data,
            upload=data["own_view_file"],
            actor=self.request.user,  # type: ignore[arg-type]
        )


class BottomSubmit(OfReview):
    form_class = VersionForm
    template_name = "outcomes/uses_confirm.html"
    title = "提请党委研判"
    lead = "提请后，这名同志列入待上会名单，情况表按现在的内容固定："
    submit = "提请研判"
    success = "已提请研判，可以在会议的“待上会名单”中列入议题。"
    states = (B.GATHERING,)

    def context(self) -> dict[str, Any]:
        said = [
            "议题只列姓名和职务，不含得分和名次，也不预设研判意见。",
            "党委研判决定以前，不谈话，不通知本人，也不留下任何记录。",
        ]
        return {**super().context(), "consequences": said}

    def perform(self, form: Any) -> Any:
        return services.bottom_submit(pk=self.object.pk, **form.cleaned_data, actor=self.request.user)  # type: ignore[arg-type]


class BottomReopen(OfReview):
    form_class = ReasonForm
    title = "退回补充情况"
    lead = "退回后修改情况表，再次提请研判。"
    submit = "退回"
    success = "已退回补充情况。"
    states = (B.READY,)

    def perform(self, form: Any) -> Any:
        return services.bottom_reopen(pk=self.object.pk, **form.cleaned_data, actor=self.request.user)  # type: ignore[arg-type]


class BottomCarryOn(OfReview):
    form_class = BottomFollowUpForm
    title = "后续办理"
    lead = (
        "研判意见是帮扶、转能上能下程序或者转主管部门的，写明由谁、做什么、何时完成；办完后在这里登记结果。"
    )
    submit = "保存"
    success = "后续办理已保存。"
    states = (B.DECIDED,)

    def initial(self) -> dict[str, Any]:
        found = self.object.follow_up
        names = ("responsible", "task", "due_on", "result", "done_on")
        return {name: getattr(found, name) for name in names} if found else {}

    def perform(self, form: Any) -> Any:
        return services.bottom_follow_up_record(
            pk=self.object.pk,
            **form.cleaned_data,
            actor=self.request.user,  # type: ignore[arg-type]
        )
