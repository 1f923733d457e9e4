"""Dates that are often known to the month only, kept as the text `YYYY-MM` or `YYYY-MM-DD`.

A month stays a month: no day is invented. The text sorts in time order on both databases.
"""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models

PARTIAL_DATE = RegexValidator(
    r"\A(19|20)\d\d-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?\Z", "请写成 1975-03 或 1975-03-20。"
)


class PartialDateField(models.CharField):
    """Text `YYYY-MM`, `YYYY-MM-DD` or empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, PARTIAL_DATE]
