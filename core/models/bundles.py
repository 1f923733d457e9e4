"""Documents that a job makes and packs into one file for who asked for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import clock

from .files import StoredFile
from .jobs import Job, JobState


class DocumentBundleQuerySet(models.QuerySet["DocumentBundle"]):
    """Bundles; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Any) -> DocumentBundleQuerySet:
        """The user's own that have not lapsed; the app of the kind judges who may ask for one at all."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(requested_by=user, expires_at__gt=clock.now())


class DocumentBundle(models.Model):
    """One zip of documents, made once by a job and kept for a few days.

    kind and arguments (primary keys, short codes) name what is made, for `core.documents` to find its
    builder. The job is its state; it may be purged before the bundle is.
    """

    kind = models.CharField("种类", max_length=60)
    arguments = models.JSONField("参数", default=dict)
    name = models.CharField("文件名", max_length=120)
    purpose = models.CharField("用途", max_length=200, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="申请人", on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField("申请时间", default=clock.now, editable=False)
    expires_at = models.DateTimeField("保留至", db_index=True)
    job = models.OneToOneField(
        Job, verbose_name="后台任务", null=True, on_delete=models.SET_NULL, related_name="document_bundle"
    )
    file = models.OneToOneField(
        StoredFile, verbose_name="文件", null=True, on_delete=models.PROTECT, related_name="+"
    )
    documents = models.PositiveIntegerField("文书份数", default=0)

    objects = DocumentBundleQuerySet.as_manager()

    class Meta:
        verbose_name = "文书压缩包"
        verbose_name_plural = "文书压缩包"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="") & ~Q(name=""), name="bundle_has_names"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("requested_at")), name="bundle_expires_after_request"
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | Q(documents=0), name="bundle_counts_what_it_holds"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_ready(self) -> bool:
        return self.file_id is not None

    @property
    def is_open(self) -> bool:
        """Whether it is still being made, or waits for it."""
        return not self.is_ready and self.job is not None and self.job.is_open

    @property
    def failed(self) -> str:
        """Why it was not made; empty while it may still be."""
        if self.is_ready or self.is_open:
            return ""
        if self.job is None or self.job.state != JobState.FAILED:
            return "制作没有完成，请重新制作。"
        return self.job.last_error or "制作没有完成，请重新制作。"

    def lapsed(self, now: datetime) -> bool:
        return self.expires_at <= now
