"""An investigation of one cadre, and what was recorded of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cadres.models import Cadre
from core.models import CaseEvent
from core.models.history import Versioned

from ..access import InvestigationQuerySet
from .marks import Matter


class Investigation(Versioned):
    """An investigation (立案审查调查) of one cadre; who may know of it: `matters.access`.

    matter: what it is about, empty where it is about the whole person. disclosed: it may be known that the
    grade waits for it. While it is not, nothing that anybody but the heads of both offices and the
    discipline office sees may differ because of it.
    """

    cadre = models.ForeignKey(
        Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="investigations"
    )
    matter = models.ForeignKey(
        Matter,
        verbose_name="事项",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="investigations",
    )
    opened_on = models.DateField("立案日期")
    document_no = models.CharField("立案文号", max_length=100)
    disclosed = models.BooleanField("可以公开", default=False)
    closed_on = models.DateField("结案日期", null=True, blank=True)
    outcome = models.CharField("处理结果", max_length=300, blank=True)

    objects = InvestigationQuerySet.as_manager()

    class Meta:
        verbose_name = "立案情况"
        verbose_name_plural = "立案情况"
        constraints = [
            models.UniqueConstraint(
                fields=["cadre", "document_no"],
                name="investigation_once",
                violation_error_message="该干部的这一立案文号已经登记。",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="investigation_in_order",
                violation_error_message="结案日期不能早于立案日期。",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, outcome="")
                | (Q(closed_on__isnull=False) & ~Q(outcome="")),
                name="investigation_closed_has_outcome",
                violation_error_message="结案须写明处理结果。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre} {self.document_no}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class InvestigationEvent(CaseEvent):
    """What was recorded of an investigation, by whom; append-only by trigger."""

    case = models.ForeignKey(Investigation, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "立案记录"
        verbose_name_plural = "立案记录"
