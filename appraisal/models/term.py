"""What a term's appraisal makes of its years and of the vote at its end (第六条)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .participants import Participant


class TermResult(models.Model):
    """One participant's term: a proposal with its reasons, never a verdict.

    years: [{year, total, grade, why}] in order; annual_mean and end_score are for display, exact: the total
    before its one rounding, as numerator/denominator; reasons: [{rule, article, text}].
    """

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="term_result")
    years = models.JSONField("各年度", default=list)
    annual_mean = models.DecimalField("年度总分平均", max_digits=16, decimal_places=4, null=True)
    end_score = models.DecimalField("聘期末测评得分", max_digits=16, decimal_places=4, null=True)
    exact = models.CharField("未取整的聘期总分", max_length=120, blank=True)
    total = models.DecimalField("聘期总分", max_digits=16, decimal_places=2, null=True)
    proposal = models.CharField("建议", max_length=10, blank=True)
    reasons = models.JSONField("说明", default=list)

    class Meta:
        verbose_name = "聘期结果"
        verbose_name_plural = "聘期结果"
        constraints = [
            models.CheckConstraint(
                condition=Q(total__isnull=True, proposal="") | Q(total__isnull=False),
                name="term_proposal_has_total",
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant} {self.total}"
