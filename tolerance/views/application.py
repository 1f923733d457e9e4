"""The application: started, written in a page that saves itself, handed in, withdrawn (第十二条)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import Role
from accounts.selectors import scopes_of
from cadres.models import Appointment, Cadre
from core import clock
from core.pages import FormPage, RuleBroken, StaleState
from core.tables.errors import Refused
from matters.models import Accountability
from policy.tolerance_terms import CADRE, OFFICE, OFFICES, UNIT

from .. import services
from ..access import STAFF
from ..forms.application import ApplicationForm, AttachForm, OpinionForm, StartForm, StatementForm
from ..forms.base import ReasonForm
from ..models import Hearing, ToleranceCase
from ..selectors import matters_offered
from .base import ConfirmPage, StepPage

TITLES = {
    CADRE: ("申请容错认定", "由本人提出。先填写草稿，可以随时保存；提交以后由所选部门受理。"),
    UNIT: ("为本单位干部申请容错认定", "由所在二级党组织提出，干部本人会被征求书面意见。"),
    OFFICE: ("主动容错", "办理部门依职权启动：启动问责时，同时核查是否符合容错情形。"),
}

# What a draft may leave open and the application may not.
NEEDED = ("grounds", "experience", "exploration", "development", "conditions")


class Start(FormPage):
    """For whom, in which office; leads to the draft."""

    form_class = StartForm
    template_name = "tolerance/start.html"
    submit = "开始填写"

    def find(self) -> str:
        applicant = self.kwargs["applicant"]
        self.scopes = scopes_of(self.request.user, on=clock.today())
        if not _may_start(applicant, self.scopes):
            raise Http404
        self.people = None if applicant == OFFICE else _people(self.request.user, applicant, self.scopes)
        self.record = self._record()
        return str(applicant)

    def _record(self) -> Accountability | None:
        """The accountability from whose page the user came: ?record=…"""
        asked = self.request.GET.get("record", "")
        if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
            return None
        rows = Accountability.objects.select_related("cadre", "matter").visible_to(self.request.user)
        return get_object_or_404(rows, pk=int(asked))

    def may(self) -> bool:
        return True  # who may not start one has no such page

    def form_kwargs(self) -> dict[str, Any]:
        own = {STAFF[role] for role in self.scopes if role in STAFF}
        offices = [code for code in OFFICES if self.object != OFFICE or code in own]
        number = self.record.cadre.staff_no if self.record else ""
        return {"people": self.people, "offices": offices, "initial": {"number": number}}

    def perform(self, form: Any) -> ToleranceCase:
        record = self.record if self.record and self.record.cadre_id == form.chosen else None
        return services.case_start(
            cadre_pk=form.chosen,
            applicant=self.object,
            office=form.cleaned_data["office"],
            matter=record.matter_id if record else None,
            actor=self.request.user,  # type: ignore[arg-type]
        )

    def back(self) -> str:
        return reverse("tolerance")

    def done(self, result: ToleranceCase) -> str:
        return reverse("tolerance_write", args=[result.pk])

    def context(self) -> dict[str, Any]:
        title, lead = TITLES[self.object]
        if self.record:
            lead = f"{lead}事项：{self.record.matter}。"
        return {"title": title, "lead": lead, "nobody": self.people == []}


def _may_start(applicant: str, scopes: Any) -> bool:
    """Whether somebody with these roles has such a page."""
    roles = {CADRE: {Role.CADRE}, UNIT: {Role.UNIT_PARTY}, OFFICE: set(STAFF)}
    return bool(roles.get(applicant, set()) & scopes.keys())


def _people(user: Any, applicant: str, scopes: Any) -> list[tuple[int, str]]:
    """Whom the user may begin an application for."""
    rows = Cadre.objects.order_by("staff_no")
    own = rows.filter(staff_no=user.staff_no)
    found = own if applicant == CADRE else _of_units(rows, scopes[Role.UNIT_PARTY]).exclude(pk__in=own)
    return [(pk, f"{name}（{number}）") for pk, name, number in found.values_list("pk", "name", "staff_no")]


def _of_units(rows: Any, scope: Any) -> Any:
    held = Appointment.objects.filter(ended_on="")
    if not scope.everywhere:
        held = held.filter(post__unit__in=scope.unit_ids)
    return rows.filter(pk__in=held.order_by().values("cadre"))


class Write(StepPage):
    """Without a script saved by the button, with one every few seconds; nothing typed is ever lost unseen."""

    form_class = ApplicationForm
    template_name = "tolerance/write.html"
    step, title, success = "write", "填写容错申请", "已保存。"

    def form_kwargs(self) -> dict[str, Any]:
        case = self.object
        texts = {name: getattr(case, name) for name in services.TEXTS}
        matters = [(one.pk, str(one)) for one in matters_offered(case.cadre, self.request.user)]  # type: ignore[arg-type]
        initial = {**texts, "matter": case.matter_id, "conditions": case.conditions, "office": case.office}
        return {"initial": {**initial, "version": case.version}, "matters": matters}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "application/json" not in request.headers.get("Accept", ""):
            return super().post(request, *args, **kwargs)
        form = self.form_class(data=request.POST, **self.form_kwargs())
        if not form.is_valid():
            return JsonResponse({"said": [said for _, said in form.mistakes()]}, status=422)
        try:
            case = Write.perform(self, form)
        except StaleState:
            return JsonResponse({"stale": True}, status=409)
        except RuleBroken as broken:
            return JsonResponse({"said": broken.messages}, status=422)
        return JsonResponse({"version": case.version, "saved": f"{clock.now():%H:%M}"})

    def perform(self, form: Any) -> ToleranceCase:
        return services.case_save(
            pk=self.object.pk,
            version=form.cleaned_data["version"],
            values=form.values,
            actor=self.request.user,  # type: ignore[arg-type]
        )

    def done(self, result: Any) -> str:
        if self.request.POST.get("next") == "attach":
            return reverse("tolerance_attach", args=[self.object.pk])
        return reverse("tolerance_write", args=[self.object.pk])

    def more(self) -> dict[str, Any]:
        return {
            "files": self.object.attachments.select_related("file"),
            "needed": NEEDED,
            "conflict": self.conflict() if self.overtaken else [],
        }

    def conflict(self) -> list[tuple[str, str, str]]:
        """(what, as stored, as typed) of every text that differs."""
        labels = {name: field.label for name, field in self.form_class.base_fields.items()}
        stored = {name: getattr(self.object, name) for name in services.TEXTS}
        typed = {name: self.request.POST.get(name, "").replace("\r\n", "\n").strip() for name in stored}
        return [(str(labels[n]), stored[n], typed[n]) for n in stored if stored[n] != typed[n]]


class Submit(Write):
    """Saves, then hands in; what stands in the way is said, and the text is saved all the same."""

    http_method_names = ["post"]
    step, success = "submit", "申请已提交，请等待受理。"

    def perform(self, form: Any) -> ToleranceCase:
        saved = super().perform(form)
        try:
            return services.case_submit(pk=saved.pk, version=saved.version, actor=self.request.user)  # type: ignore[arg-type]
        except StaleState:
            raise
        except ValidationError:
            self.object = self.find()
            raise

    def show(self, form: Any) -> HttpResponse:
        if form.is_bound and not self.overtaken:
            fresh = form.data.copy()
            fresh["version"] = self.object.version
            form.data = fresh
        return super().show(form)

    def done(self, result: Any) -> str:
        return self.back()


class Withdraw(ConfirmPage):
    form_class, step = ReasonForm, "withdraw"
    service = staticmethod(services.case_withdraw)
    lead = "确定撤回这份容错申请吗？"
    consequences = (
        "撤回不影响问责程序，问责照常进行。",
        "撤回以后，有新的事实才能对同一事项再申请一次。",
    )
    success = "申请已撤回。"


class Attach(StepPage):
    form_class, title, submit = AttachForm, "添加材料", "上传"
    step = "attach"
    lead = "请不要上传涉密材料，也不要上传举报人的姓名、联系方式和举报原文。"
    success = "材料已上传。"

    def find(self) -> ToleranceCase:
        case = super().find()
        self.step = "write" if case.state in ("draft", "returned") else "attach"
        return case

    def perform(self, form: Any) -> Any:
        given = form.cleaned_data
        try:
            return services.attachment_add(
                pk=self.object.pk,
                version=given["version"],
                stream=given["file"],
                name=given["file"].name,
                what=given["what"],
                actor=self.request.user,  # type: ignore[arg-type]
            )
        except Refused as refused:
            raise RuleBroken({"file": str(refused)}) from refused

    def done(self, result: Any) -> str:
        return reverse("tolerance_write", args=[self.object.pk]) if self.step == "write" else self.back()


class GiveOpinion(StepPage):
    form_class, step, submit = OpinionForm, "give_opinion", "签署并提交"
    service = staticmethod(services.opinion_give)
    lead = "由您签署并负责，提交后不能修改，只有您和两个办理部门能看到。"
    success = "书面意见已提交。"


class State(StepPage):
    form_class, step, submit = StatementForm, "state", "提交陈述"
    service = staticmethod(services.statement_give)
    lead = "提请党委研究之前听取您的陈述，采纳情况会向您说明。"
    success = "陈述已提交。"

    def initial(self) -> dict[str, Any]:
        found = Hearing.objects.filter(case=self.object).first()
        return {"statement": found.statement, "declined": found.declined} if found else {}
