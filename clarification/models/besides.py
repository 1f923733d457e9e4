"""What belongs to a case: what the talk had blocked, until it is restored, and files."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import clock
from core.models import StoredFile
from core.models.history import Versioned

from .cases import Clarification


class Blocked(Versioned):
    """Something of the cadre's that was put off because of the talk, and when it was restored."""

    class Kind(models.TextChoices):
        AWARD = "award", "评优表彰"
        PROMOTION = "promotion", "提拔任用"
        RANK = "rank", "职级晋升"
        TITLE = "title", "职称评聘"
        POOL = "pool", "优秀年轻干部"
        OTHER = "other", "其他"

    case = models.ForeignKey(
        Clarification, verbose_name="澄清", on_delete=models.PROTECT, related_name="blocked"
    )
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    what = models.CharField("受影响的事项", max_length=200)
    blocked_on = models.DateField("暂缓日期", null=True, blank=True)
    restored_on = models.DateField("恢复日期", null=True, blank=True)
    restored_note = models.CharField("恢复情况", max_length=300, blank=True)
    document_no = models.CharField("恢复文号", max_length=100, blank=True)
    restored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="办理人", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "受影响事项"
        verbose_name_plural = "受影响事项"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(restored_on__isnull=True, restored_by__isnull=True)
                | (Q(restored_on__isnull=False, restored_by__isnull=False) & ~Q(restored_note="")),
                name="clarification_restored_whole",
                violation_error_message="恢复须有日期和情况。",
            ),
            models.CheckConstraint(
                condition=Q(restored_on__isnull=True)
                | Q(blocked_on__isnull=True)
                | Q(restored_on__gte=F("blocked_on")),
                name="clarification_restored_in_order",
                violation_error_message="恢复日期不能早于暂缓日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.what}"


class ClarificationFile(models.Model):
    """A file of the case. own: added by the cadre to the request; else by the office, for offices only."""

    case = models.ForeignKey(
        Clarification, verbose_name="澄清", on_delete=models.PROTECT, related_name="files"
    )
    file = models.OneToOneField(
        StoredFile, verbose_name="文件", on_delete=models.PROTECT, related_name="clarification_file"
    )
    own = models.BooleanField("本人上传", default=False)
    added_at = models.DateTimeField("上传时间", default=clock.now)

    class Meta:
        verbose_name = "澄清附件"
        verbose_name_plural = "澄清附件"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file.name
