"""How a user wants to be reached, and the secret address of a user's calendar."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.fields import EncryptedTextField


class Robot(models.TextChoices):
    WECOM = "wecom", "企业微信群机器人"
    DINGTALK = "dingtalk", "钉钉群机器人"


class NoticeChoice(models.Model):
    """What one user chose; without a row: in-app, and mail where an address is known.

    email: empty where the register's is meant. The robot's address and its key let anybody write into that
    group, so both are sealed.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="用户", on_delete=models.PROTECT, related_name="notice_choice"
    )
    mail = models.BooleanField("发送邮件", default=True)
    email = models.EmailField("邮箱", max_length=120, blank=True)
    robot = models.CharField("群机器人", max_length=8, choices=Robot.choices, blank=True)
    robot_url = EncryptedTextField("机器人地址", null=True, blank=True)
    robot_key = EncryptedTextField("加签密钥", null=True, blank=True)
    quiet_from = models.TimeField("免打扰开始", null=True, blank=True)
    quiet_to = models.TimeField("免打扰结束", null=True, blank=True)
    changed_at = models.DateTimeField("修改时间", default=clock.now, editable=False)

    class Meta:
        verbose_name = "提示设置"
        verbose_name_plural = "提示设置"
        constraints = [
            models.CheckConstraint(
                condition=Q(robot="") | Q(robot_url__isnull=False),
                name="choice_robot_has_address",
                violation_error_message="选择了群机器人，请填写机器人地址。",
            ),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_to__isnull=True)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="choice_quiet_hours_both",
                violation_error_message="免打扰的开始和结束须一并填写，或一并留空。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} 的提示设置"


class CalendarFeed(models.Model):
    """The secret address under which a calendar programme reads when something waits for one user.

    token_hash: SHA-256 of the token, which is shown once and stored nowhere.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="用户", on_delete=models.PROTECT, related_name="+"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("生成时间", default=clock.now, editable=False)
    read_at = models.DateTimeField("最近读取", null=True, blank=True)
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = "日历订阅"
        verbose_name_plural = "日历订阅"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="feed_one_in_use"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} 的日历订阅"
