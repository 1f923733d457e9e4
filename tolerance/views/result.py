"""From the finding to the archive: report, publication or answer, review, rectification (第十二至十四条)."""

from __future__ import annotations

from typing import Any

from core import clock
from matters.selectors.periods import known_measures

from .. import services
from ..forms.application import ObjectionForm, RectificationForm, ReviewForm
from ..forms.base import CaseForm, ReasonForm
from ..forms.office import (
    AnswerReviewForm,
    CheckForm,
    GivenForm,
    ReplyForm,
    ReportForm,
    RevokeForm,
    SettleForm,
    ShowForm,
    TakeDownForm,
)
from ..models import Rectification, Review
from ..services.publication import publication_of
from .base import ConfirmPage, StepPage


class Report(StepPage):
    form_class, step, submit = ReportForm, "report", "登记"
    service = staticmethod(services.report_record)
    success = "已登记报送。"

    def initial(self) -> dict[str, Any]:
        return {"reported_on": clock.today()}


class EnterGiven(StepPage):
    form_class, step, submit = GivenForm, "enter_given", "登记并替代原有措施"
    service = staticmethod(services.given_record)
    lead = (
        "从轻、减轻以后，有权机关实际给予的处分或者组织处理；登记后替代这名干部在这一事项上原有的措施和扣分。"
    )
    success = "实际给予的处理已登记，原有措施不再计入。"

    def form_kwargs(self) -> dict[str, Any]:
        words = [(word, word) for word in sorted(known_measures(clock.today()))]
        return {**super().form_kwargs(), "measures": words}

    def given(self, form: Any) -> dict[str, Any]:
        return {"version": form.cleaned_data["version"], "given": form.given}


class Show(StepPage):
    form_class, step, submit = ShowForm, "show", "送本人阅看"
    service = staticmethod(services.publication_show)
    lead = "本人先阅看文字和范围，期满没有异议才能公开；重新送阅的，期限重新计算。"
    success = "已送本人阅看。"

    def initial(self) -> dict[str, Any]:
        found = publication_of(self.object)
        if found is not None:
            return {"scope": found.scope, "text": found.text}
        return {"scope": "unit"}


class Object(StepPage):
    form_class, step, submit = ObjectionForm, "object", "提出异议"
    service = staticmethod(services.objection_make)
    lead = "下面的文字拟在所列范围公开。没有异议的，不用办理，期满后公开。"
    success = "异议已提出，处理后会向您说明。"

    def more(self) -> dict[str, Any]:
        return {"publication": publication_of(self.object)}


class SettleObjection(StepPage):
    form_class, step, submit = SettleForm, "settle_objection", "答复"
    service = staticmethod(services.objection_settle)
    success = "异议已处理。"

    def initial(self) -> dict[str, Any]:
        found = publication_of(self.object)
        return {"scope": found.scope, "text": found.text} if found else {}

    def more(self) -> dict[str, Any]:
        found = publication_of(self.object)
        return {"objection": found.objections.filter(replied_on__isnull=True).first() if found else None}


class Publish(ConfirmPage):
    form_class, step, submit = CaseForm, "publish", "公开"
    service = staticmethod(services.publication_begin)
    lead = "确定在所列范围公开认定结果吗？"
    consequences = ("所列范围的人员即可阅看，期满自动撤下。", "公开之日起，本人申请复核的期限开始计算。")
    success = "认定结果已公开。"

    def more(self) -> dict[str, Any]:
        return {**super().more(), "publication": publication_of(self.object)}


class TakeDown(ConfirmPage):
    form_class, step, submit = TakeDownForm, "take_down", "撤下"
    service = staticmethod(services.publication_take_down)
    lead = "确定撤下公开的认定结果吗？"
    consequences = ("撤下以后，范围内的人员不再看到；本系统保留记录。",)
    success = "公开内容已撤下。"


class Reply(StepPage):
    form_class, step, submit = ReplyForm, "reply", "答复"
    service = staticmethod(services.reply_give)
    lead = "不予容错的，以适当方式答复申请人，不公开。"
    success = "已答复。"


class AskReview(StepPage):
    form_class, step, submit = ReviewForm, "ask_review", "提交"
    service = staticmethod(services.review_ask)
    lead = "对每一认定可以申请复核一次，由另一部门负责人答复；需要改变认定的，重新提请党委研究。"
    success = "复核申请已提交。"


class AnswerReview(StepPage):
    form_class, step, submit = AnswerReviewForm, "answer_review", "答复"
    service = staticmethod(services.review_answer)
    lead = "维持的，答复本人；认为可能改变的，重新提请党委研究。"
    success = "复核已答复。"

    def more(self) -> dict[str, Any]:
        return {"review": Review.objects.filter(outcome=self.object.outcome_in_force).first()}


class Rectify(StepPage):
    form_class, step, submit = RectificationForm, "rectify", "提交核查"
    service = staticmethod(services.rectification_write)
    lead = "已经出现的偏差和失误，及时补救、改进提高（第十三条）。"
    success = "已提交，等待核查。"

    def initial(self) -> dict[str, Any]:
        found = Rectification.objects.filter(case=self.object).first()
        names = ("problem", "cause", "measures", "responsible", "done")
        return {name: getattr(found, name) for name in names} if found else {}


class Check(StepPage):
    form_class, step, submit = CheckForm, "check", "提交"
    service = staticmethod(services.rectification_check)
    success = "核查意见已提交。"

    def more(self) -> dict[str, Any]:
        return {"rectification": Rectification.objects.filter(case=self.object).first()}


class Close(ConfirmPage):
    form_class, step, submit = CaseForm, "close", "办结归档"
    service = staticmethod(services.case_close)
    lead = "确定办结归档吗？"
    consequences = ("归档以后不能再办理，只能凭文号撤销认定。",)
    success = "已办结归档。"


class Resume(StepPage):
    form_class, step, submit = ReasonForm, "resume", "恢复办理"
    service = staticmethod(services.case_resume)
    lead = "在提出处分意见之前恢复，先研究是否容错。"
    success = "已恢复办理。"


class Revoke(ConfirmPage):
    form_class, step, submit = RevokeForm, "revoke", "撤销认定"
    service = staticmethod(services.outcome_revoke)
    lead = "确定撤销这一认定吗？"
    consequences = (
        "自今天起不再有效，不溯及以往；原有措施自今天起恢复计入，从轻、减轻后给予的不再计入。",
        "正在公开的随即撤下，案件办结；有新的事实可以再次申请。",
        "只在查实弄虚作假，或者上级机关改变认定时办理。",
    )
    success = "认定已撤销。"
