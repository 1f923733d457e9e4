"""The first of a year on their way to a commendation (第七条)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import ConcurrentTransitionMixin, transition

from appraisal.models import Participant
from core import clock
from core.fields import StateField
from core.models import CaseEvent, StoredFile
from decisions.models import Publicity

from ..access.uses import CommendationQuerySet


class CommendationState(models.TextChoices):
    GATHERING = "gathering", "收集事迹"
    READY = "ready", "待党委审议"
    AGREED = "agreed", "同意表彰，待公示"
    DECLINED = "declined", "不予表彰"
    DEFERRED = "deferred", "暂缓"
    PUBLIC = "public", "公示中"
    STOPPED = "stopped", "公示后不再继续"
    CLEARED = "cleared", "公示无异议，待发文"
    COMMENDED = "commended", "已表彰"
    LAPSED = "lapsed", "已不在名单"
    REVOKED = "revoked", "表彰已撤销"


S = CommendationState
_OPEN = (S.GATHERING, S.READY, S.DEFERRED)
_JUDGED = (S.AGREED, S.DECLINED, S.DEFERRED)


class CommendationCase(ConcurrentTransitionMixin, models.Model):
    """One candidate for a commendation.

    above_quota: added beyond the seats after a matter was lifted (补充表彰), with the reason. entry: primary
    key of the line of the agenda it was decided on; meeting: that meeting in words.
    """

    State = CommendationState
    OPEN = _OPEN

    class Form(models.TextChoices):
        CIRCULAR = "circular", "通报表扬"
        CERTIFICATE = "certificate", "颁发证书"
        AWARD = "award", "嘉奖"

    participant = models.OneToOneField(
        Participant, verbose_name="参加考核人员", on_delete=models.PROTECT, related_name="commendation"
    )
    above_quota = models.BooleanField("补充表彰", default=False)
    reason = models.CharField("补充表彰的理由", max_length=500, blank=True)
    initiative = models.TextField("主动作为", blank=True)
    performance = models.TextField("表现突出", blank=True)
    state = StateField("状态", default=S.GATHERING, choices=S.choices)
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    decision_reason = models.CharField("决定的理由", max_length=1000, blank=True)
    meeting = models.CharField("决定的会议", max_length=120, blank=True)
    entry = models.PositiveBigIntegerField("议题条目", null=True, blank=True)
    publicity = models.ForeignKey(
        Publicity,
        verbose_name="公示",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commendations",
    )
    cleared_on = models.DateField("公示办结日期", null=True, blank=True)
    form = models.CharField("表彰形式", max_length=12, choices=Form.choices, blank=True)
    document_no = models.CharField("表彰文号", max_length=100, blank=True)
    commended_on = models.DateField("表彰日期", null=True, blank=True)
    revoked_on = models.DateField("撤销日期", null=True, blank=True)
    revoked_document = models.CharField("撤销文号", max_length=100, blank=True)
    revoked_reason = models.CharField("撤销理由", max_length=500, blank=True)

    objects = CommendationQuerySet.as_manager()

    class Meta:
        verbose_name = "表彰人选"
        verbose_name_plural = "表彰人选"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="commendation_state_known"),
            models.CheckConstraint(
                condition=Q(above_quota=False) | ~Q(reason=""), name="commendation_above_quota_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("gathering", "lapsed")) | (~Q(initiative="") & ~Q(performance="")),
                name="commendation_needs_both_kinds_of_evidence",
                violation_error_message="提请审议须有主动作为和表现突出两方面的事迹。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("agreed", "declined", "deferred", "public", "cleared", "commended"))
                | Q(decided_on__isnull=False, entry__isnull=False),
                name="commendation_decided_by_a_meeting",
                violation_error_message="表彰须经党委研究决定。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("public", "cleared", "commended")) | Q(publicity__isnull=False),
                name="commendation_after_publicity",
                violation_error_message="表彰须先公示。",
            ),
            models.CheckConstraint(
                condition=~Q(state="commended")
                | (Q(commended_on__isnull=False) & ~Q(document_no="") & ~Q(form="")),
                name="commendation_by_a_document",
                violation_error_message="表彰须有文号、日期和形式。",
            ),
            models.CheckConstraint(
                condition=Q(state="revoked")
                & Q(revoked_on__isnull=False, commended_on__isnull=False)
                & ~Q(revoked_document="")
                & ~Q(revoked_reason="")
                | ~Q(state="revoked") & Q(revoked_on__isnull=True, revoked_document="", revoked_reason=""),
                name="commendation_revoked_in_writing",
                violation_error_message="撤销表彰须有文号、日期和理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant.cadre.name}（{self.get_state_display()}）"

    @transition(state, source=S.GATHERING, target=S.READY, custom={"label": "提请审议"})
    def submit(self) -> None: ...

    @transition(
        state,
        source=[S.READY, S.DEFERRED, S.DECLINED, S.STOPPED],
        target=S.GATHERING,
        custom={"label": "退回补充"},
    )
    def reopen(self) -> None: ...

    @transition(state, source=[S.READY, *_JUDGED], target=S.AGREED, custom={"label": "同意表彰"})
    def agree(self, **decision: Any) -> None:
        self._decided(**decision)

    @transition(
        state,
        source=[S.READY, *_JUDGED, S.PUBLIC, S.CLEARED],
        target=S.DECLINED,
        custom={"label": "不予表彰"},
    )
    def decline(self, **decision: Any) -> None:
        self._decided(**decision)

    @transition(
        state, source=[S.READY, *_JUDGED, S.PUBLIC, S.CLEARED], target=S.DEFERRED, custom={"label": "暂缓"}
    )
    def defer(self, **decision: Any) -> None:
        self._decided(**decision)

    @transition(state, source=S.AGREED, target=S.PUBLIC, custom={"label": "公示"})
    def publish(self, *, publicity: Publicity) -> None:
        self.publicity = publicity

    @transition(state, source=S.PUBLIC, target=S.AGREED, custom={"label": "公示撤回"})
    def unpublish(self) -> None:
        """The whole list was taken back; it may be published again."""
        self.publicity = None

    @transition(state, source=S.PUBLIC, target=S.CLEARED, custom={"label": "公示无异议"})
    def clear(self, *, on: Any) -> None:
        self.cleared_on = on

    @transition(state, source=S.PUBLIC, target=S.STOPPED, custom={"label": "公示后不再继续"})
    def stop(self) -> None: ...

    @transition(state, source=S.CLEARED, target=S.COMMENDED, custom={"label": "发文表彰"})
    def commend(self, *, form: str, document_no: str, on: Any) -> None:
        self.form, self.document_no, self.commended_on = form, document_no, on

    @transition(state, source=S.COMMENDED, target=S.REVOKED, custom={"label": "撤销表彰"})
    def revoke(self, *, document_no: str, on: Any, reason: str) -> None:
        """By another document; what was commended stays to be read."""
        self.revoked_document, self.revoked_on, self.revoked_reason = document_no, on, reason

    @transition(state, source=list(_OPEN), target=S.LAPSED, custom={"label": "移出名单"})
    def lapse(self) -> None:
        """The results changed before the decision, and the list with them."""

    @transition(state, source=S.LAPSED, target=S.GATHERING, custom={"label": "重新列入"})
    def relist(self) -> None: ...

    def _decided(self, *, on: Any, reason: str, meeting: str, entry: int) -> None:
        self.decided_on, self.decision_reason, self.meeting, self.entry = on, reason, meeting, entry


class CommendationFile(models.Model):
    """A file that proves a candidate's facts; for 主动作为 or for 表现突出."""

    class Kind(models.TextChoices):
        INITIATIVE = "initiative", "主动作为"
        PERFORMANCE = "performance", "表现突出"

    case = models.ForeignKey(
        CommendationCase, verbose_name="表彰人选", on_delete=models.PROTECT, related_name="files"
    )
    kind = models.CharField("证明什么", max_length=12, choices=Kind.choices)
    file = models.OneToOneField(
        StoredFile, verbose_name="文件", on_delete=models.PROTECT, related_name="commendation_file"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="上传人", on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField("上传时间", default=clock.now, editable=False)
    removed_at = models.DateTimeField("撤下时间", null=True, blank=True)

    class Meta:
        verbose_name = "事迹材料"
        verbose_name_plural = "事迹材料"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file.name


class CommendationEvent(CaseEvent):
    """What happened to a candidate, by whom; append-only by trigger."""

    case = models.ForeignKey(CommendationCase, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "表彰大事记"
        verbose_name_plural = "表彰大事记"
