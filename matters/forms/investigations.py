"""Forms of investigations."""

from __future__ import annotations

from typing import Any

from django import forms

from cadres.models import Cadre
from core.forms import FoldedField, TextForm

from ..models import Matter


class InvestigationForm(TextForm):
    staff_no = FoldedField(label="工号", max_length=32)
    matter = FoldedField(
        label="事项编号",
        max_length=40,
        required=False,
        help_text="就某一事项立案的填写它的编号，只有这一事项的容错申请并案考虑；不填的，本人正在办理的容错申请都并案考虑。",
    )
    opened_on = forms.DateField(label="立案日期", widget=forms.DateInput)
    document_no = forms.CharField(label="立案文号", max_length=100)
    disclosed = forms.BooleanField(
        label="可以公开",
        required=False,
        help_text="不勾选的，只有两个部门的负责人和纪委监察部门能看到，其他任何页面都没有变化。",
    )

    def clean_staff_no(self) -> Any:
        found = Cadre.objects.filter(staff_no=self.cleaned_data["staff_no"]).first()
        if found is None:
            raise forms.ValidationError("名册中没有这个工号，请核对。")
        return found

    def clean_matter(self) -> Matter | None:
        number = self.cleaned_data["matter"]
        found = Matter.objects.filter(number=number).first()
        if number and found is None:
            raise forms.ValidationError("没有这个编号的事项，请先登记事项，或者不填。")
        return found


class VersionForm(TextForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class CloseForm(VersionForm):
    closed_on = forms.DateField(label="结案日期", widget=forms.DateInput)
    outcome = forms.CharField(label="处理结果", max_length=300, widget=forms.Textarea)
