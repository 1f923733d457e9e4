"""Locks of signing in, taken off early by the security officer."""

from __future__ import annotations

from axes.handlers.proxy import AxesProxyHandler
from django.db import transaction

from core.pages import RuleBroken

from ..lockouts import STRANGER, locked_until
from ..models import SecurityEvent, User
from .security_log import security_event_record


@transaction.atomic
def lock_release(*, name: str, ip: str | None, actor: User) -> None:
    """Lets that name sign in from that address again. Raises RuleBroken where nothing is locked."""
    if locked_until(name=name, ip=ip) is None:
        raise RuleBroken("该锁定已经解除或到期。")
    if name == actor.staff_no:
        raise RuleBroken("不能解除本人的锁定，请等待到期，或由其他安全管理员解除。")
    AxesProxyHandler.reset_attempts(username=name, ip_address=ip)
    subject = "未知工号" if name.startswith(STRANGER) else name
    security_event_record(
        kind=SecurityEvent.Kind.ACCOUNT,
        actor=actor,
        subject=subject,
        note=f"解除登录锁定（来源地址 {ip or '不明'}）",
    )
