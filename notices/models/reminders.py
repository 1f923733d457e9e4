"""Reminders (到期提示): what was said to whom about which stage of which deadline, and what was urged."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Role, Unit
from core import clock
from policy.reminders import STAGE_WORDS, Stage

from .deliveries import Digest

STAGES = [(stage.value, words) for stage, words in STAGE_WORDS.items()]


class Urge(models.Model):
    """An officer brought an overdue duty before the next level (催办); never changed (migration 0005)."""

    key = models.CharField("待办标识", max_length=32, editable=False)
    kind = models.CharField("待办种类", max_length=60)
    label = models.CharField("要办的事", max_length=120)
    due = models.DateField("期限")
    held_by = models.CharField("由谁办理", max_length=300)
    level = models.CharField("催办到", max_length=24, choices=Role.choices)
    unit = models.ForeignKey(
        Unit, verbose_name="单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="催办人", on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField("催办日期")
    at = models.DateTimeField("催办时间", default=clock.now, editable=False)

    class Meta:
        verbose_name = "催办"
        verbose_name_plural = "催办"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "due", "on"],
                name="urge_once_a_day",
                violation_error_message="这一项今天已经催办过。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.label}"


class Reminder(models.Model):
    """One message in somebody's inbox; it says only that something waits. The constraint makes it one.

    key: `Duty.key`; what the duty is about is read from the duties when the page is shown and stored nowhere.
    turn: which repetition of an overdue one; of an urged one which urge.
    digest: in which digest it left for the channels outside; None until then.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="提示谁", on_delete=models.PROTECT, related_name="reminders"
    )
    kind = models.CharField("待办种类", max_length=60)
    key = models.CharField("待办标识", max_length=32)
    url = models.CharField("办理页面", max_length=300)
    due = models.DateField("期限")
    stage = models.CharField("阶段", max_length=8, choices=STAGES)
    turn = models.PositiveIntegerField("次序", default=0)
    urge = models.ForeignKey(
        Urge, verbose_name="催办", null=True, blank=True, on_delete=models.PROTECT, related_name="reminders"
    )
    digest = models.ForeignKey(
        Digest,
        verbose_name="汇总",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reminders",
    )
    made_at = models.DateTimeField("提示时间", default=clock.now, editable=False)
    read_at = models.DateTimeField("标为已读的时间", null=True, blank=True)

    class Meta:
        verbose_name = "到期提示"
        verbose_name_plural = "到期提示"
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-made_at"], name="reminder_of_user"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="reminder_unread"),
            models.Index(fields=["user"], condition=Q(digest=None), name="reminder_undigested"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "key", "due", "stage", "turn"], name="reminder_once"),
            models.CheckConstraint(
                condition=Q(stage__in=[stage.value for stage in Stage]), name="reminder_stage_known"
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.URGED.value, urge__isnull=False)
                | (~Q(stage=Stage.URGED.value) & Q(urge__isnull=True)),
                name="reminder_urged_names_the_urge",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.due}"


class ReminderRun(models.Model):
    """A day whose reminders were written; the row that keeps a second beat from doing it again.

    unreadable: kinds of duty that failed that night; their stages are still reached on the next.
    """

    day = models.DateField("日期", unique=True)
    made_at = models.DateTimeField("完成时间", default=clock.now, editable=False)
    duties = models.PositiveIntegerField("有期限的待办")
    reminders = models.PositiveIntegerField("新写的提示")
    digests = models.PositiveIntegerField("新写的汇总")
    unreadable = models.JSONField("读不出的待办种类", default=list, blank=True)

    class Meta:
        verbose_name = "到期提示的生成"
        verbose_name_plural = "到期提示的生成"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}：{self.reminders} 条"
