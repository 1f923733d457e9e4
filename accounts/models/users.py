"""People who sign in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from core import clock

if TYPE_CHECKING:
    _Manager = BaseUserManager["User"]
else:
    _Manager = BaseUserManager


class UserManager(_Manager):
    SYSTEM_STAFF_NO = "SYSTEM"

    def create_user(self, *, staff_no: str, name: str, password: str | None = None, **extra: Any) -> User:
        """An account that signs in with its 工号; without a password nobody can sign in with it."""
        user = self.model(staff_no=staff_no, name=name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def system(self) -> User:
        """The account 系统任务 under which commands and tasks act; it cannot sign in."""
        user, _ = self.get_or_create(
            staff_no=self.SYSTEM_STAFF_NO,
            defaults={"name": "系统任务", "is_system": True, "password": "!"},
        )
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(staff_no=username)


class User(AbstractBaseUser):
    """One account per person; 工号 signs in. Rights come from `RoleGrant`, never from a flag here.

    first_password_until: while set, the password is one that somebody else has seen: good for one sign-in
    before that time, which leads to the change of the password and nowhere else.
    session_epoch: part of every session; counting it up ends all of them.
    """

    staff_no = models.CharField("工号", max_length=32, unique=True)
    name = models.CharField("姓名", max_length=64)
    is_active = models.BooleanField("启用", default=True)
    is_system = models.BooleanField("系统账号", default=False)
    created_at = models.DateTimeField("建立时间", default=clock.now, editable=False)
    password_changed_at = models.DateTimeField("密码设定时间", null=True, blank=True, editable=False)
    first_password_until = models.DateTimeField("首次密码有效期至", null=True, blank=True, editable=False)
    first_password_used_at = models.DateTimeField("首次密码使用时间", null=True, blank=True, editable=False)
    session_epoch = models.PositiveIntegerField("登录批次", default=0, editable=False)

    USERNAME_FIELD = "staff_no"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = "用户"
        verbose_name_plural = "用户"
        constraints = [
            models.CheckConstraint(
                condition=Q(first_password_used_at__isnull=True) | Q(first_password_until__isnull=False),
                name="user_first_password_has_end",
                violation_error_message="首次密码必须有有效期。",
            ),
        ]

    def __str__(self) -> str:
        return self.name if self.is_system else f"{self.name}（{self.staff_no}）"

    def set_password(self, raw_password: str | None) -> None:
        """A password that its owner chose; `first_password_issue` makes it a first one."""
        super().set_password(raw_password)
        self.password_changed_at = clock.now() if raw_password else None
        self.first_password_until = self.first_password_used_at = None

    @property
    def password_has_expired(self) -> bool:
        """Whether the password is older than this installation allows (docs/decisions/0006)."""
        days = settings.PASSWORD_MAX_DAYS
        if days is None or self.password_changed_at is None:
            return False
        return clock.now() >= self.password_changed_at + timedelta(days=days)

    @property
    def must_change_password(self) -> bool:
        """Whether the only thing this user may do now is to choose a new password."""
        return self.first_password_until is not None or self.password_has_expired

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        salt = "accounts.models.User.session"
        value = f"{self.session_epoch}.{self.password}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()


class UserSession(models.Model):
    """One sign-in of one person, for the page 我的登录; what happened is in the security log."""

    user = models.ForeignKey(User, verbose_name="用户", on_delete=models.CASCADE, related_name="sessions")
    key = models.CharField(max_length=40, unique=True, editable=False)
    started_at = models.DateTimeField("登录时间", default=clock.now, editable=False)
    seen_at = models.DateTimeField("最近活动", default=clock.now, editable=False)
    ip = models.CharField("来源地址", max_length=45, blank=True)
    device = models.CharField("浏览器", max_length=60, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "登录"
        verbose_name_plural = "登录"
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["user", "ended_at"], name="session_of_user")]

    def __str__(self) -> str:
        return f"{self.user} {self.started_at:%Y-%m-%d %H:%M}"
