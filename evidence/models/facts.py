"""What other offices say of a unit or a cadre: results of units, integrity opinions. Both are append-only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from appraisal.models import Cycle
from cadres.models import Cadre
from core import clock

from ..access.facts import IntegrityOpinionQuerySet, UnitResultQuerySet


class UnitResult(models.Model):
    """What a unit's own appraisal by goals (单位目标考核) came to; the newest row of a unit and year holds.

    void: the rows before were a mistake, the unit has no result of that year; reason says why.
    """

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="results")
    year = models.PositiveSmallIntegerField("年度")
    result = models.CharField("等次或得分", max_length=40, blank=True)
    document_no = models.CharField("文号", max_length=100, blank=True)
    void = models.BooleanField("作废", default=False)
    reason = models.CharField("更正或作废的原因", max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("录入时间", default=clock.now, editable=False)

    objects = UnitResultQuerySet.as_manager()

    class Meta:
        verbose_name = "单位目标考核结果"
        verbose_name_plural = "单位目标考核结果"
        ordering = ["-year", "unit", "-pk"]
        indexes = [models.Index(fields=["unit", "year"], name="unit_result_unit_year")]
        constraints = [
            models.CheckConstraint(
                condition=Q(void=True) & ~Q(reason="") | Q(void=False) & ~Q(result="") & ~Q(document_no=""),
                name="unit_result_is_documented",
                violation_error_message="请写明等次或得分和文号。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.year} {self.result}"


class IntegrityRequest(models.Model):
    """The organization department asks the discipline office about everybody of a cycle at once. Append-only.

    cadres: primary keys of those who are asked about, so that who joins the list later is asked about too.
    due_on: the last of the working days that the office has; provisional: it touches a year whose working
    days are not published yet.
    """

    cycle = models.ForeignKey(
        Cycle, verbose_name="考核", on_delete=models.PROTECT, related_name="integrity_requests"
    )
    cadres = models.JSONField("征求人员", default=list)
    due_on = models.DateField("答复期限")
    provisional = models.BooleanField("期限暂定", default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="征求人", on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField("征求时间", default=clock.now, editable=False)

    class Meta:
        verbose_name = "征求廉政意见"
        verbose_name_plural = "征求廉政意见"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.cycle} {self.asked_at.astimezone(clock.ZONE):%Y-%m-%d}"


class IntegrityOpinion(models.Model):
    """The discipline office's answer about one cadre: a conclusion and a document number, never a fact.

    The newest row of a cadre in a cycle holds: an opinion is changed or withdrawn by a new row. told: the
    office says that the cadre may read it.
    """

    class Conclusion(models.TextChoices):
        CLEAR = "clear", "无影响"
        AFFECTED = "affected", "有影响"
        DEFERRED = "deferred", "暂缓"
        WITHDRAWN = "withdrawn", "撤回"

    cycle = models.ForeignKey(
        Cycle, verbose_name="考核", on_delete=models.PROTECT, related_name="integrity_opinions"
    )
    cadre = models.ForeignKey(
        Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="integrity_opinions"
    )
    conclusion = models.CharField("结论", max_length=10, choices=Conclusion.choices)
    document_no = models.CharField("文号", max_length=100)
    told = models.BooleanField("已告知本人", default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="答复人", on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("答复时间", default=clock.now, editable=False)

    objects = IntegrityOpinionQuerySet.as_manager()

    class Meta:
        verbose_name = "廉政意见"
        verbose_name_plural = "廉政意见"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["cycle", "cadre"], name="integrity_cycle_cadre")]
        constraints = [
            models.CheckConstraint(condition=~Q(document_no=""), name="integrity_has_document"),
            models.CheckConstraint(
                condition=Q(told=False) | Q(conclusion__in=("clear", "affected")),
                name="integrity_told_is_concluded",
                violation_error_message="只有“无影响”和“有影响”可以告知本人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre} {self.get_conclusion_display()}"
