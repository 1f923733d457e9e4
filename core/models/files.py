"""Files that people gave or jobs made; their content lies sealed under `var/files`."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock


class StoredFile(models.Model):
    """One file at rest, made and opened by `core.files` only; its owner's view streams it."""

    class Screening(models.TextChoices):
        OWN = "own", "系统生成，不必查毒"
        WAITING = "waiting", "尚未查毒"
        CLEAN = "clean", "已查毒"

    storage_name = models.CharField("存放名", max_length=64, unique=True, editable=False)
    name = models.CharField("文件名", max_length=150)
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    screening = models.CharField("查毒", max_length=10, choices=Screening, default=Screening.OWN)
    created_at = models.DateTimeField("存入时间", default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="存入人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "文件"
        verbose_name_plural = "文件"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(storage_name="") & ~Q(name=""), name="file_has_names"),
            models.CheckConstraint(
                condition=Q(screening__in=["own", "waiting", "clean"]), name="file_screening_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def brought(cls, *, scanned: bool) -> Screening:
        """How a file begins that somebody brought."""
        return cls.Screening.CLEAN if scanned else cls.Screening.WAITING
