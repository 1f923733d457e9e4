"""Passwords: the first one, known to whoever handed it over, and those that people choose."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from core import clock
from core.pages import RuleBroken, StaleState

from ..models import SecurityEvent, User
from .security_log import security_event_record
from .sessions import sessions_invalidate

# Without what people take for something else when they copy it from paper: 0 O o, 1 I l i.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 12


def first_password_set(user: User) -> str:
    """Gives an unsaved change of password; the words are returned once and known nowhere else."""
    password = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    user.set_password(password)
    user.first_password_until = clock.now() + timedelta(hours=settings.FIRST_PASSWORD_HOURS)
    return password


@transaction.atomic
def first_password_issue(*, user: User, actor: User) -> str:
    """A new first password for somebody who has lost theirs; every session of theirs ends.

    Raises RuleBroken for one's own, for closed and for system accounts.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user == actor:
        raise RuleBroken("不能为本人发放首次密码，请用“修改密码”。")
    if user.is_system or not user.is_active:
        raise RuleBroken("账号已停用，请先启用再发放首次密码。")
    password = first_password_set(user)
    user.save(
        update_fields=["password", "password_changed_at", "first_password_until", "first_password_used_at"]
    )
    sessions_invalidate(user=user)
    security_event_record(
        kind=SecurityEvent.Kind.PASSWORD, actor=actor, subject=user.staff_no, note="重新发放首次密码"
    )
    return password


@transaction.atomic
def password_change(*, user: User, password: str, actor: User, keep: str | None = None) -> User:
    """The password that its owner chose, already judged; ends every session of theirs but `keep`.

    Raises RuleBroken for somebody else's password and for the old one again, StaleState where all sessions
    of its owner were ended meanwhile: a replaced password or a closed account stays what it is.
    """
    if user != actor:
        raise RuleBroken("只能修改本人的密码。")
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.session_epoch != actor.session_epoch:
        raise StaleState("您的密码、角色或账号状态刚刚有变更，新密码没有保存，请重新登录。")
    if user.check_password(password):
        raise RuleBroken({"new_password1": "新密码与原密码相同，请换一个。"})
    user.set_password(password)
    user.save(
        update_fields=["password", "password_changed_at", "first_password_until", "first_password_used_at"]
    )
    sessions_invalidate(user=user, keep=keep)
    security_event_record(
        kind=SecurityEvent.Kind.PASSWORD, actor=actor, subject=user.staff_no, note="本人修改密码"
    )
    return user
