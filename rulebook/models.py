"""Policy documents, and parameter versions that are only ever added, never changed (第一条)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django_fsm import ConcurrentTransitionMixin, transition

from accounts.models import User
from core import clock
from core.fields import StateField
from core.models import CaseEvent

from .access import DraftQuerySet, VersionQuerySet


class PolicyDocument(models.Model):
    """A regulation or rule of the university that parameters rest on."""

    title = models.CharField("名称", max_length=200)
    number = models.CharField("文号", max_length=100, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    class Meta:
        verbose_name = "制度文件"
        verbose_name_plural = "制度文件"
        ordering = ["-issued_on", "pk"]

    def __str__(self) -> str:
        return self.title


class PolicyVersion(models.Model):
    """One approved version of the parameters; append-only by trigger, so a frozen copy can never move.

    The version delivered with the product has neither drafter nor approver; every other needs two people.
    meeting_number, met_on: the meeting of the Party committee that decided; note: what the approver adds.
    """

    document = models.ForeignKey(PolicyDocument, verbose_name="依据", on_delete=models.PROTECT)
    number = models.PositiveIntegerField("版本号", unique=True)
    parameters = models.JSONField("参数")
    effective_from = models.DateField("生效日期")
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="起草人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="批准人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField("批准时间")
    summary = models.TextField("起草说明", blank=True)
    meeting_number = models.CharField("会议文号", max_length=100, blank=True)
    met_on = models.DateField("会议日期", null=True, blank=True)
    note = models.TextField("批准意见", blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = "参数版本"
        verbose_name_plural = "参数版本"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(drafted_by__isnull=True, approved_by__isnull=True)
                | (
                    Q(drafted_by__isnull=False)
                    & Q(approved_by__isnull=False)
                    & ~Q(drafted_by=F("approved_by"))
                ),
                name="policy_two_people",
                violation_error_message="参数须由一人起草、另一人批准。",
            )
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 版"


class PolicyDraft(ConcurrentTransitionMixin, models.Model):
    """A version in the making: one person drafts, another approves, and only then it is a PolicyVersion.

    base: the version it started from; version: how often it was changed, so that nobody overwrites what
    somebody else wrote; result: the version that came of it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "起草中"
        SUBMITTED = "submitted", "待批准"
        RETURNED = "returned", "已退回"
        APPROVED = "approved", "已批准"
        DISCARDED = "discarded", "已作废"

    EDITABLE = (State.DRAFT, State.RETURNED)

    base = models.ForeignKey(
        PolicyVersion, verbose_name="起草基础", on_delete=models.PROTECT, related_name="drafts"
    )
    document = models.ForeignKey(PolicyDocument, verbose_name="依据", on_delete=models.PROTECT)
    effective_from = models.DateField("生效日期")
    summary = models.TextField("起草说明")
    parameters = models.JSONField("参数")
    state = StateField("状态", default=State.DRAFT, choices=State.choices)
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="起草人", on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField("起草时间", default=clock.now, editable=False)
    changed_at = models.DateTimeField("最近办理时间", default=clock.now, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="批准人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    result = models.OneToOneField(
        PolicyVersion, verbose_name="批准的版本", null=True, on_delete=models.PROTECT, related_name="draft"
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = "参数草案"
        verbose_name_plural = "参数草案"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drafted_by")),
                name="policy_draft_two_people",
                violation_error_message="参数须由一人起草、另一人批准。",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", approved_by__isnull=False, result__isnull=False)
                | (~Q(state="approved") & Q(approved_by__isnull=True, result__isnull=True)),
                name="policy_draft_approved_has_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.base}的修改草案"

    @transition(state, source=EDITABLE, target=State.SUBMITTED, custom={"label": "提交批准"})
    def submit(self) -> None: ...

    @transition(state, source=State.SUBMITTED, target=State.RETURNED, custom={"label": "退回"})
    def send_back(self) -> None: ...

    @transition(state, source=EDITABLE, target=State.DISCARDED, custom={"label": "作废"})
    def discard(self) -> None: ...

    @transition(state, source=State.SUBMITTED, target=State.APPROVED, custom={"label": "批准"})
    def approve(self, *, by: User, result: PolicyVersion) -> None:
        self.approved_by, self.result = by, result


class PolicyDraftEvent(CaseEvent):
    """What happened to a draft, by whom; append-only by trigger. An edit leaves the state as it was."""

    case = models.ForeignKey(PolicyDraft, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "参数草案大事记"
        verbose_name_plural = "参数草案大事记"
