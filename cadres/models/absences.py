"""Time away from the post."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.models.history import FieldHistory, Versioned

from .cadres import Cadre


class Absence(Versioned):
    """Time away that the appraisal must know of: leave, study, secondment (both days included)."""

    class Kind(models.TextChoices):
        SICK = "sick", "病假"
        PERSONAL = "personal", "事假"
        STUDY = "study", "学习"
        SECONDMENT = "secondment", "挂职"
        OTHER = "other", "其他"

    cadre = models.ForeignKey(Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    starts = models.DateField("起始日期")
    ends = models.DateField("结束日期", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    history = FieldHistory()

    class Meta:
        verbose_name = "离岗"
        verbose_name_plural = "离岗"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="absence_dates_in_order",
                violation_error_message="结束日期不能早于起始日期。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cadre} {self.get_kind_display()}"
