"""What these forms share: the version that the user saw, papers, and people named by their 工号."""

from __future__ import annotations

from typing import Any

from django import forms as fields
from django.core.exceptions import ValidationError

from accounts.models import Unit
from cadres.models import Cadre
from core.forms import FoldedField, TextForm


class StaffNoField(FoldedField):
    """A cadre of the register by 工号."""

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        if not number:
            return None
        found = Cadre.objects.filter(staff_no=number).first()
        if found is None:
            raise ValidationError(f"名册中没有工号 {number}，请核对。")
        return found


class StaffNosField(fields.CharField):
    """Cadres by 工号, one a line or with signs between them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", fields.Textarea)
        kwargs.setdefault("help_text", "一行一个工号，也可以用顿号或逗号隔开")
        super().__init__(max_length=20_000, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        for sign in "、，,；;\r\t ":
            text = text.replace(sign, "\n")
        numbers = list(dict.fromkeys(number for number in text.split("\n") if number))
        found = {cadre.staff_no: cadre for cadre in Cadre.objects.filter(staff_no__in=numbers)}
        missing = [number for number in numbers if number not in found]
        if missing:
            raise ValidationError(f"名册中没有工号 {'、'.join(missing[:10])}，请核对。")
        return [found[number] for number in numbers]


def unit_field(*, required: bool, label: str = "涉及单位", help_text: str = "") -> fields.ModelChoiceField:
    """One of the units of today."""
    return fields.ModelChoiceField(
        Unit.objects.filter(valid_to__isnull=True).order_by("name"),
        label=label,
        required=required,
        empty_label="（请选择）" if required else "（不填）",
        help_text=help_text,
    )


class VersionForm(TextForm):
    """What the user saw, so that nobody acts on what has moved on meanwhile."""

    version = fields.IntegerField(widget=fields.HiddenInput, min_value=1)


class ReasonForm(VersionForm):
    """A step that says why."""

    reason = fields.CharField(label="理由", min_length=4, max_length=300, widget=fields.Textarea)
