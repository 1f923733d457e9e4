"""Forms of the applicant and of the other side."""

from __future__ import annotations

from typing import Any

from django import forms

from cadres.models import Cadre
from core.forms import FoldedField, Form, PaperField
from policy.tolerance_terms import CONDITIONS, DISTINCTIONS, OFFICES

from .base import CaseForm, line, one_of, some_of, text


class StartForm(Form):
    """Which office is asked; for whom, where it is not the applicant: chosen, or by 工号 among all cadres."""

    cadre = forms.TypedChoiceField(label="干部", coerce=int)
    number = FoldedField(label="干部工号", max_length=32)
    office = one_of(
        "向哪个部门提出",
        OFFICES.items(),
        help_text="按干部管理权限，两个部门都可以受理。本人是其中一个部门人员的，由另一个部门办理。",
    )

    def __init__(
        self, *args: Any, people: list[tuple[int, str]] | None, offices: Any = OFFICES, **kwargs: Any
    ) -> None:
        """people: who can be chosen, None where anybody is named by 工号."""
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [(code, OFFICES[code]) for code in offices]  # type: ignore[attr-defined]
        if people is None:
            del self.fields["cadre"]
            return
        del self.fields["number"]
        chosen: Any = self.fields["cadre"]
        chosen.choices = people
        if len(people) == 1:
            chosen.widget = forms.HiddenInput()
            chosen.initial = people[0][0]

    def clean_number(self) -> str:
        """A cadre of the register."""
        given = str(self.cleaned_data["number"])
        if not Cadre.objects.filter(staff_no=given).exists():
            raise forms.ValidationError("干部名册中没有这个工号，请核对。")
        return given

    @property
    def chosen(self) -> int:
        """The key of the cadre."""
        if "cadre" in self.fields:
            return int(self.cleaned_data["cadre"])
        return Cadre.objects.get(staff_no=self.cleaned_data["number"]).pk


class ApplicationForm(CaseForm):
    """The draft; it may be saved incomplete, and says when it is handed in what is missing."""

    matter = forms.TypedChoiceField(
        label="事项",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="已有记录的，从中选择；还没有登记的，选“没有列出”，在下面写明。",
    )
    matter_title = line(
        "事项名称", required=False, help_text="没有列出的才填写，例如：实训中心设备采购超期。"
    )
    matter_text = text(
        "事项经过",
        required=False,
        help_text="何时、何地、做了什么、出现了什么失误或者偏差。不写举报人的情况。",
    )
    grounds = text("申请容错的理由", required=False, help_text="为什么这样做，为什么认为应当容错。")
    experience = text(DISTINCTIONS["experience"].excused, rows=4, required=False)
    exploration = text(DISTINCTIONS["exploration"].excused, rows=4, required=False)
    development = text(DISTINCTIONS["development"].excused, rows=4, required=False)
    conditions = some_of("所主张的容错条件", CONDITIONS.items(), help_text="至少选择一项。")
    new_facts = text(
        "新的事实", rows=4, required=False, help_text="同一事项再次申请的，写明前一次申请之后出现的新事实。"
    )
    office = one_of("向哪个部门提出", OFFICES.items())

    def __init__(self, *args: Any, matters: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matter"].choices = [("", "没有列出"), *matters]  # type: ignore[attr-defined]
        for code, one in DISTINCTIONS.items():
            self.fields[code].help_text = f"{one.plain}须与“{one.condemned}”区分开来。"

    @property
    def values(self) -> dict[str, Any]:
        """What `case_save` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class AttachForm(CaseForm):
    what = line("材料名称", required=False, help_text="例如：会议记录、请示批复。")
    file = PaperField(label="文件")


class OpinionForm(CaseForm):
    text = text("书面意见", help_text="对事实、动机和处理的意见；由签署人负责，提交后不能修改。")
    post = line("签署人职务", most=100, required=False)


class StatementForm(CaseForm):
    statement = text(
        "陈述内容",
        rows=8,
        required=False,
        help_text="对核实的事实和分析有什么要说明的，提交后供集体研究时参考。",
    )
    declined = forms.BooleanField(label="没有补充陈述", required=False)


class ObjectionForm(CaseForm):
    text = text("异议", help_text="对公开的文字或者范围有什么不同意见，希望怎样改。")


class ReviewForm(CaseForm):
    reasons = text("申请复核的事实和理由", rows=8)


class RectificationForm(CaseForm):
    problem = text("问题", help_text="出现了什么偏差或者失误。")
    cause = text("原因")
    measures = text("整改措施", help_text="制度、流程上改了什么，损失怎样挽回。")
    responsible = line("责任人", most=100)
    done = text("完成情况", help_text="哪些已经完成，依据是什么。")
