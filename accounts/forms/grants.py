"""Asking for grants, ending them, and the second person's word."""

from __future__ import annotations

from typing import Any

from django import forms

from core import clock
from core.forms import Form

from ..models import Role, Unit


class GrantForm(Form):
    """A role, where and from when to when; whom it is for stands in the address, not in the form."""

    role = forms.ChoiceField(label="角色", choices=[("", "请选择"), *Role.choices])
    unit = forms.ModelChoiceField(
        label="单位",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="不按单位",
        help_text="分管领导、二级党组织必须选择，范围包括其下属单位；其他角色不选。",
    )
    valid_from = forms.DateField(label="起始日期", widget=forms.DateInput())
    valid_to = forms.DateField(
        label="终止日期", widget=forms.DateInput(), required=False, help_text="含当日；留空为长期。"
    )
    reason = forms.CharField(label="理由", max_length=200, help_text="例如任职文件的文号。将记入安全日志。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        self.fields["unit"].queryset = Unit.objects.exclude(valid_to__lt=today)  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = today


class EndForm(Form):
    """When a grant ends."""

    last_day = forms.DateField(
        label="最后一天",
        widget=forms.DateInput(),
        required=False,
        help_text="含当日；留空为复核同意后立即终止。",
    )
    reason = forms.CharField(label="理由", max_length=200, help_text="将记入安全日志。")


class ApproveForm(Form):
    """Yes, with or without a word."""

    note = forms.CharField(label="复核意见", max_length=200, required=False)


class RejectForm(Form):
    """No, and why."""

    note = forms.CharField(
        label="退回理由", max_length=200, error_messages={"required": "退回时请填写退回理由。"}
    )
