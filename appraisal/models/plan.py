"""The plan of a cycle (考核方案): what is asked of whom until when (第六条)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ballots.models import ways_by_machine, ways_label
from core.models.history import Versioned

from .cycle import Cycle


class BottomScope(models.TextChoices):
    """Whose last 3 % are put before the committee (第七条)."""

    CATEGORY = "category", "按类别"
    OVERALL = "overall", "全体"


class Plan(Versioned):
    """Days and words of a cycle that is run here; it may be edited until the committee approves it.

    cutoff_on: the day whose register decides who takes part and in which category. Each due day is the last
    one of its stage; a stage without one has no deadline. bottom_scope: of the last seats, "" where the
    parameters decide. ways: how the round takes marks in, of `ballots.models.Way`. meeting: where it was
    approved, in words.
    """

    cycle = models.OneToOneField(
        Cycle, verbose_name="考核", on_delete=models.PROTECT, related_name="plan", primary_key=True
    )
    focus = models.TextField("考核重点", blank=True)
    cutoff_on = models.DateField("截止日")
    report_due = models.DateField("述职报告提交截止")
    voting_from = models.DateField("民主测评开始")
    voting_to = models.DateField("民主测评结束")
    panel_due = models.DateField("考核组评议截止", null=True, blank=True)
    decision_due = models.DateField("党委审定截止", null=True, blank=True)
    archive_due = models.DateField("归档截止", null=True, blank=True)
    excellent_share = models.DecimalField(
        "优秀等次比例（%）", max_digits=5, decimal_places=2, null=True, blank=True
    )
    bottom_scope = models.CharField("后段名单的范围", max_length=8, blank=True, choices=BottomScope.choices)
    ways = models.JSONField("投票方式", default=ways_by_machine)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="起草人", on_delete=models.PROTECT, related_name="+"
    )
    meeting = models.CharField("审定会议", max_length=120, blank=True)

    class Meta:
        verbose_name = "考核方案"
        verbose_name_plural = "考核方案"
        constraints = [
            models.CheckConstraint(
                condition=Q(voting_to__gte=F("voting_from")),
                name="plan_voting_in_order",
                violation_error_message="民主测评的结束日不能早于开始日。",
            ),
            models.CheckConstraint(
                condition=Q(voting_from__gte=F("report_due")),
                name="plan_reports_before_voting",
                violation_error_message="民主测评不能早于述职报告提交截止。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}方案"

    @property
    def ways_label(self) -> str:
        """How marks come in, in words."""
        return ways_label(self.ways)
