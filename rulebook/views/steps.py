"""The steps of a draft: to the second person, back, away, or valid."""

from __future__ import annotations

from typing import Any

from core.pages import require
from policy.rulebook import may_decide

from .. import selectors, services
from ..access import DECIDE
from ..forms import ApproveForm, ConfirmForm, ReasonForm
from ..models import PolicyDraft, PolicyVersion
from .drafts import DraftPage, comparison


class DraftSubmit(DraftPage):
    """Ready for the second person."""

    form_class = ConfirmForm
    template_name = "ui/confirm.html"
    title = "提交批准"
    lead = "提交后由另一位组织部负责人对照修改内容批准或退回。"
    submit = "提交批准"
    success = "已提交，等待另一位组织部负责人批准。"

    def context(self) -> dict[str, Any]:
        count = selectors.changes_count(self.object)
        said = [
            f"与现有的{selectors.newest_version()}相比，共有 {count} 处不同。",
            f"批准后自 {self.object.effective_from} 起施行，{self.object.effective_from.year} 年度及以后"
            "还没有审定方案的年度采用它；已审定方案的年度不受影响。",
            "提交后不能再修改，除非被退回。",
        ]
        return {**super().context(), "consequences": said}

    def perform(self, form: Any) -> PolicyDraft:
        actor: Any = self.request.user
        return services.draft_submit(draft=self.object, version=form.cleaned_data["version"], actor=actor)


class DraftDiscard(DraftPage):
    """Nobody goes on with it."""

    form_class = ReasonForm
    template_name = "ui/confirm.html"
    title = "作废草案"
    lead = "作废后不能恢复，内容和办理记录仍可查看。"
    submit = "作废"
    success = "草案已作废。"

    def perform(self, form: Any) -> PolicyDraft:
        actor: Any = self.request.user
        return services.draft_discard(draft=self.object, **form.cleaned_data, actor=actor)

    def done(self, result: PolicyDraft) -> str:
        return "rules"


class DecisionPage(DraftPage):
    """What both answers of the second person share."""

    step = DECIDE
    states = (PolicyDraft.State.SUBMITTED,)

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        drafters = selectors.drafters_of(self.object)
        if self.object.state in self.states:
            require(may_decide(decider=request.user.pk, drafters=drafters))
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        return {**super().context(), **comparison(self.object)}


class DraftApprove(DecisionPage):
    """The second person's yes: the difference first, then the Party committee's meeting."""

    form_class = ApproveForm
    template_name = "rulebook/approve.html"
    title = "批准参数"
    submit = "批准，成为新版本"

    def form_kwargs(self) -> dict[str, Any]:
        newest = selectors.newest_version().number
        return {"initial": {"version": self.object.version, "newest": newest}}

    def perform(self, form: Any) -> PolicyVersion:
        actor: Any = self.request.user
        return services.draft_approve(draft=self.object, **form.cleaned_data, actor=actor)

    def success_message(self, result: PolicyVersion) -> str:
        return f"已批准为{result}，自 {result.effective_from} 起施行。"

    def done(self, result: PolicyVersion) -> str:
        return "rules"


class DraftReturn(DecisionPage):
    """The second person's no."""

    form_class = ReasonForm
    template_name = "rulebook/approve.html"
    title = "退回草案"
    submit = "退回修改"
    success = "已退回，起草人会看到理由。"

    def perform(self, form: Any) -> PolicyDraft:
        actor: Any = self.request.user
        return services.draft_return(draft=self.object, **form.cleaned_data, actor=actor)
