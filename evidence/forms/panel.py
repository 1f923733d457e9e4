"""The panel's word on one participant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms as fields

from core.forms import Form


class GradeForm(Form):
    """A grade, why, and the comment of the form. version: of the proposal as shown, 0 for none."""

    version = fields.IntegerField(widget=fields.HiddenInput, min_value=0)
    word = fields.ChoiceField(label="建议等次", widget=fields.RadioSelect)
    reason = fields.CharField(label="建议理由", max_length=500, widget=fields.Textarea(attrs={"rows": 2}))
    comment = fields.CharField(
        label="评语", max_length=2_000, required=False, widget=fields.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, words: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word: Any = self.fields["word"]
        word.choices = [(one, one) for one in words]
