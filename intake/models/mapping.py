"""How a department's own files name columns and words, remembered."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core import clock


class ColumnMapping(models.Model):
    """A named template of one kind of file; found again by the headings it was made from.

    headings: SHA-256 of the folded headings in order. columns and words as in `Intake.mapping`.
    """

    kind = models.CharField("文件种类", max_length=32)
    name = models.CharField("名称", max_length=60)
    headings = models.CharField(max_length=64)
    columns = models.JSONField("列", default=dict)
    words = models.JSONField("词", default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="操作人", on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField("保存时间", default=clock.now)

    class Meta:
        verbose_name = "对应模板"
        verbose_name_plural = "对应模板"
        ordering = ["kind", "name"]
        indexes = [models.Index(fields=["kind", "headings"], name="mapping_kind_headings")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name"],
                name="mapping_name_once",
                violation_error_message="已有同名的对应模板。",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="mapping_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
