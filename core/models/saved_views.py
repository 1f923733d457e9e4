"""Views of a list that a user keeps: filters, columns and order under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock


class SavedView(models.Model):
    """A query string of one list, checked against the list's own names when kept and when opened."""

    LONGEST_QUERY = 2_000

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="用户", on_delete=models.PROTECT, related_name="saved_views"
    )
    list_name = models.CharField("列表", max_length=40)
    name = models.CharField("视图名称", max_length=30)
    query = models.CharField("查询串", max_length=LONGEST_QUERY, blank=True)
    is_default = models.BooleanField("默认视图", default=False)
    created_at = models.DateTimeField("保存时间", default=clock.now, editable=False)

    class Meta:
        verbose_name = "列表视图"
        verbose_name_plural = "列表视图"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "list_name", "name"],
                name="saved_view_one_name",
                violation_error_message="您已有同名的视图，请换一个名称。",
            ),
            models.UniqueConstraint(
                fields=["user", "list_name"],
                condition=Q(is_default=True),
                name="saved_view_one_default",
                violation_error_message="每个列表只能有一个默认视图。",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
