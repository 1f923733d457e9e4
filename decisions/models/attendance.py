"""Who was there, and who stepped aside."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from .agenda import AgendaEntry, AgendaItem
from .meetings import Meeting


class Attendee(models.Model):
    """One person of a meeting; an account where there is one, so that recusal can be proposed."""

    class Presence(models.TextChoices):
        PRESENT = "present", "出席"
        OBSERVER = "observer", "列席"
        LEAVE = "leave", "请假"

    meeting = models.ForeignKey(
        Meeting, verbose_name="会议", on_delete=models.PROTECT, related_name="attendees"
    )
    position = models.PositiveSmallIntegerField("次序")
    name = models.CharField("姓名", max_length=64)
    duty = models.CharField("职务", max_length=100, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="账号",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    presence = models.CharField("到会", max_length=8, choices=Presence.choices, default=Presence.PRESENT)
    is_voter = models.BooleanField("有表决权", default=True)
    leave_reason = models.CharField("请假原因", max_length=100, blank=True)

    class Meta:
        verbose_name = "参会人员"
        verbose_name_plural = "参会人员"
        ordering = ["meeting", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="attendee_position_once"),
            models.UniqueConstraint(
                fields=["meeting", "user"],
                condition=Q(user__isnull=False),
                name="attendee_once",
                violation_error_message="同一人只能登记一次。",
            ),
            models.CheckConstraint(
                condition=Q(presence__in=("present", "observer", "leave")), name="attendee_presence_known"
            ),
            models.CheckConstraint(
                condition=~Q(presence="observer") | Q(is_voter=False),
                name="attendee_observer_has_no_vote",
                violation_error_message="列席人员没有表决权。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def votes(self) -> bool:
        """Whether this person is there and has a vote."""
        return self.is_voter and self.presence == self.Presence.PRESENT


class Recusal(models.Model):
    """A member who steps aside from an item, or from one entry of it (回避).

    Proposed ones wait for an answer; whoever confirmed is not counted in the vote.
    """

    class Ground(models.TextChoices):
        SELF = "self", "本人"
        KIN = "kin", "亲属"
        NAMESAKE = "namesake", "与登记的亲属同名"
        OTHER = "other", "其他"

    class Answer(models.TextChoices):
        OPEN = "open", "待答复"
        RECUSED = "recused", "回避"
        NOT_NEEDED = "not_needed", "不需要回避"

    item = models.ForeignKey(
        AgendaItem, verbose_name="议题", on_delete=models.CASCADE, related_name="recusals"
    )
    entry = models.ForeignKey(
        AgendaEntry,
        verbose_name="条目",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="recusals",
    )
    attendee = models.ForeignKey(
        Attendee, verbose_name="参会人员", on_delete=models.CASCADE, related_name="recusals"
    )
    ground = models.CharField("事由", max_length=10, choices=Ground.choices)
    reason = models.CharField("理由", max_length=300, blank=True)
    answer = models.CharField("答复", max_length=10, choices=Answer.choices, default=Answer.OPEN)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="答复人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "回避"
        verbose_name_plural = "回避"
        ordering = ["item", "entry", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "attendee"],
                condition=Q(entry__isnull=False),
                name="recusal_once_per_entry",
                violation_error_message="此人在这一条上的回避已经登记。",
            ),
            models.UniqueConstraint(
                fields=["item", "attendee"],
                condition=Q(entry__isnull=True),
                name="recusal_once_per_item",
                violation_error_message="此人在这一议题上的回避已经登记。",
            ),
            models.CheckConstraint(
                condition=Q(answer="open", answered_by__isnull=True)
                | (~Q(answer="open") & Q(answered_by__isnull=False) & ~Q(reason="")),
                name="recusal_answered_with_reason",
                violation_error_message="答复回避须写明理由。",
            ),
        ]

    def __str__(self) -> str:
        about = self.entry or self.item
        return f"{self.attendee}（{about}，{self.get_ground_display()}）"
