"""What this installation is."""

from __future__ import annotations

from django.db import models


class Installation(models.Model):
    """One row: whether the database holds the demo institution, so that nothing real is mixed with it."""

    name = models.CharField("学校名称", max_length=100)
    is_demo = models.BooleanField("演示数据", default=False)
    single = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        verbose_name = "安装"
        verbose_name_plural = "安装"
        constraints = [models.CheckConstraint(condition=models.Q(single=True), name="installation_one_row")]

    def __str__(self) -> str:
        return self.name
