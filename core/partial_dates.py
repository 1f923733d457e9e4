"""Dates that are often known to the month only, kept as the text `YYYY-MM` or `YYYY-MM-DD`.

A month stays a month: no day is invented. The text sorts in time order on both databases.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.validators import RegexValidator
from django.db import models

from core import forms
from policy.months import months_later

PARTIAL_DATE = RegexValidator(
    r"\A(19|20)\d\d-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?\Z", "请写成 1975-03 或 1975-03-20。"
)


def is_before(one: str, other: str) -> bool:
    """Whether one was before the other for certain, as far as both are known; an unknown date never is."""
    known = min(len(one), len(other))
    return one[:known] < other[:known]


def has_come(when: str, today: date) -> bool:
    """Whether the day, or the first day of the month, has come; an unknown date has."""
    return when <= today.isoformat()[: len(when)]


def day_after(when: str) -> date:
    """The first day after that day, or after that month."""
    if len(when) == len("YYYY-MM"):
        return months_later(date.fromisoformat(f"{when}-01"), 1)
    return date.fromisoformat(when) + timedelta(days=1)


class PartialDateField(models.CharField):
    """Text `YYYY-MM`, `YYYY-MM-DD` or empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, PARTIAL_DATE]

    def formfield(self, **kwargs: Any) -> Any:
        """Reads 1975年3月 and the like; so the text typed may be longer than the text kept."""
        return super().formfield(**{"form_class": forms.PartialDateField, "max_length": None, **kwargs})
