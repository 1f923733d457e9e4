"""What makes one cadre's marks on one matter count no more, or count less (第十二、十四条)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cadres.models import Cadre

from .marks import Matter


class Relief(models.Model):
    """What lifts all of one cadre's marks on one matter, of any date, and nobody else's (第十四条).

    In force from `valid_from` and before `valid_to`. Only a revocation ends one that was recorded on line:
    `revoked_on` is its decision, `valid_to` the day from which the marks count again, never an earlier one.
    """

    class Kind(models.TextChoices):
        EXEMPT = "免除责任", "免除责任"
        CLARIFIED = "澄清", "澄清"

    matter = models.ForeignKey(Matter, verbose_name="事项", on_delete=models.PROTECT, related_name="reliefs")
    cadre = models.ForeignKey(Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="reliefs")
    kind = models.CharField("认定", max_length=12, choices=Kind.choices)
    source = models.CharField("来源", max_length=200)
    valid_from = models.DateField("起始日期", null=True, blank=True)
    valid_to = models.DateField("终止日期", null=True, blank=True)
    file_year = models.PositiveSmallIntegerField("来自哪一年度的文件", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    revoked_on = models.DateField("撤销决定日期", null=True, blank=True)
    revoked_document = models.CharField("撤销文号", max_length=100, blank=True)
    revoked_reason = models.CharField("撤销理由", max_length=500, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="撤销登记人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "免责与澄清"
        verbose_name_plural = "免责与澄清"
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "cadre", "kind"],
                condition=Q(file_year__isnull=True, valid_to__isnull=True),
                name="relief_once_open",
                violation_error_message="该干部在此事项上已有同样的认定。",
            ),
            models.UniqueConstraint(
                fields=["matter", "cadre", "kind", "file_year"],
                condition=Q(file_year__isnull=False),
                name="relief_once_per_file",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True)
                | Q(valid_to__gte=F("revoked_on")) & ~Q(revoked_reason="") & ~Q(revoked_document=""),
                name="relief_revoked_has_words",
                violation_error_message="撤销认定须写明文号和理由，且不溯及以往。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.cadre} {self.kind}"


class Ruling(models.Model):
    """从轻 or 减轻 of one cadre on one matter: the marks given under it replace the earlier ones (第十二条).

    `replaced` are the earlier marks, `given` those that count instead; none given means that nothing does.
    revoked_on: the day from which the earlier ones count again, as marks of their own.
    """

    class Kind(models.TextChoices):
        LIGHTER = "从轻", "从轻"
        REDUCED = "减轻", "减轻"

    matter = models.ForeignKey(Matter, verbose_name="事项", on_delete=models.PROTECT, related_name="rulings")
    cadre = models.ForeignKey(Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="rulings")
    kind = models.CharField("认定", max_length=12, choices=Kind.choices, blank=True)
    source = models.CharField("来源", max_length=200)
    ruled_on = models.DateField("认定日期")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    revoked_on = models.DateField("撤销日期", null=True, blank=True)
    revoked_document = models.CharField("撤销文号", max_length=100, blank=True)
    revoked_reason = models.CharField("撤销理由", max_length=500, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="撤销登记人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "从轻与减轻"
        verbose_name_plural = "从轻与减轻"
        ordering = ["ruled_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="ruling_has_source"),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True) | ~Q(revoked_reason="") & ~Q(revoked_document=""),
                name="ruling_revoked_has_words",
                violation_error_message="撤销认定须写明文号和理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.cadre} {self.kind or '处理'}"
