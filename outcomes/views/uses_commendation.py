"""Candidates for a commendation: the year's list, one case, what each step asks for."""

from __future__ import annotations

import io
from functools import partial
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from appraisal.selectors import parameters_of, sight_of
from core import clock
from core.downloads import stored_response
from core.pages import RuleBroken, StepView

from .. import services
from ..access.uses import (
    CANDIDATE_READERS,
    COMMEND,
    LIST_PEOPLE,
    PUBLISH,
    READERS,
    REOPEN,
    REVOKE,
    SUBMIT,
    SUPPLY,
    may,
)
from ..forms.uses import (
    EvidenceFileForm,
    EvidenceForm,
    IssueForm,
    PublishForm,
    ReasonForm,
    RevokeForm,
    VersionForm,
)
from ..models import CommendationCase, CommendationFile
from ..selectors.commendation import WITH_PERSON, barred_results, cases_seen, top_changes
from ..services.commendation import REOPENS
from ..services.uses_notes import uses_export_note
from ..tables.uses import barred_rows, candidate_rows, commendation_facts, moments
from ..uses_documents import commendation_document_of
from ..uses_exports import candidates_workbook
from .uses_common import CasePage, read_cycle, roles_held, workbook_given

S = CommendationCase.State


@require_safe
def commendations(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody in front: the candidates with their states, and who may not be commended, with the reason."""
    cycle = read_cycle(request, code)
    sight = sight_of(request.user, cycle)
    title = f"{cycle.label}表彰人选"
    if not sight.figures:
        return render(request, "appraisal/no_figures.html", {"cycle": cycle, "sight": sight, "title": title})
    rows = candidate_rows(cases_seen(cycle, request.user))
    held = roles_held(request)
    context = {
        "title": title,
        "cycle": cycle,
        "sight": sight,
        "rows": rows,
        "barred": barred_rows(barred_results(cycle, sight)),
        "changes": top_changes(cycle),
        "may_list": may(request.user, LIST_PEOPLE, held=held),
        "to_publish": sum(row.case.state == S.AGREED for row in rows),
        "to_issue": sum(row.case.state == S.CLEARED for row in rows),
        "days": parameters_of(cycle).publicity_days,
    }
    return render(request, "outcomes/uses_commendations.html", context)


@require_safe
def commendations_export(request: HttpRequest, code: str) -> FileResponse:
    """The list as a workbook."""
    cycle = read_cycle(request, code)
    sight = sight_of(request.user, cycle)
    if not sight.figures:
        raise RuleBroken("得分和名次现在不能显示，也就不能导出。")
    rows = candidate_rows(cases_seen(cycle, request.user))
    barred = barred_rows(barred_results(cycle, sight))
    name = f"{cycle.file_label}表彰人选.xlsx"
    return workbook_given(
        request, partial(candidates_workbook, rows, barred), name=name, note=f"{cycle.label}表彰人选"
    )


@require_safe
def candidates(request: HttpRequest) -> HttpResponse:
    """For a unit's Party organisation: its candidates of all years, by name only."""
    if not CANDIDATE_READERS & roles_held(request):
        raise Http404
    seen = CommendationCase.objects.visible_to(request.user).select_related(*WITH_PERSON)
    rows = candidate_rows(seen.order_by("-participant__cycle__year", "participant__cadre__staff_no"))
    return render(request, "outcomes/uses_candidates.html", {"rows": rows})


@require_safe
def commendation(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One candidate; a unit sees neither rank nor score nor what was said in meetings."""
    case = _visible(request, code, pk)
    held = roles_held(request)
    reader = bool(READERS & held)
    files = case.files.filter(removed_at__isnull=True).select_related("file", "added_by")
    context = {
        "case": case,
        "cycle": case.participant.cycle,
        "row": candidate_rows([case])[0],
        "reader": reader,
        "facts": commendation_facts(case) if reader else [],
        "files": list(files),
        "moments": moments(case) if reader else [],
        "may_supply": may(request.user, SUPPLY, held=held) and case.state == S.GATHERING,
        "may_submit": may(request.user, SUBMIT, held=held) and case.state == S.GATHERING,
        "may_revoke": may(request.user, REVOKE, held=held) and case.state == S.COMMENDED,
        "may_reopen": may(request.user, REOPEN, held=held) and case.state in REOPENS,
    }
    return render(request, "outcomes/uses_commendation.html", context)


@require_safe
def commendation_file(request: HttpRequest, code: str, pk: int, file: int) -> FileResponse:
    """A file of the evidence."""
    case = _visible(request, code, pk)
    found = case.files.filter(removed_at__isnull=True).select_related("file")
    return stored_response(get_object_or_404(found, pk=file).file)


@require_safe
def commendation_document(request: HttpRequest, code: str, pk: int) -> FileResponse:
    """表彰决定 of everybody commended by the same document."""
    case = _visible(request, code, pk)
    if not READERS & roles_held(request) or case.state != S.COMMENDED:
        raise RuleBroken("发文表彰之后才有表彰决定。")
    name = f"{case.participant.cycle.file_label}表彰决定.docx"
    content = commendation_document_of(case)
    uses_export_note(subject=name, note=case.document_no, actor=request.user)
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name)


def _visible(request: HttpRequest, code: str, pk: int) -> CommendationCase:
    seen = CommendationCase.objects.visible_to(request.user).select_related(*WITH_PERSON, "publicity")
    return get_object_or_404(seen, pk=pk, participant__cycle__code=code)


class CommendationsList(StepView):
    """Takes the list over from the count."""

    def find(self) -> Any:
        return read_cycle(self.request, self.kwargs["code"])

    def may(self) -> bool:
        return may(self.request.user, LIST_PEOPLE)

    def perform(self, form: Any) -> int:
        return services.commendations_list(cycle_pk=self.object.pk, actor=self.request.user)  # type: ignore[arg-type]

    def success_message(self, result: int) -> str:
        return f"已按计分结果更新名单，{result} 人有变动。" if result else "名单与计分结果一致，没有变动。"

    def done(self, result: Any) -> str:
        return reverse("commendations", args=[self.object.code])


class OfCase(CasePage):
    """A form on one candidate."""

    object: CommendationCase
    step = ""

    def find(self) -> CommendationCase:
        return _visible(self.request, self.kwargs["code"], self.kwargs["pk"])

    def may(self) -> bool:
        return may(self.request.user, self.step)

    def back(self) -> str:
        return reverse("commendation", args=[self.kwargs["code"], self.object.pk])

    def context(self) -> dict[str, Any]:
        return {**super().context(), "parent": self.object.participant.cadre.name, "parent_url": self.back()}


class CommendationEvidence(OfCase):
    form_class = EvidenceForm
    title = "填写事迹"
    lead = "两方面都要写：名次靠前不能单独作为表彰的依据（第七条）。"
    success = "事迹已保存。"
    step = SUPPLY
    states = (S.GATHERING,)

    def initial(self) -> dict[str, Any]:
        return {"initiative": self.object.initiative, "performance": self.object.performance}

    def perform(self, form: Any) -> Any:
        return services.evidence_record(pk=self.object.pk, **form.cleaned_data, actor=self.request.user)  # type: ignore[arg-type]


class CommendationFileAdd(OfCase):
    form_class = EvidenceFileForm
    title = "上传事迹材料"
    submit = "上传"
    success = "材料已上传。"
    step = SUPPLY
    states = (S.GATHERING,)

    def form_kwargs(self) -> dict[str, Any]:
        return {}

    def perform(self, form: Any) -> Any:
        return services.evidence_file_add(
            pk=self.object.pk,
            kind=form.cleaned_data["kind"],
            upload=form.cleaned_data["file"],
            actor=self.request.user,  # type: ignore[arg-type]
        )


class CommendationFileRemove(StepView):
    """Takes a file of the evidence off."""

    success = "材料已撤下。"

    def find(self) -> CommendationFile:
        case = _visible(self.request, self.kwargs["code"], self.kwargs["pk"])
        return get_object_or_404(case.files.filter(removed_at__isnull=True), pk=self.kwargs["file"])

    def may(self) -> bool:
        return may(self.request.user, SUPPLY)

    def perform(self, form: Any) -> Any:
        return services.evidence_file_remove(file_pk=self.object.pk, actor=self.request.user)  # type: ignore[arg-type]

    def done(self, result: Any) -> str:
        return reverse("commendation", args=[self.kwargs["code"], self.kwargs["pk"]])


class CommendationSubmit(OfCase):
    form_class = VersionForm
    template_name = "outcomes/uses_confirm.html"
    title = "提请党委审议"
    lead = "提请后，这名同志列入待上会名单，事迹不能再修改："
    submit = "提请审议"
    success = "已提请审议，可以在会议的“待上会名单”中列入议题。"
    step = SUBMIT
    states = (S.GATHERING,)

    def context(self) -> dict[str, Any]:
        said = ["事迹作为会议材料的说明，不含得分和名次。", "需要修改的，可以退回补充，须写明理由。"]
        return {**super().context(), "consequences": said}

    def perform(self, form: Any) -> Any:
        return services.commendation_submit(pk=self.object.pk, **form.cleaned_data, actor=self.request.user)  # type: ignore[arg-type]


class CommendationReopen(OfCase):
    form_class = ReasonForm
    title = "退回补充事迹"
    lead = "退回后重新收集事迹，再次提请党委审议。"
    submit = "退回"
    success = "已退回补充事迹。"
    step = REOPEN
    states = REOPENS

    def perform(self, form: Any) -> Any:
        return services.commendation_reopen(pk=self.object.pk, **form.cleaned_data, actor=self.request.user)  # type: ignore[arg-type]


class CommendationRevoke(OfCase):
    form_class = RevokeForm
    template_name = "outcomes/uses_confirm.html"
    title = "撤销表彰"
    lead = "按党委决定和文件撤销已经作出的表彰。请核对："
    submit = "撤销表彰"
    success = "已登记撤销表彰。"
    step = REVOKE
    states = (S.COMMENDED,)

    def initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def context(self) -> dict[str, Any]:
        said = [
            "撤销后不能恢复；原来的表彰和撤销的文号、理由都留在办理记录中。",
            "只涉及这名同志，名额不递补，其他人不受影响。",
        ]
        return {**super().context(), "consequences": said}

    def perform(self, form: Any) -> Any:
        return services.commendation_revoke(pk=self.object.pk, **form.cleaned_data, actor=self.request.user)  # type: ignore[arg-type]


class OfMany(CasePage):
    """A form on several candidates of a year."""

    state = ""
    step = ""
    nobody = ""

    def find(self) -> Any:
        return read_cycle(self.request, self.kwargs["code"])

    def may(self) -> bool:
        return may(self.request.user, self.step)

    def back(self) -> str:
        return reverse("commendations", args=[self.object.code])

    def form_kwargs(self) -> dict[str, Any]:
        rows = candidate_rows(cases_seen(self.object, self.request.user).filter(state=self.state))
        if self.request.method != "POST" and not rows:
            raise RuleBroken(self.nobody)
        choices = [(str(row.case.pk), f"{row.name}　{row.unit}　{row.post}") for row in rows]
        posted = [key for key in self.request.POST.getlist("cases") if key.isdecimal()]
        known = {key for key, _ in choices}
        choices += [(key, "（情况已有变化）") for key in posted if key not in known]
        return {"choices": choices, "initial": {"cases": sorted(known), **self.initial()}}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "parent": f"{self.object.label}表彰人选", "parent_url": self.back()}

    def chosen(self, form: Any) -> dict[str, Any]:
        data = dict(form.cleaned_data)
        data["cases"] = [int(key) for key in data["cases"]]
        return data


class CommendationsPublish(OfMany):
    form_class = PublishForm
    template_name = "outcomes/uses_confirm.html"
    title = "公示拟表彰人员"
    submit = "开始公示"
    state = S.AGREED
    step = PUBLISH
    nobody = "目前没有党委同意表彰、等待公示的同志。"

    def initial(self) -> dict[str, Any]:
        return {
            "text": f"经党委研究，拟对{self.object.label}考核中主动作为、表现突出的下列同志"
            "予以表彰，现予公示。"
            "公示期间如有异议，请以书面形式实名向党委组织部或纪委监察部门反映。"
        }

    def context(self) -> dict[str, Any]:
        days = parameters_of(self.object).publicity_days
        return {
            **super().context(),
            "lead": f"公示 {days} 个工作日，从明天起算。请核对名单和正文：",
            "consequences": [
                "只公布姓名、单位和职务，不公布得分和名次。",
                "公示后名单和正文不能修改，有错的只能撤回后重新公示。",
                "有异议的同志，查核有结论以前不能发文表彰，其他人不受影响。",
            ],
        }

    def perform(self, form: Any) -> Any:
        return services.commendations_publish(
            cycle_pk=self.object.pk,
            **self.chosen(form),
            actor=self.request.user,  # type: ignore[arg-type]
        )

    def success_message(self, result: Any) -> str:
        return f"公示已开始，到 {result.ends_on} 为止。"


class CommendationsIssue(OfMany):
    form_class = IssueForm
    template_name = "outcomes/uses_confirm.html"
    title = "登记发文表彰"
    lead = "登记后这些同志记为已表彰，不能撤回。请核对文号和日期："
    submit = "登记表彰"
    state = S.CLEARED
    step = COMMEND
    nobody = "目前没有公示期满无异议、等待发文的同志。"

    def initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def perform(self, form: Any) -> Any:
        return services.commendations_issue(
            cycle_pk=self.object.pk,
            **self.chosen(form),
            actor=self.request.user,  # type: ignore[arg-type]
        )

    def success_message(self, result: Any) -> str:
        return f"已登记表彰 {len(result)} 人。"
