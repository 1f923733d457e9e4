"""The steps of a case, one form and one service each."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from cadres.models import Cadre
from core.pages import FormPage
from matters.models import Mark
from policy.clarification import UNTRUE

from .. import access as a
from .. import forms as f
from .. import services
from ..models import Blocked, Clarification
from ..models.parts import circles_read
from ..selectors import managed_by_register
from ..services.besides import NEXT
from .base import CaseConfirm, CaseStep, scopes_here, user_of


class ProposalNew(FormPage):
    """An office proposes a clarification; `?cadre=` brings the 工号 along."""

    form_class = f.ProposalForm
    title, submit = "提出澄清", "提出"
    lead = "先由纪委监察部门核查，审定失实后征求本人意见，再拟定方案。"
    success = "已提出，等待核查。"

    def find(self) -> a.Scopes:
        return scopes_here(self.request)

    def may(self) -> bool:
        return a.may(self.request.user, a.BEGIN, scopes=self.object)

    def form_kwargs(self) -> dict[str, Any]:
        people = Cadre.objects.visible_to(self.request.user, scopes=self.object)
        return {"people": people, "initial": {"staff_no": self.request.GET.get("cadre", "")}}

    def back(self) -> str:
        return reverse("clarifications")

    def perform(self, form: Any) -> Clarification:
        given = {name: form.cleaned_data[name] for name in ("origin", "facts", "content", "external_no")}
        return services.proposal_begin(cadre_pk=form.cadre.pk, actor=user_of(self.request), **given)

    def done(self, result: Clarification) -> str:
        return result.get_absolute_url()


class Check(CaseStep):
    step, form_class, service = a.CHECK, f.FindingForm, staticmethod(services.finding_record)
    title, submit = "登记核查结论", "提请审定"
    lead = "结论由另一人审定；审定失实后，事项上的记录不再计入。"
    success = "核查结论已登记，等待审定。"

    def given(self) -> dict[str, Any]:
        case = self.object
        return {
            "outcome": case.outcome,
            "finding": case.finding,
            "finding_no": case.finding_no,
            "checked_on": case.checked_on,
            "external_no": case.external_no,
            "spread": circles_read(case.spread),
            "spread_units": "、".join(sorted(case.spread_reach().units)),
            "spread_from": case.spread_from,
            "matter": case.matter.number if case.matter else "",
        }


class CheckReturn(CaseStep):
    step, form_class, service = a.CONFIRM, f.ReasonForm, staticmethod(services.finding_return)
    title, submit, success = "退回核查", "退回", "已退回核查。"


class CheckConfirm(CaseConfirm):
    step, service = a.CONFIRM, staticmethod(services.finding_confirm)
    title, submit, success = "审定核查结论", "审定", "已审定。"

    @property
    def form_class(self) -> type[Any]:  # type: ignore[override]
        return f.CaseForm if self.object.outcome == UNTRUE else f.UnsuitableForm

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"核查结论：{self.object.get_outcome_display()}（{self.object.finding_no}）"

    def consequences(self) -> list[str]:
        if self.object.outcome != UNTRUE:
            return ["不是失实的，不能澄清；理由告知本人。"]
        said = ["随后征求本人意见。"]
        marks = Mark.objects.filter(matter=self.object.matter, cadre=self.object.cadre)
        if self.object.matter is not None:
            count = marks.count()
            said.insert(
                0, f"{self.object.cadre.name}在事项 {self.object.matter.number} 上的 {count} 条记录不再计入。"
            )
        return said

    def perform(self, form: Any) -> Clarification:
        given = {"unsuitable": "", **form.cleaned_data}
        return services.finding_confirm(pk=self.object.pk, actor=user_of(self.request), **given)


class Wish(CaseStep):
    step, form_class, service = a.WISH, f.WishForm, staticmethod(services.wishes_record)
    title, submit, success = "表达意愿", "提交", "您的意愿已记录。"
    lead = "所反映的问题已查明失实，是否澄清、是否公开，先听您的意见。"


class WishPaper(CaseStep):
    step, form_class, service = a.WISH_PAPER, f.WishPaperForm, staticmethod(services.wishes_record)
    title, submit, success = "代录本人意愿", "保存", "本人意愿已录入。"
    lead = "当面或书面征求的意见，由纪委监察部门代录。"


class Plan(CaseStep):
    step, form_class, service = a.PLAN, f.PlanForm, staticmethod(services.plan_submit)
    title, submit, success = "拟定澄清方案", "提请审批", "方案已提请审批。"

    @property
    def lead(self) -> str:  # type: ignore[override]
        case = self.object
        reach = case.spread_reach().words
        return f"本人意愿：{case.get_wishes_display()}。传播范围：{reach}，澄清不能更宽。"

    def given(self) -> dict[str, Any]:
        case = self.object
        if not case.planned_on:
            return {"managed": managed_by_register(case)}
        names = ("channel", "words", "risk_level", "risk", "managed", "managed_reason")
        return {
            **{name: getattr(case, name) for name in names},
            "audience": circles_read(case.audience),
            "audience_units": "、".join(sorted(case.audience_reach().units)),
        }


class PlanReturn(CaseStep):
    step, form_class, service = a.APPROVE, f.ReasonForm, staticmethod(services.plan_return)
    title, submit, success = "退回修改", "退回", "方案已退回。"


class Approve(CaseConfirm):
    step, form_class, service = a.APPROVE, f.ApproveForm, staticmethod(services.plan_approve)
    title, submit, success = "批准澄清方案", "批准", "方案已批准。"

    @property
    def lead(self) -> str:  # type: ignore[override]
        case = self.object
        return f"{case.get_channel_display()}，范围：{case.audience_reach().words}"

    def consequences(self) -> list[str]:
        case = self.object
        who = (
            "校管干部，须由党委会或纪委书记审批；已列入待上会议题。"
            if case.managed
            else "由本部门负责人审批。"
        )
        return [who, f"澄清内容：{case.words}", f"风险{case.get_risk_level_display()}：{case.risk}"]


class Refuse(CaseStep):
    step, form_class, service = a.REFUSE, f.UnsuitableForm, staticmethod(services.case_refuse)
    title, submit, success = "不宜澄清", "确定不宜澄清", "已记录不宜澄清，理由告知本人。"
    lead = "核查结论不变，事项上的记录仍不计入，受影响的事项仍要恢复。"


class Do(CaseStep):
    step, form_class, service = a.DO, f.DoForm, staticmethod(services.clarification_do)
    title, submit, success = "登记实施", "保存", "已登记，等待本人签收。"


class Sign(CaseStep):
    step, form_class, service = a.SIGN, f.SignForm, staticmethod(services.delivery_sign)
    title, submit, success = "签收澄清结果", "签收", "已签收。"
    lead = "签收表示已经知悉澄清的方式和内容；有意见的可以写明。"


class Deliver(CaseStep):
    step, form_class, service = a.DELIVER, f.DeliverForm, staticmethod(services.delivery_paper)
    title, submit, success = "代录纸质签收", "保存", "已录入签收。"
    lead = "上传本人签字的纸质件，由录入的人负责与原件一致。"

    def perform(self, form: Any) -> Clarification:
        given = dict(form.cleaned_data)
        file = given.pop("file")
        return services.delivery_paper(
            pk=self.object.pk, content=file, name=file.name, actor=user_of(self.request), **given
        )


class Visit(CaseStep):
    step, form_class, service = a.VISIT, f.VisitForm, staticmethod(services.visit_record)
    title, submit, success = "记录回访", "保存", "回访已记录。"

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"应于{self.object.visit_due:%Y-%m-%d}回访。" if self.object.visit_due else ""


class Archive(CaseConfirm):
    step, form_class, service = a.ARCHIVE, f.CaseForm, staticmethod(services.case_archive)
    title, submit, success = "归档", "归档", "已归档。"
    lead = "归档以后，这件事不再办理。"

    def consequences(self) -> list[str]:
        return ["回访完成、受影响的事项全部恢复后才能归档。", "澄清的效力不因归档改变。"]


class Overturn(CaseConfirm):
    step, form_class, service = a.OVERTURN, f.OverturnForm, staticmethod(services.clarification_overturn)
    title, submit, success = "撤销澄清", "撤销", "澄清已撤销，理由告知本人。"
    lead = "以后的核查或者上级的决定与审定的结论不一致时，撤销这一澄清。"

    def consequences(self) -> list[str]:
        case = self.object
        said = ["从今天起生效，不溯及以前；原来的结论、方案和办理记录保留。"]
        if case.relief is not None and case.relief.valid_to is None and case.matter is not None:
            said.append(f"{case.cadre.name}在事项 {case.matter.number} 上的记录从今天起重新计入。")
        if case.done_on:
            said.append("已告知的单位看到“已撤销”；需要在原范围说明的，请另行办理。")
        return said


class Withdraw(CaseConfirm):
    step, form_class, service = a.WITHDRAW, f.CaseForm, staticmethod(services.request_withdraw)
    title, submit, success = "撤回申请", "撤回", "申请已撤回。"
    lead = "确定撤回这份澄清申请吗？"

    def consequences(self) -> list[str]:
        return ["撤回后不再核查；以后可以重新申请。"]

    def done(self, result: Any) -> str:
        return reverse("clarifications_mine")


class BlockedAdd(CaseStep):
    step, form_class, service = a.RESTORE, f.BlockedForm, staticmethod(services.blocked_add)
    title, submit, success = "登记受影响事项", "保存", "已登记。"
    lead = "因传言或反映而暂缓的评优、提拔、职级、职称等，查明失实后逐项恢复。"


class Restore(CaseStep):
    """Of one thing that was blocked."""

    step, form_class, service = a.RESTORE, f.RestoreForm, staticmethod(services.blocked_restore)
    title, submit, success = "恢复受影响的事项", "保存", "已登记恢复。"
    item: Blocked

    def find(self) -> Clarification:
        case = super().find()
        self.item = get_object_or_404(case.blocked, pk=self.kwargs["item"])
        return case

    @property
    def lead(self) -> str:  # type: ignore[override]
        return str(self.item)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.item.version}}

    def perform(self, form: Any) -> Blocked:
        return services.blocked_restore(pk=self.item.pk, actor=user_of(self.request), **form.cleaned_data)


class CommitteeNote(CaseStep):
    step, form_class, service = a.NOTE, f.NoteForm, staticmethod(services.committee_note)
    title, submit, success = "提请党委注意", "提请", "已提请，研判时会看到提示。"
    lead = "传言之后票数下降的，提请党委研判时注意；票数本身不改动。"

    def given(self) -> dict[str, Any]:
        return {"spread_from": self.object.spread_from}


class MaliceStep(CaseStep):
    step, form_class, service = a.MALICE, f.MaliceForm, staticmethod(services.malice_step)
    title, submit, success = "诬告陷害的认定", "保存", "已登记。"
    lead = "学校只登记疑似、报送和结果，认定由设区的市级以上党委或者纪检监察机关作出。错告只作解释说明。"

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "steps": NEXT[self.object.malice]}


class FileAdd(CaseStep):
    form_class = f.FileForm
    title, submit, success = "添加附件", "上传", "附件已添加。"

    def may(self) -> bool:
        steps = a.steps_of(self.request.user, self.object, scopes=self.scopes)
        return bool(steps & {a.ADD, a.ADD_OWN})

    def perform(self, form: Any) -> Any:
        given = form.cleaned_data["file"]
        return services.file_add(
            pk=self.object.pk,
            version=form.cleaned_data["version"],
            content=given,
            name=given.name,
            actor=user_of(self.request),
        )

    def back(self) -> str:
        draft = self.object.state == Clarification.State.DRAFT
        return reverse("clarification_request") if draft else super().back()
