"""试算: what last year would have been under other parameters. Nothing is stored."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.selectors import holds_role
from core import clock
from core.pages import FormPage, RuleBroken, StaleState, add_errors

from ..access import YEAR_ROLES
from ..exports.taken import Taken
from ..exports.what_if import trial_workbook
from ..models import Cycle
from ..selectors import parameters_of
from ..selectors.what_if import drafts_to_try, trial_base, versions_to_try
from ..services.what_if import Tried, what_if_export_note, what_if_run
from ..tables.what_if import category_rows, headline, move_rows, remarks
from ..trial_forms import TrialForm
from .taking import PurposeForm, handed_out


@require_safe
def what_if(request: HttpRequest) -> HttpResponse:
    """The form, and below it what would have been different; without a confirmed year why there is none."""
    _for_the_two(request)
    cycle, verdict = trial_base()
    context: dict[str, Any] = {"title": "参数试算", "cycle": cycle, "verdict": verdict, "form": None}
    if verdict.ok and cycle is not None:
        asked = bool(request.GET)
        form = trial_form(request, cycle, asked=asked)
        tried = _tried(request, form) if asked and form.is_valid() else None
        context |= {"form": form, "tried": tried}
        if tried:
            context |= {
                "categories": category_rows(tried),
                "moves": list(move_rows(tried)),
                "headline": headline(tried),
                "remarks": remarks(tried),
                "query": request.GET.urlencode(),
            }
    return render(request, "appraisal/what_if.html", context)


def trial_form(request: HttpRequest, cycle: Cycle, *, asked: bool) -> TrialForm:
    """The form as the address fills it, with the sources the user may read."""
    return TrialForm(
        data=request.GET if asked else None,
        frozen=parameters_of(cycle),
        versions=list(versions_to_try(request.user)),
        drafts=list(drafts_to_try(request.user)),
    )


def _tried(request: HttpRequest, form: TrialForm) -> Tried | None:
    actor: Any = request.user
    try:
        return what_if_run(parameters=form.tried(), actor=actor)
    except StaleState:
        raise
    except ValidationError as broken:
        add_errors(form, broken)
        return None


def _for_the_two(request: HttpRequest) -> None:
    if not holds_role(request.user, YEAR_ROLES, on=clock.today()):
        raise Http404


class WhatIfExport(FormPage):
    """Takes a trial out, with a purpose; the address says what was tried."""

    form_class = PurposeForm
    template_name = "appraisal/what_if_export.html"
    title = "导出试算"
    submit = "导出"

    def find(self) -> Tried:
        _for_the_two(self.request)
        cycle, verdict = trial_base()
        if not verdict.ok or cycle is None:
            raise RuleBroken(verdict)
        form = trial_form(self.request, cycle, asked=True)
        if not form.is_valid():
            raise RuleBroken("试算的参数有误。请回到试算页更正后再导出。")
        actor: Any = self.request.user
        return what_if_run(parameters=form.tried(), actor=actor)

    def may(self) -> bool:
        return True

    def back(self) -> str:
        return f"{reverse('what_if')}?{self.request.GET.urlencode()}"

    def context(self) -> dict[str, Any]:
        tried = self.object
        what = [
            ("内容", f"{tried.cycle.label}数据试算：参数、各类别人数和名额、名单变化"),
            ("参数", f"{len(tried.changes)} 处与该年度不同"),
            ("名单变化", f"{len(tried.trial.moves)} 人次"),
        ]
        return {"what": what, "parent": "参数试算", "parent_url": self.back()}

    def perform(self, form: PurposeForm) -> FileResponse:
        taken = Taken(self.request.user.get_username(), clock.now(), form.cleaned_data["purpose"])
        name = f"{self.object.cycle.file_label}数据试算-{clock.now():%Y%m%d-%H%M}.xlsx"
        answer = handed_out(lambda path: trial_workbook(self.object, path, taken=taken), name)
        actor: Any = self.request.user
        try:
            what_if_export_note(tried=self.object, file_name=name, purpose=taken.purpose, actor=actor)
        except BaseException:
            answer.close()
            raise
        return answer
