"""What the forms of a case share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from core.forms import TextForm

LONGEST = 8000


def text(
    label: str, *, rows: int = 5, most: int = LONGEST, help_text: str = "", required: bool = True
) -> forms.CharField:
    """A text of several lines."""
    widget = forms.Textarea(attrs={"rows": str(rows)})
    return forms.CharField(
        label=label, max_length=most, help_text=help_text, required=required, widget=widget
    )


def line(label: str, *, most: int = 120, help_text: str = "", required: bool = True) -> forms.CharField:
    """A text of one line."""
    return forms.CharField(label=label, max_length=most, help_text=help_text, required=required)


def day(label: str, help_text: str = "", *, required: bool = True) -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, help_text=help_text, required=required, widget=forms.DateInput)


def one_of(label: str, choices: Iterable[tuple[str, str]], **kwargs: Any) -> forms.ChoiceField:
    """One of a few, all of them seen."""
    return forms.ChoiceField(label=label, choices=list(choices), widget=forms.RadioSelect, **kwargs)


def some_of(label: str, choices: Iterable[tuple[str, str]], **kwargs: Any) -> forms.MultipleChoiceField:
    """Any of a few, all of them seen."""
    kwargs.setdefault("required", False)
    return forms.MultipleChoiceField(
        label=label, choices=list(choices), widget=forms.CheckboxSelectMultiple, **kwargs
    )


class CaseForm(TextForm):
    """Of a case that somebody else may handle at the same time: the version as the page was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(CaseForm):
    reason = text("理由", rows=4, most=500)
