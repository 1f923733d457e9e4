"""Papers printed for a Party committee: numbered copies, who holds each, and which came back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock

from .cycle import Cycle

MOST_COPIES = 60


class PrintDocument(models.TextChoices):
    SUMMARY = "summary", "测评情况汇总表"
    RANKING = "ranking", "排序总表"


class PrintRun(models.Model):
    """One paper printed for one meeting in numbered copies 1 to `copies`.

    outcome_sha256: the results that were printed; once the year's differ, these copies are void.
    """

    Document = PrintDocument

    cycle = models.ForeignKey(Cycle, verbose_name="年度", on_delete=models.PROTECT, related_name="print_runs")
    document = models.CharField("材料", max_length=10, choices=PrintDocument.choices)
    meeting = models.CharField("会议或用途", max_length=100)
    meeting_on = models.DateField("会议日期", null=True, blank=True)
    copies = models.PositiveSmallIntegerField("份数")
    outcome_sha256 = models.CharField("计分结果摘要", max_length=64)
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="印制人", on_delete=models.PROTECT, related_name="+"
    )
    printed_at = models.DateTimeField("印制时间", default=clock.now, editable=False)

    class Meta:
        verbose_name = "会议材料印制"
        verbose_name_plural = "会议材料印制"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document__in=PrintDocument.values), name="print_document_known"
            ),
            models.CheckConstraint(
                condition=Q(copies__gte=1, copies__lte=MOST_COPIES), name="print_copies_within"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle.label}{self.get_document_display()} {self.copies} 份"

    def is_void(self, cycle: Cycle) -> bool:
        """Whether the year's results are no longer those that were printed. cycle: the run's own."""
        return not cycle.has_results or cycle.outcome_sha256 != self.outcome_sha256


class PrintedCopy(models.Model):
    """One numbered copy; out until somebody collects it or reports it missing. What is found is collected."""

    run = models.ForeignKey(
        PrintRun, verbose_name="印制", on_delete=models.PROTECT, related_name="numbered", db_index=False
    )
    number = models.PositiveSmallIntegerField("编号")
    holder = models.CharField("持有人", max_length=40, blank=True)
    collected_at = models.DateTimeField("收回时间", null=True, blank=True)
    collected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="收回人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    missing_note = models.CharField("遗失情况", max_length=300, blank=True)
    missing_at = models.DateTimeField("报告遗失时间", null=True, blank=True)
    missing_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="报告人", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "会议材料编号件"
        verbose_name_plural = "会议材料编号件"
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="printed_copy_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="printed_copy_number"),
            models.CheckConstraint(
                condition=Q(collected_at__isnull=True, collected_by__isnull=True)
                | Q(collected_at__isnull=False, collected_by__isnull=False),
                name="printed_copy_collected_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(missing_at__isnull=True, missing_by__isnull=True, missing_note="")
                | (Q(missing_at__isnull=False, missing_by__isnull=False) & ~Q(missing_note="")),
                name="printed_copy_missing_with_note",
            ),
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 号"

    @property
    def state_word(self) -> str:
        """Where the copy is, in one word."""
        if self.collected_at is not None:
            return "遗失后找回" if self.missing_note else "已收回"
        return "报告遗失" if self.missing_note else "未收回"

    @property
    def is_out(self) -> bool:
        """Whether somebody still has to bring it back."""
        return self.collected_at is None and not self.missing_note
