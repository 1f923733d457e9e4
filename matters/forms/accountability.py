"""Forms of accountability records."""

from __future__ import annotations

from typing import Any

from django import forms

from cadres.models import Cadre
from core.forms import FoldedField, TextForm

from ..accountability_again import RESULTS
from ..models import Matter

FORMS = ("通报", "诫勉", "停职检查", "调整职务", "责令辞职", "免职", "降职", "党纪处分", "政务处分")


class RecordForm(TextForm):
    staff_no = FoldedField(label="工号", max_length=32)
    matter = FoldedField(label="事项编号", max_length=40, help_text="先在事项中登记，再在这里填写它的编号。")
    body = forms.CharField(label="问责主体", max_length=120, help_text="例如：学校党委、校纪委。")
    intended = forms.CharField(
        label="拟采取的方式",
        max_length=60,
        help_text=f"例如：{'、'.join(FORMS[:4])}。",
    )
    opened_on = forms.DateField(label="启动日期", widget=forms.DateInput)
    opening_document = forms.CharField(label="启动文号", max_length=100, required=False)

    def clean_staff_no(self) -> Any:
        found = Cadre.objects.filter(staff_no=self.cleaned_data["staff_no"]).first()
        if found is None:
            raise forms.ValidationError("名册中没有这个工号，请核对。")
        return found

    def clean_matter(self) -> Any:
        found = Matter.objects.filter(number=self.cleaned_data["matter"]).first()
        if found is None:
            raise forms.ValidationError("没有这个编号的事项，请核对。")
        return found


class VersionForm(TextForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class TellForm(VersionForm):
    told_on = forms.DateField(label="告知日期", widget=forms.DateInput)


class AbsentForm(VersionForm):
    reason = forms.CharField(
        label="不存在第十一条所列情形的理由",
        max_length=2000,
        widget=forms.Textarea,
        help_text="对照三个区分开来逐项说明，写事实和依据。",
    )


class DecideForm(VersionForm):
    form = forms.CharField(label="问责方式", max_length=60)
    document_no = forms.CharField(label="问责文号", max_length=100)
    decided_on = forms.DateField(label="决定日期", widget=forms.DateInput)


class AgainForm(VersionForm):
    result = forms.ChoiceField(label="研究结果", choices=RESULTS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="情况和理由",
        max_length=400,
        widget=forms.Textarea,
        help_text="原决定怎样依据已撤销的认定作出，现在为什么维持或者重新启动。",
    )


class EndForm(VersionForm):
    reason = forms.CharField(label="不再问责的理由", max_length=500, widget=forms.Textarea)
