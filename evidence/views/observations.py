"""Routine observations over HTTP: the list, one record, and what may be done with it."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Role
from cadres.models import Cadre
from core.downloads import stored_response
from core.lists import Reading
from core.lists.views import ListView
from core.pages import FormPage, KeepingPage, StepView

from .. import services
from ..access.facts import ANSWER, KEEP, RECORD, SHOW, TWO, WITHDRAW, Scopes, steps_of
from ..forms.facts import AnswerForm, EvidenceForm, KeepForm, ObservationForm, VersionedForm, WithdrawForm
from ..models import Observation
from ..tables.facts import DIRECTION_STYLES, OBSERVATIONS
from .base_facts import list_export, scopes_here, user_of, when

S = Observation.State


class ObservationListView(ListView):
    """平时考核记录, and for who records them the way to a new one."""

    page = OBSERVATIONS
    template_name = "evidence/facts_list.html"

    def offers(self, reading: Reading) -> dict[str, Any]:
        return {
            "may_record": RECORD in reading.held,
            "departments": "departments" in reading.held,
            "export_url": reverse("observations_export"),
        }


observations = ObservationListView.as_view()


@require_safe
def observations_export(request: HttpRequest) -> HttpResponseBase:
    """The list as a workbook."""
    return list_export(request, OBSERVATIONS)


@require_safe
def observation(request: HttpRequest, pk: int) -> HttpResponse:
    """One record: the fact, the evidence, what the cadre says, what happened to it."""
    scopes = scopes_here(request)
    found = _visible(request, pk, scopes)
    own = not TWO & scopes.keys()
    steps = steps_of(scopes)
    standing = found.state == S.RECORDED
    petition = found.source == Observation.Source.PETITION
    events = found.events.select_related("actor").order_by("-pk")
    context = {
        "item": found,
        "facts": _facts(found, own=own),
        "style": DIRECTION_STYLES[found.direction],
        "files": found.files.select_related("file"),
        "answers": found.answers.select_related("by"),
        "moments": [] if own else [(when(e.at), e.actor.name, e.note) for e in events],
        "own": own,
        "may_show": SHOW in steps and standing and found.shown_at is None and not petition,
        "may_keep": KEEP in steps and standing and found.disputed and not found.kept_reason,
        "may_withdraw": WITHDRAW in steps and standing,
        "may_add": RECORD in steps and standing and not petition,
        "may_answer": standing and _answers(request, found, scopes),
    }
    return render(request, "evidence/facts_observation.html", context)


def _facts(found: Observation, *, own: bool) -> list[tuple[str, str]]:
    facts = [
        ("干部", f"{found.cadre.name}（{found.cadre.staff_no}）"),
        ("当时单位", found.unit.name if found.unit else ""),
        ("日期", found.observed_on.isoformat()),
        ("来源", found.get_source_display()),
        ("倾向", found.get_direction_display()),
        ("状态", found.get_state_display()),
        ("告知本人", when(found.shown_at) if found.shown_at else "未告知"),
    ]
    if found.kept_reason:
        facts.append(("核对后维持", found.kept_reason))
    if found.state == S.WITHDRAWN:
        facts.append(("撤销原因", found.withdrawn_reason))
    return facts if own else [*facts, ("记录人", f"{found.entered_by.name}，{when(found.entered_at)}")]


def _visible(request: HttpRequest, pk: int, scopes: Scopes) -> Observation:
    rows = Observation.objects.visible_to(request.user, scopes=scopes)
    return get_object_or_404(rows.select_related("cadre", "unit", "entered_by"), pk=pk)


def _answers(request: HttpRequest, found: Observation, scopes: Scopes) -> bool:
    own = found.cadre.staff_no == getattr(request.user, "staff_no", "")
    return ANSWER in steps_of(scopes) and own and found.shown_at is not None


@require_safe
def observation_file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """One piece of evidence, for whoever sees the record."""
    found = _visible(request, pk, scopes_here(request))
    return stored_response(get_object_or_404(found.files.select_related("file"), pk=file).file)


class ObservationNew(FormPage):
    """A new record; `?cadre=` brings the 工号 along."""

    form_class = ObservationForm
    title = "登记平时考核记录"
    lead = "一次一件事。记录以后不能改动，写错的撤销后重记。"
    submit = "登记"
    success = "已登记。"

    def find(self) -> Scopes:
        scopes = scopes_here(self.request)
        if not (TWO | {Role.CADRE}) & scopes.keys():
            raise Http404
        return scopes

    def may(self) -> bool:
        return RECORD in steps_of(self.object)

    def back(self) -> str:
        return reverse("observations")

    def form_kwargs(self) -> dict[str, Any]:
        people = Cadre.objects.visible_to(self.request.user, scopes=self.object)
        return {"people": people, "initial": {"staff_no": self.request.GET.get("cadre", "")}}

    def perform(self, form: Any) -> Observation:
        given = form.cleaned_data
        return services.observation_record(
            cadre_pk=form.cadre.pk,
            observed_on=given["observed_on"],
            source=given["source"],
            fact=given["fact"],
            office_no=given["office_no"],
            direction=given["direction"],
            show=given["show"],
            file=given["file"],
            actor=user_of(self.request),
        )

    def done(self, result: Observation) -> str:
        return result.get_absolute_url()


class OfObservation:
    """Below one visible record."""

    step = ""
    request: HttpRequest
    kwargs: dict[str, Any]
    object: Observation

    def find(self) -> Observation:
        self.scopes = scopes_here(self.request)
        return _visible(self.request, self.kwargs["pk"], self.scopes)

    def may(self) -> bool:
        return self.step in steps_of(self.scopes)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version}}

    def back(self) -> str:
        return self.object.get_absolute_url()

    def done(self, result: Any) -> str:
        return self.object.get_absolute_url()

    def context(self) -> dict[str, Any]:
        return {"parent": self.object.cadre.name, "parent_url": self.back()}


class ObservationShow(OfObservation, StepView):
    form_class = VersionedForm
    step = SHOW
    success = "已告知本人。"

    def perform(self, form: Any) -> Observation:
        return services.observation_show(
            observation_pk=self.object.pk,
            version=form.cleaned_data["version"],
            actor=user_of(self.request),
        )


class ObservationKeep(OfObservation, KeepingPage):
    form_class = KeepForm
    step = KEEP
    title = "核对后维持"
    lead = "本人对记录的事实有异议。核对后事实准确的，写明理由维持；不准确的，请返回撤销后重记。"
    submit = "维持记录"
    success = "已维持，本人可以看到理由。"

    def perform(self, form: Any) -> Observation:
        given = form.cleaned_data
        return services.observation_keep(
            observation_pk=self.object.pk,
            version=given["version"],
            reason=given["reason"],
            actor=user_of(self.request),
        )


class ObservationWithdraw(OfObservation, KeepingPage):
    form_class = WithdrawForm
    step = WITHDRAW
    template_name = "ui/confirm.html"
    title = "撤销平时考核记录"
    lead = "记录不会删除，撤销后不再计入覆盖情况，也不再供考核组参考："
    submit = "确认撤销"
    success = "已撤销。"

    def context(self) -> dict[str, Any]:
        told = "本人仍能看到这条记录和撤销原因。" if self.object.shown_at else "这条记录没有告知过本人。"
        return {**super().context(), "consequences": ["撤销后不能恢复，需要时重新登记。", told]}

    def perform(self, form: Any) -> Observation:
        given = form.cleaned_data
        return services.observation_withdraw(
            observation_pk=self.object.pk,
            version=given["version"],
            reason=given["reason"],
            actor=user_of(self.request),
        )


class ObservationFileAdd(OfObservation, FormPage):
    form_class = EvidenceForm
    step = RECORD
    title = "补充佐证材料"
    submit = "补充"
    success = "已补充。"

    def perform(self, form: Any) -> Observation:
        return services.observation_file_add(
            observation_pk=self.object.pk,
            file=form.cleaned_data["file"],
            actor=user_of(self.request),
        )


class ObservationAnswerPage(OfObservation, FormPage):
    form_class = AnswerForm
    title = "作出说明"
    lead = "说明提交后不能改动，可以再补充。"
    submit = "提交说明"
    success = "您的说明已提交。"

    def may(self) -> bool:
        return _answers(self.request, self.object, self.scopes)

    def perform(self, form: Any) -> Any:
        given = form.cleaned_data
        return services.observation_answer(
            observation_pk=self.object.pk,
            text=given["text"],
            disputes=given["disputes"],
            actor=user_of(self.request),
        )
