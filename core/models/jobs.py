"""The truth about background work: one row per job, whatever becomes of queue and workers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import clock


class JobState(models.TextChoices):
    WAITING = "waiting", "待执行"
    RUNNING = "running", "执行中"
    DONE = "done", "已完成"
    FAILED = "failed", "失败"


OPEN = (JobState.WAITING, JobState.RUNNING)


class Job(models.Model):
    """One piece of work. Only `core.jobs` changes it, by conditional updates on state and lease token."""

    State = JobState

    kind = models.CharField("种类", max_length=60)
    key = models.CharField("效果标识", max_length=120, blank=True)
    arguments = models.JSONField("参数", default=dict, blank=True)
    state = models.CharField("状态", max_length=8, choices=JobState.choices, default=JobState.WAITING)
    due_at = models.DateTimeField("应执行时间", default=clock.now)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField("租期至", null=True, blank=True)
    heartbeat_at = models.DateTimeField("最近心跳", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    max_attempts = models.PositiveSmallIntegerField("最多次数", default=5)
    progress_done = models.PositiveBigIntegerField("已完成量", default=0)
    progress_total = models.PositiveBigIntegerField("总量", default=0)
    progress_note = models.CharField("进展", max_length=200, blank=True)
    last_error = models.CharField("最近的错误", max_length=500, blank=True)
    result = models.JSONField("结果", default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="发起人", on_delete=models.PROTECT, related_name="+"
    )
    # Of the request that asked for it: one number through web server, page, job and security log.
    request_id = models.CharField("请求编号", max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField("发起时间", default=clock.now, editable=False)
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "后台任务"
        verbose_name_plural = "后台任务"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "due_at"], name="job_due"),
            models.Index(fields=["state", "lease_until"], name="job_lease"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=~Q(key="") & Q(state__in=OPEN),
                name="job_one_open_key",
                violation_error_message="同一任务已在执行或等待执行。",
            ),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING, lease_token__isnull=False, lease_until__isnull=False)
                | (~Q(state=JobState.RUNNING) & Q(lease_token__isnull=True, lease_until__isnull=True)),
                name="job_lease_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, finished_at__isnull=True)
                | (~Q(state__in=OPEN) & Q(finished_at__isnull=False)),
                name="job_finished_has_time",
            ),
            models.CheckConstraint(condition=Q(attempts__lte=F("max_attempts")), name="job_attempts_bounded"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}（{self.get_state_display()}）"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
