"""Grades as the panel proposes and the committee decides them (第六条), and component scores."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.models.history import Versioned

from .participants import Participant


class GradeWord(models.TextChoices):
    """The grades of a year and of a term; the stored values are the words themselves."""

    EXCELLENT = "优秀"
    COMPETENT = "称职"
    BASIC = "基本称职"
    INCOMPETENT = "不称职"
    PASSED = "合格"
    FAILED = "不合格"
    UNGRADED = "不确定等次"


class Grading(Versioned):
    """One participant's grade: proposed by the panel, decided by the committee.

    entry: primary key of the line of the agenda (`decisions`) it was decided on; meeting: that meeting in
    words, as documents print it. revision: 1 for the first decision, counted up by each later one. held: why
    its publicity was stopped, until the committee has decided again.
    """

    participant = models.OneToOneField(
        Participant, verbose_name="参加考核人员", on_delete=models.CASCADE, related_name="grading"
    )
    proposed = models.CharField("考核组建议等次", max_length=10, choices=GradeWord.choices, blank=True)
    proposal_reason = models.CharField("建议理由", max_length=500, blank=True)
    comment = models.TextField("评语", blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="提出人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField("提出时间", null=True, blank=True)
    decided = models.CharField("党委审定等次", max_length=10, choices=GradeWord.choices, blank=True)
    decision_reason = models.CharField("审定理由", max_length=500, blank=True)
    decided_on = models.DateField("审定日期", null=True, blank=True)
    meeting = models.CharField("审定会议", max_length=120, blank=True)
    entry = models.PositiveBigIntegerField("议题条目", null=True, blank=True)
    revision = models.PositiveSmallIntegerField("修订", default=0)
    held = models.CharField("公示停止的原因", max_length=320, blank=True, db_default="")

    class Meta:
        verbose_name = "考核等次"
        verbose_name_plural = "考核等次"
        constraints = [
            models.CheckConstraint(
                condition=Q(decided="") | Q(decided_on__isnull=False, revision__gte=1),
                name="grade_decided_has_day",
            ),
            models.CheckConstraint(
                condition=Q(proposed="") | Q(proposed_by__isnull=False, proposed_at__isnull=False),
                name="grade_proposed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} {self.decided or self.proposed}"


class ComponentScore(Versioned):
    """What one weighted component beside the vote gives one participant, of a hundred (第六条)."""

    participant = models.ForeignKey(
        Participant, verbose_name="参加考核人员", on_delete=models.CASCADE, related_name="component_scores"
    )
    code = models.CharField("成分", max_length=40)
    score = models.DecimalField("得分", max_digits=7, decimal_places=4)
    note = models.CharField("依据", max_length=300, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("录入时间", default=clock.now)

    class Meta:
        verbose_name = "成分得分"
        verbose_name_plural = "成分得分"
        constraints = [
            models.UniqueConstraint(fields=["participant", "code"], name="component_score_once"),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=100),
                name="component_score_of_hundred",
                violation_error_message="得分应在 0 到 100 之间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} {self.code}"
