"""After the finding: made public with the cadre's knowledge, reviewed, put right (第十二、十三条)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import clock
from core.fields import EncryptedTextField

from .case import ToleranceCase
from .finding import Outcome

_USER = settings.AUTH_USER_MODEL


class Publication(models.Model):
    """The text that a limited circle reads for a while; the cadre sees it first.

    shown_on, objections_until: first and last day on which the cadre may object; begins_on, ends_on: days on
    which readers see it, both included; withdrawn_on: when it was taken down, by its end or before it.
    """

    class Scope(models.TextChoices):
        UNIT = "unit", "本单位"
        CADRES = "cadres", "中层干部"
        SCHOOL = "school", "全校"

    outcome = models.OneToOneField(
        Outcome, verbose_name="认定结果", on_delete=models.PROTECT, related_name="publication"
    )
    scope = models.CharField("公开范围", max_length=8, choices=Scope.choices, default=Scope.UNIT)
    text = models.TextField("公开内容", max_length=4000)
    shown_on = models.DateField("送本人阅看日期", default=clock.today)
    objections_until = models.DateField("本人提出异议的期限")
    begins_on = models.DateField("公开开始", null=True, blank=True)
    ends_on = models.DateField("公开结束", null=True, blank=True)
    withdrawn_on = models.DateField("撤下日期", null=True, blank=True)
    withdrawn_why = models.CharField("提前撤下的理由", max_length=500, blank=True)
    by = models.ForeignKey(_USER, verbose_name="拟稿人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "认定结果公开"
        verbose_name_plural = "认定结果公开"
        constraints = [
            models.CheckConstraint(
                condition=Q(objections_until__gt=F("shown_on")), name="tolerance_shown_before_public"
            ),
            models.CheckConstraint(
                condition=Q(begins_on__isnull=True, ends_on__isnull=True, withdrawn_on__isnull=True)
                | Q(begins_on__gt=F("objections_until"), ends_on__gte=F("begins_on")),
                name="tolerance_public_after_shown",
                violation_error_message="本人阅看期满之后才能公开。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} 公开"

    def is_public(self, on: object) -> bool:
        """Whether readers of the scope see it on that day."""
        return (
            self.begins_on is not None
            and self.ends_on is not None
            and self.withdrawn_on is None
            and self.begins_on <= on <= self.ends_on  # type: ignore[operator]
        )


class Objection(models.Model):
    """The cadre objects to the text or the scope before it is public; one open at a time."""

    publication = models.ForeignKey(
        Publication, verbose_name="公开", on_delete=models.PROTECT, related_name="objections"
    )
    text = EncryptedTextField("异议")
    made_on = models.DateField("提出日期", default=clock.today)
    reply = EncryptedTextField("处理意见", default="", blank=True)
    changed = models.BooleanField("已按异议修改", null=True, blank=True)
    replied_on = models.DateField("处理日期", null=True, blank=True)
    replied_by = models.ForeignKey(_USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "公开异议"
        verbose_name_plural = "公开异议"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication"],
                condition=Q(replied_on__isnull=True),
                name="tolerance_one_open_objection",
                violation_error_message="已有一份异议正在处理。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.publication} 异议"


class Review(models.Model):
    """The cadre asks for a review of the finding, once for each finding, and gets an answer."""

    class Result(models.TextChoices):
        KEEP = "keep", "维持"
        AGAIN = "again", "重新提请党委研究"

    outcome = models.OneToOneField(
        Outcome, verbose_name="认定结果", on_delete=models.PROTECT, related_name="review"
    )
    reasons = EncryptedTextField("复核的理由")
    asked_on = models.DateField("提出日期", default=clock.today)
    result = models.CharField("复核结果", max_length=8, choices=Result.choices, blank=True)
    answer = EncryptedTextField("复核答复", default="", blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_by = models.ForeignKey(_USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "认定复核"
        verbose_name_plural = "认定复核"
        constraints = [
            models.CheckConstraint(
                condition=Q(result="", answered_on__isnull=True)
                | (~Q(result="") & Q(answered_on__isnull=False)),
                name="tolerance_review_answered_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} 复核"


class Rectification(models.Model):
    """What went wrong is put right: written by the unit or the cadre, checked by the discipline office."""

    case = models.OneToOneField(
        ToleranceCase, verbose_name="容错申请", on_delete=models.PROTECT, related_name="rectification"
    )
    problem = EncryptedTextField("问题", default="")
    cause = EncryptedTextField("原因", default="")
    measures = EncryptedTextField("整改措施", default="")
    responsible = models.CharField("责任人", max_length=100)
    done = EncryptedTextField("完成情况", default="")
    written_by = models.ForeignKey(_USER, verbose_name="填写人", on_delete=models.PROTECT, related_name="+")
    written_on = models.DateField("填写日期", default=clock.today)
    passed = models.BooleanField("核查通过", null=True, blank=True)
    check_note = EncryptedTextField("核查意见", default="", blank=True)
    checked_by = models.ForeignKey(_USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField("核查日期", null=True, blank=True)

    class Meta:
        verbose_name = "纠错整改"
        verbose_name_plural = "纠错整改"
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("written_by")),
                name="tolerance_rectified_checked_by_another",
                violation_error_message="整改情况须由填写人以外的人核查。",
            ),
            models.CheckConstraint(
                condition=Q(passed__isnull=True, checked_on__isnull=True)
                | Q(passed__isnull=False, checked_on__isnull=False, checked_by__isnull=False),
                name="tolerance_rectified_checked_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} 纠错整改"
