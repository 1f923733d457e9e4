"""Announced bonus points (加分): with reason and document, append-only; a mistake is taken back by a row."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from cadres.models import Cadre
from core import clock

from .cycle import Cycle


class BonusPoint(models.Model):
    """Points that were announced to be added to one cadre's total of one cycle (第六条).

    takes_back: the row that this one undoes; such a row carries its points again, and a reason of its own.
    """

    cycle = models.ForeignKey(
        Cycle, verbose_name="考核", on_delete=models.PROTECT, related_name="bonus_points"
    )
    cadre = models.ForeignKey(
        Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="bonus_points"
    )
    points = models.DecimalField("加分", max_digits=6, decimal_places=2)
    reason = models.CharField("加分理由", max_length=300)
    document_no = models.CharField("公布文号", max_length=100)
    announced_on = models.DateField("公布日期")
    takes_back = models.OneToOneField(
        "self",
        verbose_name="撤回的加分",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="taken_back",
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("录入时间", default=clock.now, editable=False)

    class Meta:
        verbose_name = "加分"
        verbose_name_plural = "加分"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(points__gt=0, points__lte=100),
                name="bonus_points_positive",
                violation_error_message="加分应大于 0，不超过 100。",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(document_no=""),
                name="bonus_has_reason_and_document",
                violation_error_message="加分须写明理由和公布文号。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre} {self.points}"
