"""The risk list (风险清单): posts of units, what can go wrong there, and what is done about it (第十三条)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Unit
from core import clock
from core.models import StagedRow
from core.models.history import FieldHistory, Versioned
from policy.supervision import FIRST, LEVELS, NO_LEVEL, SECOND, THIRD

from ..access import OfUnitQuerySet


class RiskKind(models.TextChoices):
    THOUGHT = "thought", "思想道德"
    POST = "post", "岗位职责"
    PROCESS = "process", "业务流程"
    SYSTEM = "system", "制度机制"
    SURROUNDINGS = "surroundings", "外部环境"


class RiskPost(Versioned):
    """A post in the words of the unit's list, with its level. by_hand: the level was set, with its reason."""

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    title = models.CharField("岗位", max_length=100)
    level = models.PositiveSmallIntegerField("等级", choices=tuple(LEVELS.items()), default=NO_LEVEL)
    why = models.CharField("定级理由", max_length=300, blank=True)
    by_hand = models.BooleanField("人工定级", default=False)

    history = FieldHistory()

    class Meta:
        verbose_name = "风险岗位"
        verbose_name_plural = "风险岗位"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title"],
                name="risk_post_once",
                violation_error_message="该单位已有这个岗位。",
            ),
            models.CheckConstraint(
                condition=Q(level__in=(FIRST, SECOND, THIRD, NO_LEVEL)), name="risk_post_level_known"
            ),
            models.CheckConstraint(
                condition=Q(by_hand=False) | (~Q(why="") & ~Q(level=NO_LEVEL)),
                name="risk_post_set_with_reason",
                violation_error_message="人工定级须写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.name}{self.title}"


class RiskColumns(models.Model):
    """The columns of a risk, the same when stored and when staged."""

    power = models.CharField("职权（事项）", max_length=100)
    step = models.CharField("流程环节", max_length=100, blank=True)
    description = models.CharField("风险描述", max_length=300)
    kind = models.CharField("类别", max_length=14, choices=RiskKind.choices)
    before = models.CharField("前期预防", max_length=500, blank=True)
    during = models.CharField("中期监控", max_length=500, blank=True)
    after = models.CharField("后期检查", max_length=500, blank=True)
    owner = models.CharField("责任人", max_length=64, blank=True)
    heavy = models.BooleanField("权力行使影响重大", default=False)
    free = models.BooleanField("自由裁量无限制", default=False)
    tainted = models.BooleanField("曾发生不廉洁问题", default=False)

    class Meta:
        abstract = True


class Risk(RiskColumns, Versioned):
    """One risk of one post; closed ones stay, and count no more."""

    post = models.ForeignKey(RiskPost, verbose_name="岗位", on_delete=models.PROTECT, related_name="risks")
    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    added_on = models.DateField("列入日期", default=clock.today)
    closed_on = models.DateField("解除日期", null=True, blank=True)
    closing = models.CharField("解除理由", max_length=200, blank=True)

    objects = OfUnitQuerySet.as_manager()
    history = FieldHistory()

    class Meta:
        verbose_name = "风险点"
        verbose_name_plural = "风险点"
        ordering = ["unit", "post", "pk"]
        indexes = [models.Index(fields=["unit", "closed_on"], name="risk_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "power", "step", "description"],
                condition=Q(closed_on__isnull=True),
                name="risk_once",
                violation_error_message="该岗位已列入同样的风险点。",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(closing=""), name="risk_closed_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.power}：{self.description}"

    def get_absolute_url(self) -> str:
        return reverse("risk", args=[self.pk])


class RiskUpdate(models.Model):
    """A unit went through its list: once a year, or after a change of posts. Append-only by trigger."""

    class Kind(models.TextChoices):
        REVIEW = "review", "年度评估"
        CHANGE = "change", "变动后更新"

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=8, choices=Kind.choices)
    on = models.DateField("日期", default=clock.today)
    note = models.CharField("情况", max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="报告人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "清单更新"
        verbose_name_plural = "清单更新"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_kind_display()} {self.on}"


class StagedRisk(StagedRow, RiskColumns):
    """A row of 风险清单 as read."""

    unit_name = models.CharField(max_length=100)
    title = models.CharField(max_length=100)


RISK_FIELDS: tuple[str, ...] = tuple(field.name for field in RiskColumns._meta.local_fields)
YES_NO: dict[bool, str] = {True: "是", False: "否"}


def said(value: Any) -> str:
    """A column's value as files and previews show it."""
    return YES_NO[value] if isinstance(value, bool) else str(value)
