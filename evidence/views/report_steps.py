"""What others do with self-reports: check, return, enter from paper, publish, compile."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appraisal.models import Cycle, Participant
from core.downloads import stored_response
from core.lists.views import wants_results
from core.models import DocumentBundle
from core.pages import FormPage, KeepingPage, StepView

from .. import services
from ..access.reports import (
    CHECK,
    COMPILE,
    ENTER,
    EXCUSE,
    PUBLISH,
    RETURN,
    may_on_cycle,
    participants_seen,
    steps_of,
)
from ..forms.reports import EnterForm, ExcuseForm, PurposeForm, ReturnForm, VersionForm
from ..models import SelfReport
from ..services.report_volume import KIND
from .report_base import Acts, OfReport, cycle_of_offices

REFRESH = 2  # seconds between two looks at a running job


class ReportCheck(OfReport, StepView):
    """Passes the report as it was handed in."""

    form_class = VersionForm
    step = CHECK
    success = "已审核通过。"

    def may(self) -> bool:
        done = self.report.state == SelfReport.State.CHECKED and self.report.checked_by_id == self.actor.pk
        return done or super().may()

    def perform(self, form: VersionForm) -> SelfReport:
        return services.report_check(
            participant_pk=self.report.participant_id,
            version=form.cleaned_data["version"],
            actor=self.actor,
        )


class ReportReturn(OfReport, KeepingPage):
    """Sends it back with what is to be changed."""

    form_class = ReturnForm
    step = RETURN
    template_name = "evidence/report_form.html"
    title = "退回修改"
    lead = "退回后由本人修改并重新提交；在此之前，您看到的仍是退回前的内容。"
    submit = "退回"
    success = "已退回本人修改。"

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.report.version}}

    def context(self) -> dict[str, Any]:
        name = self.report.participant.cadre.name
        return {
            "cycle": self.report.participant.cycle,
            "parent": f"{name}的述职报告",
            "parent_url": self.back(),
        }

    def perform(self, form: ReturnForm) -> SelfReport:
        given = form.cleaned_data
        return services.report_return(
            participant_pk=self.report.participant_id,
            version=given["version"],
            note=given["note"],
            actor=self.actor,
        )


class ReportEnter(Acts, FormPage):
    """代录: a report on paper, with the signed scan."""

    form_class = EnterForm
    template_name = "evidence/report_form.html"
    title = "代录纸质述职报告"
    lead = (
        "本人不便在线提交时使用：上传签字扫描件，文字可以录入也可以留空。报告标明“代录”，由本单位党组织审核。"
    )
    submit = "录入并提交审核"
    success = "已代录，等待单位党组织审核。"
    participant: Participant

    def find(self) -> Participant:
        cycle = cycle_of_offices(self.request, self.kwargs["code"])
        seen = participants_seen(self.request.user, cycle, scopes=self.scopes)
        people = seen.select_related("cycle", "cadre", "report")
        self.participant = get_object_or_404(people, cadre__staff_no=self.kwargs["staff_no"])
        return self.participant

    def may(self) -> bool:
        return ENTER in steps_of(self.request.user, self.participant, scopes=self.scopes)

    def back(self) -> str:
        return reverse("reports", args=[self.participant.cycle.code])

    def context(self) -> dict[str, Any]:
        return {
            "parent": f"{self.participant.cycle.label}述职报告",
            "parent_url": self.back(),
            "who": f"{self.participant.cadre.name}（{self.participant.cadre.staff_no}）",
        }

    def perform(self, form: EnterForm) -> SelfReport:
        scan = form.cleaned_data["scan"]
        return services.report_enter(
            participant_pk=self.participant.pk,
            texts=form.texts,
            scan=scan,
            scan_name=scan.name,
            note=form.cleaned_data["note"],
            actor=self.actor,
        )

    def done(self, result: SelfReport) -> str:
        return result.get_absolute_url()


class ReportExcusePage(Acts, FormPage):
    """免于述职, or that it is ended: what the page offers is the other of what holds."""

    form_class = ExcuseForm
    success = "已办理，理由记入考核大事记。"
    participant: Participant

    def find(self) -> Participant:
        cycle = cycle_of_offices(self.request, self.kwargs["code"])
        seen = participants_seen(self.request.user, cycle, scopes=self.scopes)
        people = seen.select_related("cycle", "cadre", "report", "excuse")
        self.participant = get_object_or_404(people, cadre__staff_no=self.kwargs["staff_no"])
        self.excused = hasattr(self.participant, "excuse")
        return self.participant

    def may(self) -> bool:
        return EXCUSE in steps_of(self.request.user, self.participant, scopes=self.scopes)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"excused": not self.excused}}

    def back(self) -> str:
        return reverse("reports", args=[self.participant.cycle.code])

    def context(self) -> dict[str, Any]:
        cadre, word = self.participant.cadre, services.EXCUSE_WORDS[not self.excused]
        lead = "不再催交，也不计入未交人数；本人仍可以提交。"
        return {
            "title": f"{word}：{cadre.name}",
            "lead": "恢复撰写述职报告的待办。" if self.excused else lead,
            "submit": word,
            "parent": f"{self.participant.cycle.label}述职报告",
            "parent_url": self.back(),
        }

    def perform(self, form: ExcuseForm) -> Participant:
        return services.report_excuse(
            participant_pk=self.participant.pk, **form.cleaned_data, actor=self.actor
        )

    def done(self, result: Participant) -> str:
        return self.back()


class OfCycle(Acts):
    """A step on all reports of a cycle."""

    step = ""
    cycle: Cycle

    def find(self) -> Cycle:
        self.cycle = cycle_of_offices(self.request, self.kwargs["code"])
        return self.cycle

    def may(self) -> bool:
        return may_on_cycle(self.request.user, self.step, self.cycle, scopes=self.scopes)

    def back(self) -> str:
        return reverse("reports", args=[self.cycle.code])


class ReportsPublish(OfCycle, StepView):
    """Publishes what was checked after the cycle moved on to the publicity."""

    step = PUBLISH

    def perform(self, form: Any) -> int:
        return services.reports_publish(cycle_pk=self.cycle.pk, actor=self.actor)

    def done(self, result: int) -> str:
        return self.back()

    def success_message(self, result: int) -> str:
        return f"已公示 {result} 份。" if result else "没有新的已审核报告需要公示。"


class VolumeMake(OfCycle, FormPage):
    """One click for the volume; asks what for."""

    step = COMPILE
    form_class = PurposeForm
    template_name = "evidence/report_form.html"
    title = "述职报告汇编"
    lead = "把已审核的述职报告按考核类别汇编成 Word 文件，在后台制作，可以离开页面。制作和下载记入安全日志。"
    submit = "开始制作"

    def context(self) -> dict[str, Any]:
        return {
            "cycle": self.cycle,
            "parent": f"{self.cycle.label}述职报告",
            "parent_url": self.back(),
            "bundles": list(_bundles(self.request, self.cycle)[:5]),
        }

    def perform(self, form: PurposeForm) -> DocumentBundle:
        return services.volume_request(
            cycle_pk=self.cycle.pk, purpose=form.cleaned_data["purpose"], actor=self.actor
        )

    def done(self, result: DocumentBundle) -> str:
        return reverse("reports_volume", args=[self.cycle.code, result.pk])


@require_safe
@never_cache
def reports_volume(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """How far the volume is; while it is being made, htmx asks for the progress alone."""
    cycle = cycle_of_offices(request, code)
    bundle = get_object_or_404(_bundles(request, cycle), pk=pk)
    partial = wants_results(request)
    if partial and not bundle.is_open:
        return HttpResponse(headers={"HX-Refresh": "true"})  # what it waited for is there: the page anew
    context = {"cycle": cycle, "bundle": bundle, "refresh": REFRESH}
    name = "evidence/_reports_volume.html" if partial else "evidence/reports_volume.html"
    answer = render(request, name, context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


@require_safe
@never_cache
def reports_volume_file(request: HttpRequest, code: str, pk: int) -> FileResponse:
    """The volume, for who had it made; recorded."""
    cycle = cycle_of_offices(request, code)
    bundle = get_object_or_404(_bundles(request, cycle), pk=pk)
    if bundle.file is None:
        raise Http404("还没有制作完成。")
    user: Any = request.user
    services.export_note(name=bundle.name, purpose=bundle.purpose, actor=user)
    return stored_response(bundle.file)


def _bundles(request: HttpRequest, cycle: Cycle) -> Any:
    """The user's own volumes of that cycle, the newest first."""
    own = DocumentBundle.objects.visible_to(request.user).select_related("job", "file")
    return own.filter(kind=KIND, arguments__cycle=cycle.pk)
