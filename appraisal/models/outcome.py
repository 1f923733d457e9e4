"""What scoring found: proposals with their reasons, never verdicts (第七条)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .cycle import Cycle
from .participants import Participant


class CategoryResult(models.Model):
    """One category of a scored year: how many were ranked, and the seats of both lists.

    Quotas are exact decimals of share x N; bottom_seats is empty where that list is taken overall; notes
    are reasons {rule, article, text}.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="categories")
    name = models.CharField("考核类别", max_length=40)
    position = models.PositiveSmallIntegerField("次序")
    ranked = models.PositiveIntegerField("排名人数")
    top_quota = models.CharField("表彰限额", max_length=40)
    bottom_quota = models.CharField("研判限额", max_length=40)
    top_seats = models.PositiveIntegerField("表彰名额")
    bottom_seats = models.PositiveIntegerField("研判名额", null=True)
    mean = models.DecimalField("平均分", max_digits=16, decimal_places=2, null=True)
    notes = models.JSONField("说明", default=list)

    class Meta:
        verbose_name = "类别结果"
        verbose_name_plural = "类别结果"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "name"], name="category_result_once"),
            models.CheckConstraint(
                condition=Q(top_seats__lte=F("ranked")), name="category_seats_within_ranked"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Result(models.Model):
    """One participant's outcome of a scored year.

    category: as shown (merged for the ranked). score and group means are for display, rounded once to two
    decimals; total is the published figure that was compared. reasons: [{rule, article, text}]; marks:
    [{mark, counted, points, reason}] by primary key of the mark; missing: codes of the groups that do not
    count for this cadre, in their order.
    """

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="result")
    # Its own index would repeat the beginning of result_cycle_order.
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="results", db_index=False)
    category = models.CharField("考核类别", max_length=40)
    position = models.PositiveSmallIntegerField("类别次序")
    rank = models.PositiveIntegerField("名次", null=True)
    score = models.DecimalField("测评得分", max_digits=16, decimal_places=2, null=True)
    deducted = models.DecimalField("扣分", max_digits=16, decimal_places=4)
    total = models.DecimalField("总分", max_digits=16, decimal_places=2, null=True)
    distance = models.DecimalField("与类别平均分之差", max_digits=16, decimal_places=2, null=True)
    suggestion = models.CharField("建议", max_length=20, blank=True)
    group_means = models.JSONField("各类票平均", default=dict)
    reasons = models.JSONField("说明", default=list)
    marks = models.JSONField("记录的处理", default=list)
    missing = models.JSONField("缺票的测评主体", default=list)

    class Meta:
        verbose_name = "考核结果"
        verbose_name_plural = "考核结果"
        # In the order of the ranking; what is counted and sorted over a whole year is read from it alone: a
        # row with its reasons is ten times as wide.
        indexes = [
            models.Index(
                fields=["cycle", "position", "rank", "id", "suggestion", "category", "total"],
                name="result_cycle_order",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(rank__isnull=True, total__isnull=True)
                | Q(rank__isnull=False, total__isnull=False),
                name="result_rank_with_total",
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant} {self.suggestion or '—'}"
