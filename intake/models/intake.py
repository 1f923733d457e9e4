"""One file that somebody brings in step by step: upload, columns and words, preview, confirm, undo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django_fsm import ConcurrentTransitionMixin, transition

from core import clock
from core.fields import StateField
from core.models import CaseEvent, ImportBatch, Job, StoredFile

from ..access import IntakeQuerySet


class IntakeState(models.TextChoices):
    UPLOADED = "uploaded", "待对应列"
    MAPPED = "mapped", "读入中"
    STAGED = "staged", "待确认"
    APPLYING = "applying", "导入中"
    APPLIED = "applied", "已导入"
    UNDONE = "undone", "已撤销"
    FAILED = "failed", "未能读入"
    DISCARDED = "discarded", "已放弃"


S = IntakeState
OPEN = (S.UPLOADED, S.MAPPED, S.STAGED, S.APPLYING, S.FAILED)


class Intake(ConcurrentTransitionMixin, models.Model):
    """A file on its way in. The file lies sealed until it is applied or a week has passed.

    target: of a file of a year, which of its appraisals it is for, by its code; blank for the usual one.

    mapping: {"columns": {heading in the file: our header, "" for 忽略}, "words": {our header: {word in the
    file: our word}}}. counts: new, changed, removed, unchanged, bad, warnings, read. version counts every
    act, so that nobody confirms what somebody else has changed meanwhile.
    """

    State = IntakeState

    kind = models.CharField("文件种类", max_length=32)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    target = models.SlugField("所属考核", max_length=20, blank=True, default="")
    state = StateField("状态", default=S.UPLOADED, choices=S.choices)
    version = models.PositiveIntegerField("版本", default=1)
    file_name = models.CharField("文件名", max_length=150)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.ForeignKey(
        StoredFile, verbose_name="文件", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    errors_file = models.ForeignKey(
        StoredFile, verbose_name="问题行", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    corrects = models.ForeignKey(
        "self", verbose_name="更正的导入", null=True, on_delete=models.PROTECT, related_name="corrections"
    )
    mapping = models.JSONField("列与词的对应", default=dict)
    batch = models.ForeignKey(
        ImportBatch, verbose_name="批次", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    job = models.ForeignKey(
        Job, verbose_name="后台任务", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    supplement = models.BooleanField("补充导入", default=False)
    counts = models.JSONField("数目", default=dict)
    failure = models.CharField("未完成的原因", max_length=500, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="操作人", on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("上传时间", default=clock.now, editable=False)
    applied_at = models.DateTimeField("导入时间", null=True)
    undone_at = models.DateTimeField("撤销时间", null=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = "导入"
        verbose_name_plural = "导入"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["kind", "applied_at"], name="intake_kind_applied")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="intake_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=[S.APPLIED, S.UNDONE], applied_at__isnull=False)
                | (~Q(state__in=[S.APPLIED, S.UNDONE]) & Q(applied_at__isnull=True)),
                name="intake_applied_has_time",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True)
                | Q(state=S.UNDONE, applied_at__isnull=False, undone_at__gte=F("applied_at")),
                name="intake_undone_was_applied",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name}（{self.get_state_display()}）"

    @property
    def columns(self) -> dict[str, str]:
        return dict(self.mapping.get("columns", {}))

    @property
    def words(self) -> dict[str, dict[str, str]]:
        return dict(self.mapping.get("words", {}))

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @transition(state, source=[S.UPLOADED, S.STAGED, S.FAILED], target=S.MAPPED, custom={"label": "对应列"})
    def map(self, mapping: dict[str, Any]) -> None:
        self.mapping, self.failure, self.batch, self.counts = mapping, "", None, {}

    @transition(state, source=S.MAPPED, target=S.STAGED, custom={"label": "读入完成"})
    def stage(self) -> None: ...

    @transition(state, source=[S.UPLOADED, S.MAPPED], target=S.FAILED, custom={"label": "未能读入"})
    def fail(self, why: str) -> None:
        self.failure = why[:500]

    @transition(state, source=S.STAGED, target=S.APPLYING, custom={"label": "确认导入"})
    def confirm(self) -> None:
        self.failure = ""

    @transition(state, source=S.APPLYING, target=S.STAGED, custom={"label": "需要再看一遍"})
    def look_again(self, why: str) -> None:
        self.failure = why[:500]

    @transition(state, source=S.APPLYING, target=S.APPLIED, custom={"label": "导入完成"})
    def apply(self) -> None:
        self.applied_at = clock.now()

    @transition(state, source=S.APPLIED, target=S.UNDONE, custom={"label": "撤销导入"})
    def undo(self) -> None:
        self.undone_at = clock.now()

    @transition(
        state,
        source=[S.UPLOADED, S.MAPPED, S.STAGED, S.FAILED],
        target=S.DISCARDED,
        custom={"label": "放弃"},
    )
    def discard(self) -> None: ...


class IntakeEvent(CaseEvent):
    """What happened to a file, by whom; append-only by trigger."""

    case = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "导入大事记"
        verbose_name_plural = "导入大事记"
