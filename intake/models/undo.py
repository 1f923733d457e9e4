"""What takes an applied file back: the rows as they were, and what they became."""

from __future__ import annotations

from django.db import models

from core.fields import EncryptedTextField

from .intake import Intake


class UndoRow(models.Model):
    """One stored row that an intake touched.

    before: its columns as JSON, empty where the intake made the row; after: fingerprint of what the intake
    left, empty where it took the row away. Sealed as a whole: it holds personal data.
    """

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="undo_rows")
    table = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    label = models.CharField(max_length=120, blank=True)
    before = EncryptedTextField(context="intake.undo", null=True)
    after = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "撤销用的原值"
        verbose_name_plural = "撤销用的原值"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "table", "key"], name="undo_row_once"),
            models.CheckConstraint(
                condition=models.Q(before__isnull=False) | ~models.Q(after=""), name="undo_row_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"


class IntakeLane(models.Model):
    """One row that every applying and undoing locks: two files are never applied at once."""

    single = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        verbose_name = "导入次序"
        verbose_name_plural = "导入次序"
        constraints = [models.CheckConstraint(condition=models.Q(single=True), name="lane_one_row")]

    def __str__(self) -> str:
        return "导入次序"
