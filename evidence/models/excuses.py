"""Who need not report in a cycle (免于述职), by whom and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from appraisal.models import Participant
from core import clock


class ReportExcuse(models.Model):
    """One participant who need not hand in a report. It goes with the row of the list, or when it is ended;
    both, with the reasons, stand in the events of the cycle.
    """

    participant = models.OneToOneField(
        Participant, verbose_name="参加考核人员", on_delete=models.CASCADE, related_name="excuse"
    )
    reason = models.CharField("免于述职的理由", max_length=200)
    excused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="办理人", on_delete=models.PROTECT, related_name="+"
    )
    excused_at = models.DateTimeField("办理时间", default=clock.now, editable=False)

    class Meta:
        verbose_name = "免于述职"
        verbose_name_plural = "免于述职"
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="report_excuse_has_reason",
                violation_error_message="免于述职须写明理由。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant} 免于述职"
