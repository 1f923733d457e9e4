"""Staged import: a whole file is staged, judged, then applied in one act or not at all."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.fields import EncryptedTextField


class ImportBatch(models.Model):
    """One file on its way in. Its rows lie in the typed staging table of its kind until applied or purged."""

    class State(models.TextChoices):
        STAGING = "staging", "读入中"
        JUDGED = "judged", "已检查"
        APPLIED = "applied", "已导入"

    kind = models.CharField("文件种类", max_length=32)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.STAGING)
    supplement = models.BooleanField("补充导入", default=False)
    rows_read = models.PositiveIntegerField("读入行数", default=0)
    rows_bad = models.PositiveIntegerField("问题行数", default=0)
    summary = models.JSONField("导入结果", default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="操作人", on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("开始时间")
    applied_at = models.DateTimeField("导入时间", null=True, blank=True)
    # Somebody is looking at its preview until then; without a day it is swept after one.
    keep_until = models.DateTimeField("保留至", null=True, blank=True)

    class Meta:
        verbose_name = "导入批次"
        verbose_name_plural = "导入批次"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="applied", applied_at__isnull=False)
                | (~models.Q(state="applied") & models.Q(applied_at__isnull=True)),
                name="import_applied_has_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name}（{self.get_state_display()}）"


class ImportProblem(models.Model):
    """What is wrong (or worth a look) in one row: place, value as read, and what to do."""

    class Severity(models.TextChoices):
        ERROR = "error", "问题"
        WARNING = "warning", "提示"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="problems")
    severity = models.CharField(max_length=8, choices=Severity.choices)
    row = models.PositiveIntegerField("行")
    column = models.CharField("列", max_length=60)
    value = EncryptedTextField("读到的内容", context="import.value")
    message = models.CharField("问题", max_length=300)
    remedy = models.CharField("处理办法", max_length=300)

    class Meta:
        verbose_name = "导入问题"
        verbose_name_plural = "导入问题"
        ordering = ["batch", "row", "pk"]

    def __str__(self) -> str:
        return f"第{self.row}行 {self.column}：{self.message}"


class StagedRow(models.Model):
    """One row of a staged file as its form read it; `bad` rows are never applied.

    No foreign key constraint to the batch: a million ballot lines are copied in, and rows whose batch is
    gone are swept. On PostgreSQL the tables are unlogged, so applying compares the count first.
    """

    pk = models.CompositePrimaryKey("batch_id", "row")
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    row = models.PositiveIntegerField()
    bad = models.BooleanField(default=False)

    class Meta:
        abstract = True
