"""Digests of reminders, and one row per digest and channel: whether it left, or may have left."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock


class Channel(models.TextChoices):
    IN_APP = "in_app", "站内"
    MAIL = "mail", "邮件"
    ROBOT = "robot", "群机器人"


class DeliveryState(models.TextChoices):
    """`SENDING` is committed before the call. Found so by somebody else, nobody knows: `UNCERTAIN`."""

    WAITING = "waiting", "待发送"
    SENDING = "sending", "发送中"
    UNCERTAIN = "uncertain", "不确定是否送达"
    SENT = "sent", "已发送"
    FAILED = "failed", "未送达"


OPEN = (DeliveryState.WAITING, DeliveryState.UNCERTAIN)


class Digest(models.Model):
    """What is said to one user at one time, outside the system: several reminders, one message per channel.

    starts_on: the day it is for, of a weekly one the Monday. One for each user and day; of whoever gets
    weekly ones the day is always a Monday, and so there is one a week at most.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="提示谁", on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField("日期")
    weekly = models.BooleanField("每周一次", default=False)
    made_at = models.DateTimeField("生成时间", default=clock.now, editable=False)

    class Meta:
        verbose_name = "提示汇总"
        verbose_name_plural = "提示汇总"
        ordering = ["-starts_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "starts_on"], name="digest_once")]

    def __str__(self) -> str:
        return f"{self.starts_on} {'每周' if self.weekly else '每日'}汇总"


class Delivery(models.Model):
    """One digest on one channel. Only `notices.services.deliveries` changes it, by conditional updates.

    number: the same at each try: Message-ID of the mail, idempotency key of the call, so that a receiver who
    gets it twice sees that it is one. interruptions: how often nobody knew whether it had left.
    """

    State = DeliveryState

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField("渠道", max_length=8, choices=Channel.choices)
    state = models.CharField("状态", max_length=9, choices=State.choices, default=State.WAITING)
    number = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    due_at = models.DateTimeField("应发送时间", default=clock.now)
    claimed_by = models.UUIDField(null=True, blank=True, editable=False)
    tries = models.PositiveIntegerField("已试次数", default=0)
    interruptions = models.PositiveIntegerField("中断次数", default=0)
    last_error = models.CharField("最近的错误", max_length=200, blank=True)
    give_up_from = models.DateTimeField("从何时起算重试期限", default=clock.now, editable=False)
    made_at = models.DateTimeField("生成时间", default=clock.now, editable=False)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "发送"
        verbose_name_plural = "发送"
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(
                fields=["channel", "due_at"],
                condition=~Q(state__in=["sent", "failed"]),
                name="delivery_open",
            ),
            models.Index(fields=["channel", "state"], name="delivery_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["digest", "channel"], name="delivery_once"),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state_known"),
            models.CheckConstraint(
                condition=Q(state="sending", claimed_by__isnull=False)
                | (~Q(state="sending") & Q(claimed_by__isnull=True)),
                name="delivery_claimed_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "failed"], finished_at__isnull=False)
                | (~Q(state__in=["sent", "failed"]) & Q(finished_at__isnull=True)),
                name="delivery_finished_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.get_state_display()}"


class Handover(models.Model):
    """How far the process that sends on a channel has come, written before each message is handed over.

    claimed_by: whose turn it is; a process that finds another here hands over nothing more. reached: the
    delivery in its hands. Of all that it has claimed, those before have left and those after have not.
    """

    channel = models.CharField("渠道", max_length=8, choices=Channel.choices, unique=True)
    claimed_by = models.UUIDField(editable=False)
    reached = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "发送进度"
        verbose_name_plural = "发送进度"

    def __str__(self) -> str:
        return f"{self.get_channel_display()}发送进度"
