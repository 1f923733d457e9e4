"""Warning education (警示教育、敲警钟): a masked case told to an audience, with who was there (第十三条)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from accounts.models import Unit
from cadres.models import Cadre
from core import clock
from core.models.history import Versioned

from ..access import EducationQuerySet
from .cards import Card


class Education(Versioned):
    """One event. unit: whose people it was for; none: the whole school. card: the card its case was, if any.

    case: told without name, 工号 or number of anybody (`policy.alerts.may_tell_case`).
    """

    class Form(models.TextChoices):
        EDUCATION = "education", "警示教育"
        BELL = "bell", "敲警钟"

    form = models.CharField("形式", max_length=10, choices=Form.choices)
    title = models.CharField("主题", max_length=100)
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=100, blank=True)
    unit = models.ForeignKey(
        Unit, verbose_name="单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    audience = models.CharField("对象", max_length=200)
    case_text = models.TextField("案例（隐去姓名）", blank=True)
    card = models.ForeignKey(
        Card, verbose_name="案例来源", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField("登记时间", default=clock.now, editable=False)

    objects = EducationQuerySet.as_manager()

    class Meta:
        verbose_name = "警示教育"
        verbose_name_plural = "警示教育"
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("education", args=[self.pk])


class Attendance(models.Model):
    """One of the audience, and whether there."""

    education = models.ForeignKey(
        Education, verbose_name="警示教育", on_delete=models.CASCADE, related_name="attendance"
    )
    cadre = models.ForeignKey(Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="+")
    present = models.BooleanField("到场", default=True)
    note = models.CharField("说明", max_length=100, blank=True)

    class Meta:
        verbose_name = "参加情况"
        verbose_name_plural = "参加情况"
        ordering = ["education", "cadre__staff_no"]
        constraints = [
            models.UniqueConstraint(
                fields=["education", "cadre"],
                name="attendance_once",
                violation_error_message="该干部已在名单中。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cadre} {'到场' if self.present else '未到场'}"
