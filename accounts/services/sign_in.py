"""Signing in: a first password opens once, and every try is in the security log."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from core import clock
from core.pages import RuleBroken

from ..lockouts import STRANGER
from ..models import SecurityEvent, User
from .security_log import security_event_record

FIRST_USED = "首次密码只能使用一次，已经用过。请联系系统管理员重新发放。"
FIRST_EXPIRED = "首次密码已过有效期。请联系系统管理员重新发放。"


@transaction.atomic
def sign_in_admit(*, user: User) -> None:
    """Lets somebody in whose password was right; uses up a first password.

    Raises RuleBroken, which tells only who knows the password: the first password is used or too old.
    """
    if user.first_password_until is not None:
        if clock.now() >= user.first_password_until:
            raise RuleBroken({"password": FIRST_EXPIRED})
        # Of two at once one wins: the condition stands in the UPDATE.
        unused = User.objects.filter(
            pk=user.pk, password=user.password, first_password_used_at__isnull=True
        ).update(first_password_used_at=clock.now())
        if not unused:
            raise RuleBroken({"password": FIRST_USED})
        user.refresh_from_db(fields=["first_password_used_at"])
    note = "使用首次密码，须先修改密码" if user.first_password_until else ""
    security_event_record(kind=SecurityEvent.Kind.SIGN_IN, actor=user, subject=user.staff_no, note=note)


def sign_in_refused_note(*, user: User, why: str) -> None:
    """The password was right and still opens nothing."""
    security_event_record(kind=SecurityEvent.Kind.SIGN_IN_FAILED, actor=None, subject=user.staff_no, note=why)


def sign_in_failed_note(*, typed: str, locked: bool) -> None:
    """A try that did not open an account, or a wrong old password; the typed name only where it is one."""
    note = "锁定期间再次尝试" if locked else "工号或密码不正确"
    security_event_record(
        kind=SecurityEvent.Kind.SIGN_IN_FAILED, actor=None, subject=_subject(typed), note=note
    )


def lock_note(*, name: str) -> None:
    """So many wrong passwords that this name is locked for this address."""
    note = f"连续 {settings.AXES_FAILURE_LIMIT} 次失败，已对该来源地址锁定"
    security_event_record(kind=SecurityEvent.Kind.LOCKED, actor=None, subject=_subject(name), note=note)


def _subject(name: str) -> str:
    """Perhaps a password typed into the wrong field, unless an account has that name."""
    known = not name.startswith(STRANGER) and "\0" not in name
    return name if known and User.objects.filter(staff_no=name).exists() else "未知工号"
