"""Intake and verification by the offices (第十一、十二条)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property

from core import clock
from core.pages import see_other
from decisions.models import Meeting
from policy.limits.tolerance import ON_PAPER
from policy.tolerance import possible_outcomes
from policy.tolerance_terms import DISTINCTIONS, FACTORS

from .. import services
from ..forms.application import StatementForm
from ..forms.base import CaseForm, ReasonForm
from ..forms.office import (
    FactorForm,
    JoinForm,
    OfficersForm,
    ReferForm,
    RefusalForm,
    ScheduleForm,
    SendBackForm,
    SignForm,
    TriageForm,
    VerificationForm,
)
from ..models import Factor, Hearing, Triage
from ..selectors import officer_facts, officers_offered
from ..selectors.joining import Candidate, joinable
from ..selectors.offers import listed_at
from ..services.common import limit
from .base import ConfirmPage, StepPage


class TriagePage(StepPage):
    form_class, step, submit = TriageForm, "triage", "保存研判"
    lead = "对照“三个区分开来”逐项判断并写明理由；受理与否由另一人决定。"
    success = "初步研判已保存。"

    def more(self) -> dict[str, Any]:
        user: Any = self.request.user
        return {"joinable": bool(joinable(self.object, user))}

    def initial(self) -> dict[str, Any]:
        found = Triage.objects.filter(case=self.object).first()
        if found is None:
            return {"conditions": self.object.conditions}
        names = [name for code in DISTINCTIONS for name in (code, f"{code}_reason")]
        return {name: getattr(found, name) for name in (*names, "conditions", "hard", "soft", "note")}

    def perform(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        version = values.pop("version")
        return services.triage_record(
            pk=self.object.pk,
            version=version,
            values=values,
            actor=self.request.user,  # type: ignore[arg-type]
        )


class Join(StepPage):
    form_class, step, submit = JoinForm, "join", "并入"
    service = staticmethod(services.matter_join)
    lead = (
        "申请人另行描述的事项，与这名干部已有的事项是同一件事的，并入以后认定对该事项上的全部记录生效。"
        "还没有告知本人的问责、不公开的立案所涉事项不列出。"
    )
    success = "已并入。"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.may_now() and not self.offered:
            messages.info(request, "没有可以并入的事项，或者申请的事项不是另行描述的。")
            return see_other(self.object)
        return super().get(request, *args, **kwargs)

    @cached_property
    def offered(self) -> list[Candidate]:
        user: Any = self.request.user
        return joinable(self.object, user)

    def form_kwargs(self) -> dict[str, Any]:
        matters = [(one.matter.pk, f"{one.matter}（{'；'.join(one.known_by)}）") for one in self.offered]
        return {**super().form_kwargs(), "matters": matters}


class SendBack(StepPage):
    form_class, step, submit = SendBackForm, "send_back", "退回补正"
    service = staticmethod(services.case_return)
    lead = "只退回补正一次，请一次写清全部内容；期满没有补正的，可以不予受理。"
    success = "已退回补正，申请人会收到待办。"


class WithOfficers(StepPage):
    form_class = OfficersForm

    def form_kwargs(self) -> dict[str, Any]:
        people = officers_offered(self.object)
        facts = officer_facts(self.object, people)
        named = set(self.object.verifiers.filter(ended_on__isnull=True).values_list("officer", flat=True))
        choices = [
            (user.pk, f"{user.name}（{user.staff_no}）{_why(one)}")
            for user, one in zip(people, facts, strict=True)
        ]
        return {"initial": {"version": self.object.version, "officers": sorted(named)}, "people": choices}


def _why(one: Any) -> str:
    """Why an officer has to withdraw, beside the name."""
    for broken, word in ((one.kin, "亲属"), (one.own_unit, "同一单位"), (one.took_part, "参与过决定")):
        if broken:
            return f"——应当回避：{word}"
    return ""


class Accept(WithOfficers):
    step, submit = "accept", "受理"
    service = staticmethod(services.case_accept)
    lead = "受理并指定两名以上核实人员；作出初步研判的人不决定受理。"
    success = "已受理，核实人员已收到待办。"


class Name(WithOfficers):
    step, submit = "name", "保存"
    title = "调整核实人员"
    service = staticmethod(services.verifiers_name)
    success = "核实人员已调整。"


class Refuse(ConfirmPage):
    form_class, step, submit = RefusalForm, "refuse", "不予受理"
    service = staticmethod(services.case_refuse)
    lead = "确定不予受理吗？"
    consequences = ("理由书面告知申请人。", "有新的事实的，申请人可以再申请一次。")
    success = "已记录不予受理。"


class Extend(StepPage):
    form_class, step, submit = ReasonForm, "extend", "延长"
    service = staticmethod(services.verification_extend)
    lead = "只能延长一次。"
    success = "核实期限已延长。"


class Verify(StepPage):
    form_class, step, submit = VerificationForm, "verify", "保存"
    service = staticmethod(services.verification_record)
    lead = "每一步由两名核实人员进行。最后登记“核实报告”，再由每名核实人员确认。"
    success = "核实步骤已登记。"

    def form_kwargs(self) -> dict[str, Any]:
        rows = self.object.verifiers.filter(ended_on__isnull=True).exclude(officer=self.request.user)
        people = [(row.officer_id, row.officer.name) for row in rows.select_related("officer")]
        self.register_only = bool(limit(ON_PAPER))
        return {
            "initial": {"version": self.object.version, "on": clock.today()},
            "people": people,
            "register_only": self.register_only,
        }

    def given(self, form: Any) -> dict[str, Any]:
        return {"content": "", **form.cleaned_data}


class Confirm(ConfirmPage):
    form_class, step, submit = CaseForm, "confirm", "确认"
    service = staticmethod(services.verification_confirm)
    lead = "确认您对全部核实步骤和核实报告负责吗？"
    consequences = ("所有核实人员都确认以后，进入综合分析，不能再增加核实步骤。",)
    success = "已确认核实结果。"

    def more(self) -> dict[str, Any]:
        """Whoever stands behind the steps has them before the eyes."""
        return {**super().more(), "steps_done": self.object.verifications.select_related("first", "second")}


class Analyse(StepPage):
    """The six factors on one calm page; each is written on its own, several may write side by side."""

    http_method_names = ["get", "head", "options"]
    template_name = "tolerance/factors.html"
    step, title = "analyse", "六要素分析"
    lead = "逐项写明事实、证据和判断；不打分，不计算，结论由党委集体研究。"

    def more(self) -> dict[str, Any]:
        written = {one.kind: one for one in self.object.factors.select_related("author")}
        return {
            "factors": [(code, name, written.get(code)) for code, name in FACTORS.items()],
            "signed": self.object.opinions.exists(),
            "steps_done": self.object.verifications.select_related("first", "second"),
        }


class FactorPage(StepPage):
    form_class, step, submit = FactorForm, "analyse", "保存"
    success = "已保存。"

    def find(self) -> Any:
        case = super().find()
        if self.kwargs["kind"] not in FACTORS:
            raise Http404
        self.factor = Factor.objects.filter(case=case, kind=self.kwargs["kind"]).first()
        self.title = f"六要素分析：{FACTORS[self.kwargs['kind']]}"
        return case

    def initial(self) -> dict[str, Any]:
        one = self.factor
        if one is None:
            return {"factor_version": ""}
        texts = {"facts": one.facts, "evidence": one.evidence, "finding": one.finding}
        return {"factor_version": one.version, **texts}

    def perform(self, form: Any) -> Any:
        given = dict(form.cleaned_data)
        given.pop("version")
        return services.factor_write(
            pk=self.object.pk,
            kind=self.kwargs["kind"],
            actor=self.request.user,  # type: ignore[arg-type]
            **given,
        )

    def back(self) -> str:
        return reverse("tolerance_analyse", args=[self.object.pk])


class Hear(StepPage):
    form_class, step, submit = StatementForm, "hear", "保存"
    service = staticmethod(services.hearing_record)
    lead = "本人当面陈述的，由听取的人照录。"
    success = "本人陈述已登记。"

    def initial(self) -> dict[str, Any]:
        found = Hearing.objects.filter(case=self.object).first()
        return {"statement": found.statement, "declined": found.declined} if found else {}


class Sign(StepPage):
    form_class, step, submit = SignForm, "sign", "签署"
    service = staticmethod(services.opinion_sign)
    lead = "两个部门的负责人各签署一份，一并提请党委研究；参与核实、分析的人不签署。"
    success = "共同意见已签署。"

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "outcomes": possible_outcomes(services.hard_of(self.object))}

    def more(self) -> dict[str, Any]:
        """What is signed for stands above the signature."""
        written = {one.kind: one for one in self.object.factors.select_related("author")}
        return {
            "factors": [(code, name, written.get(code)) for code, name in FACTORS.items()],
            "hearing": Hearing.objects.filter(case=self.object).first(),
        }


class Refer(StepPage):
    form_class, step, submit = ReferForm, "refer", "提请党委研究"
    service = staticmethod(services.case_refer)
    lead = "提请以后，作为议题列入党委会；定稿的会议结果自动生效。"
    success = "已提请党委研究，可以在会议议题中选取。"

    def more(self) -> dict[str, Any]:
        return {"hearing": Hearing.objects.filter(case=self.object).first()}


class Schedule(StepPage):
    """By number and day alone: who acts for a head reads no meeting."""

    form_class, step, submit = ScheduleForm, "schedule", "列入议题"
    lead = "由会议研究决定，纪要定稿以后认定自动生效。"

    def form_kwargs(self) -> dict[str, Any]:
        open_ones = Meeting.objects.filter(state__in=Meeting.BEFORE).order_by("held_on", "pk")
        meetings = [(one.pk, f"{one}（{one.held_on}，{one.get_state_display()}）") for one in open_ones]
        return {**super().form_kwargs(), "meetings": meetings}

    def more(self) -> dict[str, Any]:
        item = listed_at(self.object)
        return {"lead": f"已列入{item.meeting}的议题，不用再次列入。"} if item else {}

    def perform(self, form: Any) -> Any:
        return services.case_schedule(
            pk=self.object.pk,
            **form.cleaned_data,
            actor=self.request.user,  # type: ignore[arg-type]
        )

    def success_message(self, result: Any) -> str:
        return f"已列入{result.meeting}的议题。"


class TakeBack(ConfirmPage):
    form_class, step, submit = ReasonForm, "take_back", "取回补充"
    service = staticmethod(services.case_take_back)
    lead = "确定取回这份申请吗？"
    consequences = ("回到综合分析，两个部门的共同意见须重新签署。", "已列入会议的议题请同时撤出或者缓议。")
    success = "已取回。"
