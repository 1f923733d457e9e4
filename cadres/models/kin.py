"""Relatives, known for one purpose: who must step aside when a relative's case is decided (回避)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.fields import EncryptedTextField
from core.models.history import FieldHistory, KeepsSecrets, Versioned

from .cadres import Cadre


class Kin(Versioned, KeepsSecrets):
    """A relative of a cadre. Sealed: shown on that cadre's page only, never searched, never exported."""

    class Relation(models.TextChoices):
        SPOUSE = "spouse", "配偶"
        CHILD = "child", "子女"
        PARENT = "parent", "父母"
        SIBLING = "sibling", "兄弟姐妹"
        COLLATERAL = "collateral", "三代以内旁系血亲"
        IN_LAW = "in_law", "近姻亲"
        OTHER = "other", "其他"

    cadre = models.ForeignKey(Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="kin")
    relation = models.CharField("关系", max_length=12, choices=Relation.choices)
    name = EncryptedTextField("姓名", context="kin.name")
    workplace = EncryptedTextField("工作单位及职务", context="kin.workplace", default="", blank=True)
    relative = models.ForeignKey(
        Cadre,
        verbose_name="在册的亲属",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="kin_of",
    )
    removed_on = models.DateField("停用日期", null=True, blank=True)

    history = FieldHistory(excluded_fields=["name", "workplace"])

    class Meta:
        verbose_name = "亲属"
        verbose_name_plural = "亲属"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(relative__isnull=True) | ~Q(relative=F("cadre")),
                name="kin_of_somebody_else",
                violation_error_message="亲属不能是本人。",
            ),
            models.UniqueConstraint(
                fields=["cadre", "relative"],
                condition=Q(relative__isnull=False, removed_on__isnull=True),
                name="kin_relative_once",
                violation_error_message="已登记过与这名干部的亲属关系。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre} {self.get_relation_display()}"
