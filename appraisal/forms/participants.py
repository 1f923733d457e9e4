"""Forms of the list of who takes part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms as fields

from core.forms import FoldedField, Form


class _OfCategories(Form):
    category = fields.ChoiceField(label="考核类别")

    def __init__(self, *args: Any, categories: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["category"]
        chosen.choices = [(name, name) for name in categories]


class ParticipantForm(_OfCategories):
    """A row of the list corrected by hand. version: of the row as it was shown."""

    version = fields.IntegerField(widget=fields.HiddenInput, min_value=0)
    graded = fields.TypedChoiceField(
        label="确定等次",
        choices=[("yes", "是"), ("no", "否")],
        coerce=lambda value: value == "yes",
        widget=fields.RadioSelect,
    )
    ungraded_reason = fields.CharField(
        label="不确定等次原因", max_length=200, required=False, help_text="确定等次的不填。"
    )
    discreet = fields.BooleanField(
        label="原因不公开",
        required=False,
        help_text="勾选后，除两部门负责人外都只看到“需组织部门核定”。病假、挂职、核查中的情况请勾选。",
    )
    why = fields.CharField(
        label="更正的理由", max_length=300, help_text="记入考核大事记；不要写不公开的原因。"
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("graded") is False and not data.get("ungraded_reason"):
            self.add_error("ungraded_reason", "不确定等次须写明原因。")
        return data


class ParticipantAddForm(_OfCategories):
    """Somebody of the register put on the list by hand."""

    staff_no = FoldedField(label="工号", max_length=32)
    why = fields.CharField(label="列入的理由", max_length=300)

    field_order = ["staff_no", "category", "why"]


class ParticipantRemoveForm(Form):
    """Somebody taken off the list."""

    why = fields.CharField(label="移出的理由", max_length=300)
