"""The own self-report: a page that saves itself, and steps that save it first."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from core import clock
from core.pages import FormPage, RuleBroken, StaleState, StepView, add_errors
from policy.self_report import LONGEST, SECTIONS

from .. import services
from ..access.reports import WITHDRAW, WRITE
from ..forms.reports import AttachForm, ReportForm, VersionForm, WordForm
from ..models import SelfReport, SelfReportFile
from ..selectors.reports import due_of
from ..tables.reports import status_word
from .report_base import OfOwn

NEXT = {"attach": "report_attach", "word": "report_word"}


class ReportOwn(OfOwn, FormPage):
    """Writing: without a script by the button, with one every few seconds; no text is ever lost unseen."""

    form_class = ReportForm
    template_name = "evidence/report_own.html"
    success = "已保存。"
    conflict: list[tuple[str, str, str]] | None = None

    def may(self) -> bool:
        return True  # one's own page; what cannot be written any more is shown

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.report is not None and not self.report.is_editable:
            return redirect(self.report)
        return super().get(request, *args, **kwargs)

    def form_kwargs(self) -> dict[str, Any]:
        texts = self.report.texts if self.report else {}
        version = self.report.version if self.report else 0
        return {"initial": {**texts, "version": version, "participant": self.participant.pk}}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = ReportForm(data=request.POST)
        by_script = "application/json" in request.headers.get("Accept", "")
        if not form.is_valid() or form.cleaned_data["participant"] != self.participant.pk:
            # Somebody else has signed in meanwhile in this browser: nothing of theirs is touched.
            return self._elsewhere(by_script)
        try:
            result = self.perform(form)
        except StaleState:
            return JsonResponse({"stale": True}, status=409) if by_script else self._both(form)
        except RuleBroken as broken:
            if by_script:
                return JsonResponse({"said": broken.messages}, status=422)
            fresh = self._current()
            add_errors(fresh, broken)
            return self.show(fresh)
        if by_script:
            return JsonResponse(
                {"version": result.version, "saved": f"{result.saved_at.astimezone(clock.ZONE):%H:%M}"}
            )
        return self._leave(result)

    def perform(self, form: ReportForm) -> SelfReport:
        given = form.cleaned_data
        return services.report_save(
            participant_pk=self.participant.pk,
            version=given["version"],
            texts=form.texts,
            over=given["over"],
            actor=self.actor,
        )

    def done(self, result: Any) -> str:
        asked = self.request.POST.get("next", "")
        code = self.cycle.code
        if asked in NEXT:
            return reverse(NEXT[asked], args=[code])
        if asked.startswith("drop-") and asked[5:].isdecimal():
            return reverse("report_file_drop", args=[code, int(asked[5:])])
        return self.back()

    def context(self) -> dict[str, Any]:
        report, due, today = self.report, due_of(self.cycle), clock.today()
        return {
            "cycle": self.cycle,
            "report": report,
            "excuse": getattr(self.participant, "excuse", None),
            "writable": WRITE in self.steps,
            "due": due,
            "overdue": due is not None and due < today,
            "days_left": (due - today).days if due else None,
            "status": status_word(report) if report else ("未开始", "neutral"),
            "files": _files(report),
            "copies": list(report.copies.all()) if report else [],
            "conflict": self.conflict,
            "longest": LONGEST,
            "hints": [(section.title, section.hint) for section in SECTIONS],
        }

    def _current(self) -> ReportForm:
        """The typed text, on the version that is stored now."""
        self.object = self.find()
        data = self.request.POST.copy()
        data["version"] = str(self.report.version if self.report else 0)
        fresh = ReportForm(data=data)
        fresh.is_valid()
        return fresh

    def _both(self, form: ReportForm) -> HttpResponse:
        """409: both texts of each section that differs; what was typed goes in with the next click."""
        self.object = self.find()
        stored = self.report.texts if self.report else {}
        titles = {section.code: section.title for section in SECTIONS}
        self.conflict = [
            (titles[code], stored.get(code, ""), typed)
            for code, typed in form.texts.items()
            if stored.get(code, "") != typed.replace("\r\n", "\n")
        ]
        data = self.request.POST.copy()
        data["version"], data["over"] = str(self.report.version if self.report else 0), "on"
        fresh = ReportForm(data=data)
        fresh.is_valid()
        answer = self.show(fresh)
        answer.status_code = 409
        return answer

    def _elsewhere(self, by_script: bool) -> HttpResponseBase:
        if by_script:
            return JsonResponse({"elsewhere": True}, status=409)
        raise StaleState(
            "这个页面不是您本人的报告页面：浏览器里已换了登录的人。没有保存任何内容，请先把文字复制出来。"
        )


class ReportSubmit(ReportOwn):
    """Saves, then hands in; what stands in the way is said, and the text is saved all the same."""

    http_method_names = ["post"]
    success = "报告已提交，等待单位党组织审核。"

    def perform(self, form: ReportForm) -> SelfReport:
        if self._is_done(form):
            return self._stored()
        try:
            saved = super().perform(form)
            return services.report_submit(
                participant_pk=self.participant.pk, version=saved.version, actor=self.actor
            )
        except RuleBroken:
            self.object = self.find()
            if self._is_done(form):  # the second of two clicks
                return self._stored()
            raise

    def done(self, result: SelfReport) -> str:
        return result.get_absolute_url()

    def _stored(self) -> SelfReport:
        if self.report is None:
            raise Http404
        return self.report

    def _is_done(self, form: ReportForm) -> bool:
        if self.report is None or self.report.state != SelfReport.State.SUBMITTED:
            return False
        typed = {code: text.replace("\r\n", "\n") for code, text in form.texts.items()}
        return self.report.texts == typed


class ReportWithdraw(OfOwn, StepView):
    """Takes the report back while nobody has checked it."""

    form_class = VersionForm
    success = "已撤回，修改后请重新提交。"

    def may(self) -> bool:
        return WITHDRAW in self.steps or bool(self.report and self.report.is_editable)

    def perform(self, form: VersionForm) -> SelfReport:
        return services.report_withdraw(
            participant_pk=self.participant.pk, version=form.cleaned_data["version"], actor=self.actor
        )


class OfWriting(OfOwn, FormPage):
    """A page beside the text, while it may be written."""

    template_name = "evidence/report_form.html"

    def may(self) -> bool:
        return WRITE in self.steps

    def context(self) -> dict[str, Any]:
        return {"parent": "我的述职报告", "parent_url": self.back()}


class ReportAttach(OfWriting):
    """Adds an attachment."""

    form_class = AttachForm
    title = "添加附件"
    lead = "附件随报告一起提交和公示，请不要上传涉密或含他人隐私的材料。最多 10 个。"
    submit = "上传"
    success = "附件已上传。"

    def perform(self, form: AttachForm) -> SelfReportFile:
        upload = form.cleaned_data["file"]
        return services.report_attach(
            participant_pk=self.participant.pk, stream=upload, name=upload.name, actor=self.actor
        )


class ReportWord(OfWriting):
    """Reads a Word report."""

    form_class = WordForm
    title = "读入 Word 报告"
    lead = "按下列标题分部分读入文字，读入后可以修改；原来写的文字会留作旧稿。"
    submit = "上传并读入"

    def context(self) -> dict[str, Any]:
        return {**super().context(), "headings": [section.title for section in SECTIONS]}

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.report.version if self.report else 0}}

    def perform(self, form: WordForm) -> services.Read:
        upload = form.cleaned_data["file"]
        return services.report_word_read(
            participant_pk=self.participant.pk,
            version=form.cleaned_data["version"],
            stream=upload,
            name=upload.name,
            actor=self.actor,
        )

    def success_message(self, result: services.Read) -> str:
        return result.sentence


class ReportFileDrop(OfWriting):
    """Asks, then takes a file away."""

    template_name = "ui/confirm.html"
    title = "移除文件"
    submit = "移除"
    success = "文件已移除。"

    def find(self) -> Any:
        found = super().find()
        files = SelfReportFile.objects.visible_to(self.request.user, scopes=self.scopes)
        self.file = files.filter(report__participant=found, pk=self.kwargs["file"]).first()
        if self.file is None:
            raise Http404
        return found

    def context(self) -> dict[str, Any]:
        assert self.file is not None
        return {
            **super().context(),
            "lead": f"确定移除“{self.file.file.name}”吗？",
            "consequences": ["已读入各部分的文字不受影响。"]
            if self.file.kind == SelfReportFile.Kind.DOCUMENT
            else [],
        }

    def perform(self, form: Any) -> None:
        services.report_file_drop(
            participant_pk=self.participant.pk, file_pk=self.kwargs["file"], actor=self.actor
        )


def _files(report: SelfReport | None) -> list[SelfReportFile]:
    if report is None:
        return []
    return list(report.files.filter(dropped=False).select_related("file"))
