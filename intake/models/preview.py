"""What a file would change, row by row, and which person a doubtful row means."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.fields import EncryptedTextField

from .intake import Intake


class ChangeKind(models.TextChoices):
    NEW = "new", "新增"
    CHANGED = "changed", "变更"
    REMOVED = "removed", "移除"
    UNCHANGED = "unchanged", "不变"


class IntakeChange(models.Model):
    """One row of the preview. row: in the file; empty for what the file no longer names.

    fields: JSON list of [column, old value, new value]; fingerprint: of kind and fields, to see what moved
    since; moved: it did, and somebody has to look again.
    """

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="changes")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    row = models.PositiveIntegerField("行", null=True)
    key = models.CharField("对象", max_length=200)
    fields = EncryptedTextField("内容", context="intake.change")
    fingerprint = models.CharField(max_length=64)
    moved = models.BooleanField("预览后有改动", default=False)

    class Meta:
        verbose_name = "预览"
        verbose_name_plural = "预览"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "position"], name="change_position_once"),
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="change_kind_known"),
        ]
        indexes = [models.Index(fields=["intake", "kind", "position"], name="change_intake_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"

    @property
    def values(self) -> list[dict[str, str]]:
        """[{column, old, new}] as people read them."""
        return [
            dict(zip(("column", "old", "new"), item, strict=True)) for item in json.loads(self.fields or "[]")
        ]


class IntakeDecision(models.Model):
    """A row that probably means a person of the register whose 工号 differs: a human says who it is.

    candidate: their 工号 as stored; grounds: why the row is thought to mean them.
    """

    class Choice(models.TextChoices):
        OPEN = "", "待确定"
        SAME = "same", "是同一人"
        OTHER = "other", "不是同一人"
        SKIP = "skip", "不导入这一行"

    class Grounds(models.TextChoices):
        IDENTITY = "identity", "身份证号相同"
        NAME_BORN = "name_born", "姓名和出生年月相同"

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="decisions")
    row = models.PositiveIntegerField("行")
    grounds = models.CharField("依据", max_length=12, choices=Grounds.choices)
    staff_no = models.CharField("文件中的工号", max_length=32, blank=True)
    name = models.CharField("文件中的姓名", max_length=64, blank=True)
    candidate = models.CharField("可能的干部（工号）", max_length=32)
    candidate_name = models.CharField("可能的干部（姓名）", max_length=64)
    candidates = models.PositiveSmallIntegerField("可能的人数", default=1)
    choice = models.CharField("认定", max_length=6, choices=Choice.choices, blank=True, default=Choice.OPEN)
    decided_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "人员认定"
        verbose_name_plural = "人员认定"
        ordering = ["row"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "row"], name="decision_once_per_row"),
            models.CheckConstraint(
                condition=Q(choice="", decided_by__isnull=True)
                | (~Q(choice="") & Q(decided_by__isnull=False)),
                name="decision_names_who",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.row}行 {self.get_choice_display()}"
