"""What the buttons of messages and urges send."""

from __future__ import annotations

from django import forms as fields

from core.forms import Form


class ReadForm(Form):
    """One message, or all where none is named."""

    message = fields.IntegerField(required=False, min_value=1, widget=fields.HiddenInput)


class UrgeForm(Form):
    """Which overdue duty."""

    key = fields.RegexField(r"^[0-9a-f]{32}$", widget=fields.HiddenInput)
    due = fields.DateField(widget=fields.HiddenInput)
