"""A result told to the cadre (结果反馈), and the day of signing for it (签收)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import ConcurrentTransitionMixin, transition

from appraisal.models import Participant
from core.fields import StateField
from core.models import CaseEvent, StoredFile
from core.models.history import Versioned

from ..access.review import FeedbackQuerySet


class FeedbackState(models.TextChoices):
    WAITING = "waiting", "待签收"
    SIGNED = "signed", "已签收"
    REFUSED = "refused", "拒绝签收"


class Feedback(ConcurrentTransitionMixin, Versioned):
    """One notice of one result. revision: which state of the result it tells, 1 for the first decision.

    due: last working day of signing, provisional while that year's holidays are not published. review_until:
    last day on which a review may be asked for. way: signed in the system, or on paper that staff entered
    (代录, with the scan).
    """

    State = FeedbackState

    class Way(models.TextChoices):
        SYSTEM = "system", "本人在系统中签收"
        PAPER = "paper", "纸质签收，代录"

    participant = models.ForeignKey(
        Participant, verbose_name="参加考核人员", on_delete=models.PROTECT, related_name="feedbacks"
    )
    revision = models.PositiveSmallIntegerField("结果版次", default=1)
    state = StateField("状态", default=State.WAITING, choices=State.choices)
    notified_on = models.DateField("通知日期")
    due = models.DateField("签收期限")
    provisional = models.BooleanField("期限暂定", default=False)
    review_until = models.DateField("申请复核的期限")
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="反馈人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    handed_on = models.DateField("当面反馈日期", null=True, blank=True)
    way = models.CharField("签收方式", max_length=8, choices=Way.choices, blank=True)
    signed_on = models.DateField("签收日期", null=True, blank=True)
    opinion = models.CharField("本人意见", max_length=500, blank=True)
    scan = models.OneToOneField(
        StoredFile, verbose_name="签收扫描件", null=True, on_delete=models.PROTECT, related_name="+"
    )
    refusal = models.CharField("拒绝签收的情况", max_length=500, blank=True)
    witness_one = models.CharField("见证人一", max_length=64, blank=True)
    witness_two = models.CharField("见证人二", max_length=64, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = "结果反馈"
        verbose_name_plural = "结果反馈"
        constraints = [
            models.UniqueConstraint(fields=["participant", "revision"], name="feedback_once_per_revision"),
            models.CheckConstraint(
                condition=~Q(state="signed")
                | (Q(signed_on__isnull=False, recorded_by__isnull=False) & ~Q(way="")),
                name="feedback_signed_has_day",
                violation_error_message="签收须有日期和方式。",
            ),
            models.CheckConstraint(
                condition=~Q(way="paper") | Q(scan__isnull=False),
                name="feedback_paper_has_scan",
                violation_error_message="代录纸质签收须上传扫描件。",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal=""),
                name="feedback_refused_has_words",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | (~Q(witness_one="") & ~Q(witness_two="")),
                name="feedback_refused_has_witnesses",
                violation_error_message="拒绝签收须有两名见证人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("feedback_page", args=[self.participant.cycle.code, self.pk])

    @transition(state, source=State.WAITING, target=State.SIGNED, custom={"label": "签收"})
    def sign(self) -> None: ...

    @transition(state, source=State.WAITING, target=State.REFUSED, custom={"label": "记录拒绝签收"})
    def refuse(self) -> None: ...


class FeedbackEvent(CaseEvent):
    """What happened to a notice, by whom; append-only by trigger."""

    case = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "结果反馈记录"
        verbose_name_plural = "结果反馈记录"
