"""The supervising leader's reminder talk (谈话提醒, 第七条) and what followed it.

Kept apart from 提醒、函询、诫勉 of 第八条: another table, no influence period, never published.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import RETURN_VALUE, ConcurrentTransitionMixin, transition

from core.fields import EncryptedTextField, StateField
from core.models import CaseEvent, StoredFile

from ..access.uses import TalkQuerySet
from .bottom import BottomReview


class TalkState(models.TextChoices):
    ASSIGNING = "assigning", "待指定谈话领导"
    WAITING = "waiting", "待谈话"
    PAUSED = "paused", "暂停计时"
    RECORDED = "recorded", "待本人确认"
    FOLLOWING = "following", "已谈话，跟踪中"
    CLOSED = "closed", "办结"
    WITHDRAWN = "withdrawn", "已撤回"


T = TalkState


class ReminderTalk(ConcurrentTransitionMixin, models.Model):
    """One talk; it exists from the day on which the committee decided 谈话提醒.

    leader: who talks, None until named; assign_note: why the head has to name somebody, or named this one.
    days_left: working days left when the clock was paused. by_proxy: recorded for the leader (代录).
    """

    State = TalkState

    class Signing(models.TextChoices):
        SYSTEM = "system", "在本系统确认"
        PAPER = "paper", "纸质签字（上传扫描件）"
        REFUSED = "refused", "本人拒绝签字"

    review = models.OneToOneField(
        BottomReview, verbose_name="研判对象", on_delete=models.PROTECT, related_name="talk"
    )
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="谈话领导",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reminder_talks",
    )
    assign_note = models.CharField("指定谈话领导的原因", max_length=500, blank=True)
    state = StateField("状态", default=T.ASSIGNING, choices=T.choices)
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    due_on = models.DateField("谈话期限")
    provisional = models.BooleanField("期限暂定", default=False, editable=False)
    paused_on = models.DateField("暂停日期", null=True, blank=True)
    days_left = models.PositiveSmallIntegerField("暂停时剩余的工作日", null=True, blank=True)
    pause_reason = models.CharField("暂停原因", max_length=300, blank=True)
    talked_at = models.DateTimeField("谈话时间", null=True, blank=True)
    place = models.CharField("谈话地点", max_length=100, blank=True)
    content = EncryptedTextField("谈话内容", default="", blank=True)
    said = EncryptedTextField("本人意见", default="", blank=True)
    points = EncryptedTextField("改进要求", default="", blank=True)
    signing = models.CharField("签字方式", max_length=8, choices=Signing.choices, blank=True)
    scan = models.ForeignKey(
        StoredFile,
        verbose_name="签字扫描件",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="talk_scans",
    )
    refused = EncryptedTextField("拒绝签字的情况", default="", blank=True)
    witness_one = models.CharField("见证人一", max_length=64, blank=True)
    witness_one_post = models.CharField("见证人一职务", max_length=100, blank=True)
    witness_two = models.CharField("见证人二", max_length=64, blank=True)
    witness_two_post = models.CharField("见证人二职务", max_length=100, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("登记时间", null=True, blank=True)
    by_proxy = models.BooleanField("代录", default=False)
    confirmed_at = models.DateTimeField("本人确认时间", null=True, blank=True)
    comment = EncryptedTextField("本人确认时的说明", default="", blank=True)

    objects = TalkQuerySet.as_manager()

    class Meta:
        verbose_name = "谈话提醒"
        verbose_name_plural = "谈话提醒"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=T.values), name="talk_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=("assigning", "withdrawn", "paused")) | Q(leader__isnull=False),
                name="talk_has_a_leader",
                violation_error_message="请先指定谈话领导。",
            ),
            models.CheckConstraint(
                condition=~Q(state="paused")
                | (Q(paused_on__isnull=False, days_left__isnull=False) & ~Q(pause_reason="")),
                name="talk_paused_with_reason",
                violation_error_message="暂停计时须写明原因。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("recorded", "following", "closed"))
                | (Q(talked_at__isnull=False, recorded_by__isnull=False) & ~Q(place="") & ~Q(signing="")),
                name="talk_recorded_in_full",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("following", "closed"))
                | Q(signing="system", confirmed_at__isnull=False)
                | Q(signing="paper", scan__isnull=False)
                | (Q(signing="refused") & ~Q(witness_one="") & ~Q(witness_two="")),
                name="talk_signed_or_refused",
                violation_error_message="谈话记录须有双方签字，拒绝签字的须有两名见证人。",
            ),
            models.CheckConstraint(
                condition=Q(witness_one="") | ~Q(witness_one=models.F("witness_two")),
                name="talk_two_witnesses",
                violation_error_message="两名见证人不能是同一人。",
            ),
        ]

    def __str__(self) -> str:
        return f"谈话提醒（{self.get_state_display()}）"

    @transition(
        state,
        source=[T.ASSIGNING, T.WAITING, T.PAUSED],
        target=RETURN_VALUE(T.WAITING, T.PAUSED),
        custom={"label": "指定谈话领导"},
    )
    def assign(self, *, leader: Any, note: str) -> str:
        self.leader, self.assign_note = leader, note
        return T.PAUSED if self.paused_on else T.WAITING

    @transition(state, source=[T.ASSIGNING, T.WAITING], target=T.PAUSED, custom={"label": "暂停计时"})
    def pause(self, *, on: Any, days_left: int, reason: str) -> None:
        self.paused_on, self.days_left, self.pause_reason = on, days_left, reason

    @transition(
        state,
        source=T.PAUSED,
        target=RETURN_VALUE(T.WAITING, T.ASSIGNING),
        custom={"label": "恢复计时"},
    )
    def resume(self, *, due_on: Any, provisional: bool) -> str:
        self.due_on, self.provisional, self.paused_on, self.days_left = due_on, provisional, None, None
        return T.WAITING if self.leader_id else T.ASSIGNING

    @transition(
        state,
        source=[T.WAITING, T.RECORDED],
        target=RETURN_VALUE(T.RECORDED, T.FOLLOWING),
        custom={"label": "登记谈话"},
    )
    def record(self) -> str:
        """Waits for the cadre's word only where it is signed here."""
        return T.RECORDED if self.signing == self.Signing.SYSTEM else T.FOLLOWING

    @transition(state, source=T.RECORDED, target=T.FOLLOWING, custom={"label": "确认谈话记录"})
    def confirm(self, *, at: Any, comment: str) -> None:
        self.confirmed_at, self.comment = at, comment

    @transition(state, source=T.FOLLOWING, target=T.CLOSED, custom={"label": "办结"})
    def close(self) -> None: ...

    @transition(
        state,
        source=[T.ASSIGNING, T.WAITING, T.PAUSED, T.RECORDED, T.FOLLOWING, T.CLOSED],
        target=T.WITHDRAWN,
        custom={"label": "撤回"},
    )
    def withdraw(self) -> None: ...

    @transition(
        state,
        source=T.WITHDRAWN,
        target=RETURN_VALUE(T.WAITING, T.ASSIGNING),
        custom={"label": "重新办理"},
    )
    def renew(self, *, leader: Any, note: str, due_on: Any, provisional: bool) -> str:
        """A corrected decision asks for the talk again."""
        self.leader, self.assign_note, self.due_on, self.provisional = leader, note, due_on, provisional
        return T.WAITING if leader else T.ASSIGNING


class FollowUp(models.Model):
    """One look at what came of a talk, some months after it."""

    talk = models.ForeignKey(
        ReminderTalk, verbose_name="谈话提醒", on_delete=models.PROTECT, related_name="follow_ups"
    )
    months = models.PositiveSmallIntegerField("谈话后月数")
    due_on = models.DateField("应跟踪日期")
    note = EncryptedTextField("跟踪情况", default="", blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField("登记时间", null=True, blank=True)

    class Meta:
        verbose_name = "谈话后跟踪"
        verbose_name_plural = "谈话后跟踪"
        ordering = ["talk", "months"]
        constraints = [
            # What was done stays, where a corrected decision asks for the talk again.
            models.UniqueConstraint(
                fields=["talk", "months"], condition=Q(done_at__isnull=True), name="follow_up_open_once"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="follow_up_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.months} 个月跟踪"


class TalkEvent(CaseEvent):
    """What happened to a talk, by whom; append-only by trigger. Says nothing of what was said."""

    case = models.ForeignKey(ReminderTalk, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "谈话提醒大事记"
        verbose_name_plural = "谈话提醒大事记"
