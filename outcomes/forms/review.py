"""Forms of feedback, review and what comes of both."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import Form, PaperField
from core.uploads import SCANS
from policy.review import CORRECT, KEEP


def _text(label: str, *, most: int = 4000, help_text: str = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, help_text=help_text, required=required, widget=forms.Textarea
    )


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, widget=forms.DateInput)


class CaseForm(Form):
    """Of a case that somebody else may handle at the same time: the state in which the page was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class SignForm(CaseForm):
    opinion = _text("本人意见", most=500, required=False, help_text="对考核结果有意见的，可以在这里写明。")


class HandOverForm(CaseForm):
    handed_on = _day("当面反馈日期")


class PaperForm(CaseForm):
    signed_on = _day("签收日期", "以本人在通知书上签署的日期为准。")
    opinion = _text("本人意见", most=500, required=False, help_text="照录本人写在通知书上的意见。")
    scan = PaperField(label="签收扫描件", kinds=SCANS)


class RefusalForm(CaseForm):
    reason = _text("拒绝签收的情况", most=500, help_text="时间、地点、本人的说明。")
    witness_one = forms.CharField(label="见证人一", max_length=64)
    witness_two = forms.CharField(label="见证人二", max_length=64)


class RequestForm(Form):
    """The draft; it may be saved incomplete."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reasons = _text(
        "申请复核的事实和理由",
        required=False,
        help_text="写明对哪一项结果有异议、事实和依据。可以先保存草稿，提交之前随时修改。",
    )


class AttachForm(CaseForm):
    file = PaperField(label="附件")


class AcceptForm(CaseForm):
    officers = forms.TypedMultipleChoiceField(
        label="核实人员",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], least: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers: Any = self.fields["officers"]
        officers.choices = people
        officers.help_text = f"至少选 {least} 人；提出过该同志等次建议的、有亲属关系的不能参加。"


class ReplaceForm(CaseForm):
    leaving = forms.TypedChoiceField(label="不再核实的人员", coerce=int, widget=forms.RadioSelect)
    officer = forms.TypedChoiceField(
        label="改由谁核实",
        coerce=int,
        help_text="提出过该同志等次建议的、有亲属关系的不能参加。",
    )
    reason = _text("更换的理由", most=500)

    def __init__(
        self, *args: Any, named: list[tuple[int, str]], people: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leaving"].choices = named  # type: ignore[attr-defined]
        self.fields["officer"].choices = [("", "请选择"), *people]  # type: ignore[attr-defined]


class ReasonForm(CaseForm):
    reason = _text("理由", most=500)


class FindingForm(CaseForm):
    verdict = forms.ChoiceField(
        label="核实结论",
        choices=((KEEP, "结果无误，建议维持"), (CORRECT, "结果有误，建议更正（提请党委研究）")),
        widget=forms.RadioSelect,
    )
    grade = forms.ChoiceField(
        label="建议更正为",
        required=False,
        help_text="只在建议更正时选择；复核不得加重，只列不低于原等次的等次。",
    )
    finding = _text("核实意见", help_text="核实了什么、依据什么、结论是什么。")

    def __init__(self, *args: Any, grades: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((word, word) for word in grades),
        ]


class AnswerForm(CaseForm):
    answer = _text("答复", help_text="写给本人：核实了什么、为什么维持。")


class AppealForm(CaseForm):
    appealed_on = _day("申诉日期")
    to_whom = forms.CharField(label="受理申诉的机关", max_length=120)


class AppealResultForm(CaseForm):
    result = _text("申诉处理结果", most=500)
    changed = forms.BooleanField(
        label="决定变更考核结果",
        required=False,
        help_text="勾选后列入“结果修订”和待上会议题，由党委研究更正等次。",
    )
    document_no = forms.CharField(label="文号", max_length=100)
    resulted_on = _day("处理日期")


class ApplyForm(CaseForm):
    document_no = forms.CharField(
        label="文号", max_length=100, help_text="书面撤出或补充表彰所依据的文件，如会议纪要的文号。"
    )
    on = _day("文件日期")


class KeepForm(CaseForm):
    note = _text("处理情况", most=500, help_text="写明为什么结果不需要改动。")
