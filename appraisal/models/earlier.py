"""Results of years before this system: what the department's own records say, never computed here."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cadres.models import Cadre, StagedPerson
from core.models import ImportBatch


class Grade(models.TextChoices):
    EXCELLENT = "优秀", "优秀"
    COMPETENT = "称职", "称职"
    BASIC = "基本称职", "基本称职"
    INCOMPETENT = "不称职", "不称职"
    UNGRADED = "不确定等次", "不确定等次"


class EarlierColumns(models.Model):
    """What is known of one year, the same when stored and when staged."""

    category = models.CharField("类别", max_length=40, blank=True)
    grade = models.CharField("等次", max_length=8, choices=Grade.choices)
    rank = models.PositiveIntegerField("名次", null=True, blank=True)
    out_of = models.PositiveIntegerField("总人数", null=True, blank=True)

    class Meta:
        abstract = True


class EarlierResult(EarlierColumns):
    """One cadre's result of one earlier year (以前年度结果)."""

    cadre = models.ForeignKey(
        Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="earlier_results"
    )
    year = models.PositiveSmallIntegerField("年度")
    source = models.ForeignKey(ImportBatch, verbose_name="来源", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "以前年度结果"
        verbose_name_plural = "以前年度结果"
        ordering = ["-year", "cadre"]
        constraints = [
            models.UniqueConstraint(
                fields=["cadre", "year"],
                name="earlier_result_once",
                violation_error_message="该干部这一年度的结果已经登记。",
            ),
            models.CheckConstraint(condition=Q(grade__in=Grade.values), name="earlier_grade_known"),
            models.CheckConstraint(
                condition=Q(rank__isnull=True, out_of__isnull=True)
                | Q(rank__isnull=False, out_of__isnull=False, rank__gte=1, rank__lte=F("out_of")),
                name="earlier_rank_within_total",
                violation_error_message="名次应在 1 和总人数之间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre} {self.year} {self.grade}"


class StagedEarlier(StagedPerson, EarlierColumns):
    """A row of 以前年度结果 as read."""

    year = models.PositiveSmallIntegerField()
