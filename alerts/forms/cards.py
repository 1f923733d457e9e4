"""Forms of a card's steps. Each carries the version that its user saw."""

from __future__ import annotations

from typing import Any

from django import forms as fields

from core import clock
from core.forms import SCAN_HELP, PaperField
from core.uploads import ATTACHMENTS, SCANS
from policy.alerts import CONCLUSIONS, FINDINGS
from policy.alerts_steps import YELLOW

from .fields import VersionForm

TEXT = fields.Textarea


class EditForm(VersionForm):
    title = fields.CharField(label="事由", max_length=100)
    facts = fields.CharField(label="核实过的事实", max_length=2000, widget=TEXT)


class ApproveForm(VersionForm):
    approver = fields.CharField(label="批准人", max_length=64, help_text="党委书记姓名")
    on = fields.DateField(label="批准日期", widget=fields.DateInput, initial=clock.today)
    document_no = fields.CharField(label="呈批件编号", max_length=100)


class IssueForm(VersionForm):
    document_no = fields.CharField(label="文号", max_length=100)
    points = fields.DecimalField(
        label="扣分（分）", min_value=0, max_value=10, max_digits=4, decimal_places=2, initial=0,
        help_text="按考核办法应扣的分值，不扣分的填 0",
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != YELLOW:
            del self.fields["points"]


class SignForForm(VersionForm):
    on = fields.DateField(label="送达日期", widget=fields.DateInput, initial=clock.today)
    receipt = PaperField(
        label="签字的送达回执", kinds=SCANS, required=False, help_text=f"{SCAN_HELP}；拒绝签收的不用上传"
    )
    refused = fields.BooleanField(label="本人拒绝签收，留置送达", required=False)
    witness_one = fields.CharField(label="见证人一", max_length=40, required=False)
    witness_two = fields.CharField(label="见证人二", max_length=40, required=False)


class ItemForm(VersionForm):
    """An item of the plan: what, why, how, with whose help, by whom, until when."""

    NAMES = ("problem", "cause", "measure", "remedy", "helper", "owner", "due")
    whose = fields.ChoiceField(
        label="由谁整改",
        choices=[("own", "本人的事项（调动后由本人带走）"), ("unit", "单位的事项（调动后留在原单位）")],
        widget=fields.RadioSelect,
        initial="own",
    )
    problem = fields.CharField(label="问题", max_length=1000, widget=TEXT)
    cause = fields.CharField(label="原因", max_length=1000, widget=TEXT)
    measure = fields.CharField(label="整改措施", max_length=500, widget=TEXT)
    remedy = fields.CharField(
        label="单位的补救措施", max_length=500, widget=TEXT, help_text="单位怎样补救、怎样防止再犯"
    )
    helper = fields.CharField(label="帮助的人", max_length=64, help_text="由谁帮助、督促整改")
    owner = fields.CharField(label="责任人", max_length=64)
    due = fields.DateField(label="完成时限", widget=fields.DateInput)

    def __init__(self, *args: Any, choosing: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not choosing:
            del self.fields["whose"]


class FinishForm(VersionForm):
    evidence = fields.CharField(label="完成情况和佐证", max_length=500, widget=TEXT, required=False)
    file = PaperField(label="佐证材料", kinds=ATTACHMENTS, required=False)


class ReportForm(VersionForm):
    content = fields.CharField(
        label="整改情况", max_length=4000, widget=TEXT, help_text="逐项写明做了什么、结果怎样、以后怎样防止"
    )
    file = PaperField(label="附件", kinds=ATTACHMENTS, required=False)


class RecheckForm(VersionForm):
    outcome = fields.ChoiceField(label="核查结论", choices=list(FINDINGS.items()), widget=fields.RadioSelect)
    finding = fields.CharField(label="核查情况", max_length=2000, widget=TEXT)


class ConfirmForm(VersionForm):
    document_no = fields.CharField(
        label="解除文号", max_length=100, required=False, help_text="核查结论是解除的，填写解除通知书的文号"
    )


class DayForm(VersionForm):
    on = fields.DateField(label="收到日期", widget=fields.DateInput, initial=clock.today)


class FollowReportForm(DayForm):
    document_no = fields.CharField(label="文号", max_length=100)


class ConcludeForm(VersionForm):
    conclusion = fields.ChoiceField(label="结论", choices=(), widget=fields.RadioSelect)
    on = fields.DateField(label="办结日期", widget=fields.DateInput, initial=clock.today)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conclusion"].choices = list(CONCLUSIONS[kind].items())  # type: ignore[attr-defined]


class RevokeForm(VersionForm):
    reason = fields.CharField(label="撤销的理由", min_length=4, max_length=300, widget=TEXT)
    document_no = fields.CharField(label="撤销文号", max_length=100)
