"""Posts of units (岗位): how many people may hold one (职数), and whether it is a key post."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from core.models.history import FieldHistory, Versioned


class PostRank(models.TextChoices):
    CHIEF = "正职"
    DEPUTY = "副职"


class Post(Versioned):
    """A post in a unit; `quota` is how many people may hold it (职数)."""

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="posts")
    title = models.CharField("职务", max_length=100)
    rank = models.CharField("正副职", max_length=4, choices=PostRank.choices)
    quota = models.PositiveSmallIntegerField("职数", default=1)
    is_key = models.BooleanField("关键岗位", default=False)
    closed_on = models.DateField("撤销日期", null=True, blank=True)

    history = FieldHistory()

    class Meta:
        verbose_name = "岗位"
        verbose_name_plural = "岗位"
        ordering = ["unit", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title", "rank"],
                name="post_once_per_unit",
                violation_error_message="该单位已有这个岗位。",
            ),
            models.CheckConstraint(condition=Q(rank__in=PostRank.values), name="post_rank_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def in_full(self) -> str:
        """With its unit, said once: 财务处处长 of the 财务处 names it already."""
        return self.title if self.title.startswith(self.unit.name) else f"{self.unit.name} {self.title}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None
