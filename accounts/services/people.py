"""Accounts: made and closed by the system officer, or closed by an import for those who left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction

from core import clock
from core.pages import RuleBroken, require
from policy.separation import may_leave

from ..models import OFFICER_ROLES, Role, RoleGrant, SecurityEvent, User
from .passwords import first_password_set
from .security_log import security_event_record
from .sessions import sessions_invalidate


@transaction.atomic
def account_create(*, staff_no: str, name: str, actor: User) -> tuple[User, str]:
    """An account without any right, and its first password, which is shown once and stored nowhere.

    Raises RuleBroken where the 工号 has an account, also in another spelling of its letters.
    """
    if taken := _twin(staff_no):
        raise _has_account(taken)
    user = User(staff_no=staff_no, name=name)
    password = first_password_set(user)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:  # somebody, or the same button pressed twice, was faster
        if taken := _twin(staff_no):
            raise _has_account(taken) from None
        raise
    security_event_record(
        kind=SecurityEvent.Kind.ACCOUNT, actor=actor, subject=user.staff_no, note="建立账号"
    )
    return user, password


@transaction.atomic
def account_disable(*, user: User, actor: User, reason: str) -> User:
    """Closes an account at once, with every session of it; its grants and its history stay.

    Raises RuleBroken for one's own account and for the last officer of a kind.
    """
    user = account_lock(user)
    if user == actor:
        raise RuleBroken("不能停用本人的账号，请由其他系统管理员办理。")
    if user.is_system:
        raise RuleBroken("系统账号不能登录，无需停用。")
    if not user.is_active:
        raise RuleBroken("该账号已经停用。")
    officers_must_remain(leaving=user)
    _close(user, actor=actor, note=f"停用账号：{reason}")
    return user


@transaction.atomic
def account_enable(*, user: User, actor: User, reason: str) -> User:
    """Opens a closed account again; sessions of before stay ended."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_system or user.is_active:
        raise RuleBroken("该账号没有停用。")
    user.is_active = True
    user.save(update_fields=["is_active"])
    sessions_invalidate(user=user)
    security_event_record(
        kind=SecurityEvent.Kind.ACCOUNT, actor=actor, subject=user.staff_no, note=f"启用账号：{reason}"
    )
    return user


@transaction.atomic
def accounts_disable_by_staff_no(*, staff_nos: Iterable[str], actor: User, reason: str) -> int:
    """Closes the accounts of people who left, the same day; how many were open.

    The door for the register and its import: nobody is asked, and nobody who left stays, not even the last
    officer of a kind (`manage.py create_officers --missing` makes a successor).
    """
    leaving = User.objects.select_for_update().filter(
        staff_no__in=list(staff_nos), is_active=True, is_system=False
    )
    users = list(leaving.order_by("pk"))
    for user in users:
        _close(user, actor=actor, note=f"停用账号：{reason}")
    return len(users)


def account_lock(user: User) -> User:
    """The account as it is now, held until the transaction ends; with an officer's, those of all officers.

    Else two would leave at the same moment, each counting on the other to remain. Without the key, so that
    nobody's record in the security log waits for it.
    """
    grants = RoleGrant.objects.still_open(on=clock.today()).filter(role__in=OFFICER_ROLES)
    officers = User.objects.filter(pk__in=grants.values("user_id"))
    wanted = officers if officers.filter(pk=user.pk).exists() else User.objects.filter(pk=user.pk)
    held = wanted.select_for_update(no_key=True).order_by("pk")
    return next(account for account in held if account == user)


def officers_must_remain(
    *, leaving: User, roles: Iterable[Role] = OFFICER_ROLES, on: date | None = None
) -> None:
    """Raises RuleBroken where `leaving` is the last active officer of a role on that day; None: today."""
    in_force = RoleGrant.objects.in_force(on=on or clock.today()).filter(user__is_active=True)
    for role in roles:
        holders = set(in_force.filter(role=role).values_list("user_id", flat=True))
        if leaving.pk in holders:
            require(may_leave(label=role.label, others=len(holders) - 1))


def _twin(staff_no: str) -> User | None:
    return User.objects.filter(staff_no__iexact=staff_no).first()


def _has_account(twin: User) -> RuleBroken:
    state = "没有看到首次密码的，请在账号页重新发放" if twin.is_active else "目前已停用，请在账号页启用"
    return RuleBroken({"staff_no": f"工号 {twin.staff_no} 已有账号（{twin.name}）。{state}。"})


def _close(user: User, *, actor: User, note: str) -> None:
    user.is_active = False
    user.save(update_fields=["is_active"])
    sessions_invalidate(user=user)
    security_event_record(kind=SecurityEvent.Kind.ACCOUNT, actor=actor, subject=user.staff_no, note=note)
