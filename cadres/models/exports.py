"""A wish to take unmasked personal data out of the system: one asks, another decides, one download."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import clock

from ..export_access import ExportRequestQuerySet


class ExportState(models.TextChoices):
    WAITING = "waiting", "待审批"
    APPROVED = "approved", "已批准"
    REJECTED = "rejected", "已退回"
    DOWNLOADED = "downloaded", "已下载"


class ExportRequest(models.Model):
    """What is asked for is frozen: the query, and which rows it found (`rows_sha256`, `row_count`).

    Only `cadres.services.exports` changes the state, by conditional updates.
    """

    State = ExportState
    VALID_FOR = timedelta(hours=24)

    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="申请人", on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField("申请时间", default=clock.now, editable=False)
    purpose = models.CharField("用途", max_length=200)
    query = models.CharField("筛选条件", max_length=2_000, blank=True)
    row_count = models.PositiveIntegerField("人数")
    rows_sha256 = models.CharField("名单摘要", max_length=64)
    state = models.CharField("状态", max_length=10, choices=ExportState.choices, default=ExportState.WAITING)
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="审批人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    decision_note = models.CharField("审批意见", max_length=200, blank=True)
    expires_at = models.DateTimeField("下载期限", null=True, blank=True)
    downloaded_at = models.DateTimeField("下载时间", null=True, blank=True)

    objects = ExportRequestQuerySet.as_manager()  # type: ignore[django-manager-missing]

    class Meta:
        verbose_name = "导出申请"
        verbose_name_plural = "导出申请"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ExportState.values), name="export_state_known"),
            models.CheckConstraint(
                condition=Q(decider__isnull=True) | ~Q(decider=F("requester")),
                name="export_needs_second_person",
                violation_error_message="导出申请须由申请人以外的人审批。",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decider__isnull=True, decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decider__isnull=False, decided_at__isnull=False)),
                name="export_decided_has_decider",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["approved", "downloaded"], expires_at__isnull=False)
                | Q(state__in=["waiting", "rejected"], expires_at__isnull=True),
                name="export_approved_has_term",
            ),
            models.CheckConstraint(
                condition=Q(state="downloaded", downloaded_at__isnull=False)
                | (~Q(state="downloaded") & Q(downloaded_at__isnull=True)),
                name="export_downloaded_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requester} {self.requested_at:%Y-%m-%d}（{self.get_state_display()}）"

    def is_open_for_download(self, now: datetime) -> bool:
        """Whether the one download is still to be had."""
        return self.state == ExportState.APPROVED and self.expires_at is not None and now < self.expires_at

    def has_lapsed(self, now: datetime) -> bool:
        """Approved, but nobody came for it in time."""
        return self.state == ExportState.APPROVED and not self.is_open_for_download(now)
