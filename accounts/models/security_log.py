"""The security log: who did what to whose data, in one chain that shows every change made to it."""

from __future__ import annotations

import json
from datetime import UTC

from django.db import models
from django.db.models import Q

from core import clock, crypto

from .users import User

PURPOSE = "accounts.security_event"


class SecurityEventKind(models.TextChoices):
    SIGN_IN = "sign_in", "登录"
    SIGN_IN_FAILED = "sign_in_failed", "登录失败"
    SIGN_OUT = "sign_out", "退出"
    LOCKED = "locked", "锁定"
    REFUSED = "refused", "访问被拒"
    REVEAL = "reveal", "查看完整号码"
    EXPORT = "export", "导出"
    IMPORT = "import", "导入"
    IMPORT_UNDONE = "import_undone", "撤销导入"
    GRANT = "grant", "授权办理"
    ROLE_CHANGE = "role_change", "角色变更"
    ACCOUNT = "account", "账号变更"
    PASSWORD = "password", "密码变更"
    SCORE_SHEET = "score_sheet", "查看完整计分表"
    CASE_FILE = "case_file", "查阅案卷"
    BACKUP = "backup", "备份"
    RESTORE = "restore", "恢复"


class SecurityEvent(models.Model):
    """One act, written once by `accounts.services.security_log`; triggers refuse UPDATE and DELETE.

    `hash` is a keyed hash over all other columns and the hash before it, so that whoever may write the
    tables, but has not the key file, cannot make a row that passes. `actor_staff_no` and `actor_roles` say
    who it was on that day, whatever becomes of the account.
    """

    Kind = SecurityEventKind

    number = models.BigIntegerField("编号", primary_key=True)
    at = models.DateTimeField("时间", default=clock.now, editable=False)
    actor = models.ForeignKey(
        User, verbose_name="操作人", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    actor_staff_no = models.CharField("工号", max_length=32, blank=True)
    actor_roles = models.CharField("当时的角色", max_length=200, blank=True)
    kind = models.CharField("事件", max_length=16, choices=SecurityEventKind.choices)
    refused = models.BooleanField("未成功", default=False)
    subject = models.CharField("对象", max_length=200, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)
    ip = models.CharField("来源地址", max_length=45, blank=True)
    request_id = models.CharField("请求编号", max_length=64, blank=True)
    previous_hash = models.CharField("上一条的校验值", max_length=64, blank=True)
    hash = models.CharField("校验值", max_length=64)

    class Meta:
        verbose_name = "安全日志"
        verbose_name_plural = "安全日志"
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["actor_staff_no", "number"], name="security_event_by_actor"),
            models.Index(fields=["subject", "number"], name="security_event_by_subject"),
            models.Index(fields=["kind", "number"], name="security_event_by_kind"),
            models.Index(fields=["at"], name="security_event_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["previous_hash"],
                name="security_event_one_successor",
                violation_error_message="同一条安全日志之后已有下一条。",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="security_event_numbered_from_one"),
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 条 {self.get_kind_display()}"

    def digest(self, *, number: int | None = None, previous_hash: str | None = None) -> str:
        """What `hash` must be; with arguments: what it would be at another place. Raises KeyFileError."""
        fields = [
            self.number if number is None else number,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.actor_id,
            self.actor_staff_no,
            self.actor_roles,
            self.kind,
            self.refused,
            self.subject,
            self.note,
            self.ip,
            self.request_id,
            self.previous_hash if previous_hash is None else previous_hash,
        ]
        canonical = json.dumps(["1", *fields], ensure_ascii=False, separators=(",", ":"))
        return crypto.lookup_hash(canonical, PURPOSE).hex()


class SecurityLogHead(models.Model):
    """One row: the last event. Whoever records locks it, so that all writers make one chain."""

    single = models.BooleanField(primary_key=True, default=True)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "安全日志末尾"
        verbose_name_plural = "安全日志末尾"
        constraints = [models.CheckConstraint(condition=Q(single=True), name="security_log_one_head")]

    def __str__(self) -> str:
        return f"第 {self.number} 条"
