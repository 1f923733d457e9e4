"""The days on which people work, where they are not those of the week (工作日历)."""

from __future__ import annotations

from django.db import models

from core.models.history import FieldHistory, Versioned


class WorkDay(Versioned):
    """One day that differs from "Monday to Friday", or is confirmed not to; every other day has no row."""

    day = models.DateField("日期", unique=True, error_messages={"unique": "这一天已在工作日历中。"})
    is_working = models.BooleanField("上班")
    note = models.CharField("说明", max_length=60, blank=True)

    history = FieldHistory()

    class Meta:
        verbose_name = "工作日历"
        verbose_name_plural = "工作日历"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {'上班' if self.is_working else '放假'}"
