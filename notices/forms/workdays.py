"""One day of the calendar."""

from __future__ import annotations

from django import forms as fields

from core.forms import Form


class WorkDayForm(Form):
    """Whether people work on a day. version: of the day as it was shown, 0 where nobody had set it."""

    version = fields.IntegerField(widget=fields.HiddenInput, min_value=0, required=False)
    day = fields.DateField(label="日期", widget=fields.DateInput)
    is_working = fields.TypedChoiceField(
        label="放假或上班",
        choices=[("no", "放假"), ("yes", "上班")],
        coerce=lambda value: value == "yes",
        widget=fields.RadioSelect,
    )
    note = fields.CharField(
        label="说明", max_length=60, help_text="例如：国庆节放假；校运会放假；中秋节调休上班"
    )
