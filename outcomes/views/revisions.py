"""Decided results that a later finding no longer fits, and every revision that was made (第十四条)."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import clock

from ..access.review import SETTLE, may
from ..exports.review import revisions_workbook
from ..forms.review import ApplyForm, KeepForm
from ..models import StaleResult
from ..selectors.review import as_told, revisions_of, stale_in_order
from ..selectors.standing import BOTTOM, COMMEND, EFFECTS, for_committee
from ..services import stale_apply, stale_keep
from ..services.notes import export_note
from ..tables.review import KINDS, stale_page
from .cases import CasePage, department_cycle
from .files import workbook_response

PER_PAGE = 50
ROWS = StaleResult.objects.select_related(
    "participant__cadre", "participant__cycle", "participant__result", "matter", "revision"
)


@require_safe
@never_cache
def stale_results(request: HttpRequest, code: str) -> HttpResponse:
    """What waits for a body to decide, and what was revised; for the two departments."""
    cycle = department_cycle(request, code)
    stale = stale_in_order(StaleResult.objects.visible_to(request.user).filter(participant__cycle=cycle))
    cases = Paginator(stale, PER_PAGE).get_page(request.GET.get("page"))
    made = Paginator(revisions_of(cycle), PER_PAGE).get_page(request.GET.get("revisions"))
    cases.object_list, made.object_list = as_told(cycle, cases.object_list, made.object_list)
    context = {
        "cycle": cycle,
        "title": f"{cycle.label}结果修订",
        "stale": cases,
        "revisions": made,
        "kinds": KINDS,
    }
    return render(request, "outcomes/review_stale_list.html", context)


@require_safe
@never_cache
def revisions_export(request: HttpRequest, code: str) -> FileResponse:
    """Both lists as a workbook; recorded."""
    cycle = department_cycle(request, code)
    stale = stale_in_order(StaleResult.objects.visible_to(request.user).filter(participant__cycle=cycle))
    name = f"{cycle.file_label}结果修订.xlsx"
    export_note(cycle=cycle, file_name=name, actor=request.user)
    return workbook_response(
        name, lambda path: revisions_workbook(*as_told(cycle, stale, revisions_of(cycle)), path)
    )


@require_safe
@never_cache
def stale_case(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What was decided beside what the year would say by what counts now."""
    case = get_object_or_404(ROWS.visible_to(request.user), pk=pk, participant__cycle__code=code)
    page = stale_page(case)
    context = {
        "cycle": case.participant.cycle,
        "case": case,
        "page": page,
        "title": f"{case.participant.cadre.name}：结果待更正",
        "effects": [EFFECTS[effect] for effect in page.effects],
        "may_apply": case.state == StaleResult.State.DECIDED and may(request.user, SETTLE, case),
        "may_keep": case.state == StaleResult.State.OPEN
        and may(request.user, SETTLE, case)
        and not for_committee(case),
    }
    return render(request, "outcomes/review_stale.html", context)


class StaleKeep(CasePage):
    rows, step, form_class, title, submit = ROWS, SETTLE, KeepForm, "办结：结果不变", "办结"
    lead = "不计该事项后，名单没有变化，等次也不需要更正的，写明情况后办结。"
    success = "已办结。"

    def perform(self, form: Any) -> StaleResult:
        return stale_keep(pk=self.object.pk, actor=self.request.user, **form.cleaned_data)


class StaleApply(CasePage):
    rows, step, form_class, title, submit = ROWS, SETTLE, ApplyForm, "办理党委的更正决定", "办理"
    lead = "补充表彰在名额之外增加本人，撤出研判名单以书面为准；其他人不变。"
    success = "已办理。"

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version, "on": clock.today()}}

    def success_message(self, result: StaleResult) -> str:
        name, agreed = result.participant.cadre.name, set(result.agreed)
        said = [
            f"{name}已列为补充表彰人选，请在“表彰人选”填写事迹，再提请审议。" if COMMEND in agreed else "",
            f"{name}已书面撤出研判名单，谈话提醒随之撤回。" if BOTTOM in agreed else "",
        ]
        return f"已办理。{''.join(said)}"

    def perform(self, form: Any) -> StaleResult:
        return stale_apply(pk=self.object.pk, actor=self.request.user, **form.cleaned_data)
