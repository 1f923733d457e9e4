"""Naming an officer for one case, and taking it back. Who may name whom is asked by the case's own room."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from core import clock
from core.pages import RuleBroken, StaleState

from ..models import CaseGrant, SecurityEvent, User
from .security_log import security_event_record

Granted = TypeVar("Granted", bound=CaseGrant)


@transaction.atomic
def case_grant_give(
    *,
    kind: type[Granted],
    case: models.Model,
    user: User,
    capacity: str,
    valid_from: date,
    valid_to: date,
    reason: str,
    actor: User,
) -> Granted:
    """Names an officer for the case. The caller has judged the person; the case is locked here.

    Raises RuleBroken where the account is not active, the dates are over, or the days overlap another
    grant of the same capacity.
    """
    type(case)._default_manager.select_for_update(of=("self",)).get(pk=case.pk)
    if user == actor:
        raise RuleBroken({"user": "不能指定本人，请由他人指定。"})
    if user.is_system or not user.is_active:
        raise RuleBroken({"user": "该账号不能登录，请另选经办人。"})
    valid_from = max(valid_from, clock.today())  # what was read before was read without this right
    if valid_to < valid_from:
        raise RuleBroken({"valid_to": "终止日期不能早于起始日期和今天。"})
    held = kind.records.in_capacity(capacity).filter(content_object=case, user=user, revoked_on__isnull=True)
    if held.filter(valid_from__lte=valid_to, valid_to__gte=valid_from).exists():
        label = kind.Capacity(capacity).label
        raise RuleBroken({"user": f"{user.name}在这段时间已经担任{label}，请先撤销或另选日期。"})
    rows: Any = kind.records
    grant: Granted = rows.create(
        user=user,
        permission=permission_of(type(case), capacity),
        content_object=case,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason,
        granted_by=actor,
    )
    _note(grant, actor, f"指定为{grant.capacity_label}，{valid_from:%Y-%m-%d} 至 {valid_to:%Y-%m-%d}")
    return grant


@transaction.atomic
def case_grant_revoke(*, grant: Granted, reason: str, actor: User) -> Granted:
    """Takes the grant back from this moment on. Raises StaleState where it has ended already."""
    today = clock.today()
    taken = type(grant).records.filter(pk=grant.pk, revoked_on__isnull=True, valid_to__gte=today)
    if not taken.update(revoked_on=today, revoked_by=actor, revoke_reason=reason):
        raise StaleState("这项指定已经终止，没有再作修改。")
    grant.refresh_from_db()
    _note(grant, actor, f"撤销{grant.capacity_label}")
    return grant


def permission_of(case_model: type[models.Model], capacity: str) -> Permission:
    """The permission that stands for a capacity on cases of this kind."""
    of_kind = ContentType.objects.get_for_model(case_model)
    return Permission.objects.get(content_type=of_kind, codename=capacity)


def _note(grant: CaseGrant, actor: User, words: str) -> None:
    """For the security log: who, which capacity, until when; nothing of the case but its number."""
    case = grant.content_object  # type: ignore[attr-defined]  # every concrete class has one
    security_event_record(
        kind=SecurityEvent.Kind.GRANT,
        actor=actor,
        subject=grant.user.staff_no,
        note=f"{case._meta.verbose_name}第 {case.pk} 号：{words}",
    )
