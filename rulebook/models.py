"""Policy documents, and parameter versions that are only ever added, never changed (第一条)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class PolicyDocument(models.Model):
    """A regulation or rule of the university that parameters rest on."""

    title = models.CharField("名称", max_length=200)
    number = models.CharField("文号", max_length=100, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)

    class Meta:
        verbose_name = "制度文件"
        verbose_name_plural = "制度文件"

    def __str__(self) -> str:
        return self.title


class PolicyVersion(models.Model):
    """One approved version of the parameters; append-only by trigger, so a frozen copy can never move.

    The version delivered with the product has neither drafter nor approver; every other needs two people.
    """

    document = models.ForeignKey(PolicyDocument, verbose_name="依据", on_delete=models.PROTECT)
    number = models.PositiveIntegerField("版本号", unique=True)
    parameters = models.JSONField("参数")
    effective_from = models.DateField("生效日期")
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="起草人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="批准人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField("批准时间")

    class Meta:
        verbose_name = "参数版本"
        verbose_name_plural = "参数版本"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(drafted_by__isnull=True, approved_by__isnull=True)
                | (
                    Q(drafted_by__isnull=False)
                    & Q(approved_by__isnull=False)
                    & ~Q(drafted_by=F("approved_by"))
                ),
                name="policy_two_people",
                violation_error_message="参数须由一人起草、另一人批准。",
            )
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 版"
