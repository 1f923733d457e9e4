"""Who read what of a case, and when: written for every reader, shown to the heads of both offices."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core import clock

from .case import ToleranceCase


class Reading(models.Model):
    """One reading of one part of a case file; append-only by trigger. part: e.g. 案卷, 附件 3, 认定书."""

    case = models.ForeignKey(
        ToleranceCase, verbose_name="容错申请", on_delete=models.PROTECT, related_name="readings"
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="查阅人", on_delete=models.PROTECT, related_name="+"
    )
    part = models.CharField("查阅部分", max_length=60)
    at = models.DateTimeField("查阅时间", default=clock.now, editable=False)

    class Meta:
        verbose_name = "查阅记录"
        verbose_name_plural = "查阅记录"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["case", "-id"], name="tolerance_readings_of_case")]

    def __str__(self) -> str:
        return f"{self.case} {self.part}"
