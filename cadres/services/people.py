"""One person of the register: entered, corrected, leaving, coming back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services.people import accounts_disable_by_staff_no
from core.pages import RuleBroken
from core.pinyin import pinyin_of

from ..models import Cadre, CadreColumns
from .appointments import appointment_end, appointment_start
from .guards import checked_save, locked, not_before_its_day, put, still_in_reach

_NOT_HERE = {"staff_no", "pinyin", "initials", "identity_no", "identity_hash", "phone", "phone_hash"}
# What an edit of the basics may write: numbers have a service of their own, the state too.
EDITABLE = tuple(field.name for field in CadreColumns._meta.concrete_fields if field.name not in _NOT_HERE)
_LIFE = {"born": "出生年月", "joined_party": "入党时间", "started_work": "参加工作时间"}
LEAVING = tuple(reason for reason in Cadre.LeftReason if reason != Cadre.LeftReason.UNLISTED)


@transaction.atomic
def cadre_create(
    *, staff_no: str, values: Mapping[str, Any], actor: User, appointment: Mapping[str, Any] | None = None
) -> Cadre:
    """A new person. values: of EDITABLE, with `name`. appointment: what `appointment_start` takes.

    Raises ValidationError; RuleBroken where the actor's own scope would not hold the new person.
    """
    cadre = Cadre(staff_no=staff_no)
    _life_has_come(cadre, put(cadre, values, EDITABLE))
    cadre.pinyin, cadre.initials = pinyin_of(cadre.name)
    checked_save(cadre, actor=actor, reason="新增干部")
    if appointment:
        appointment_start(cadre=cadre, actor=actor, **appointment)
    still_in_reach(cadre, actor=actor)
    return cadre


@transaction.atomic
def cadre_edit(
    *, cadre: Cadre, version: int, values: Mapping[str, Any], actor: User, reason: str = ""
) -> Cadre:
    """Corrects the basics. values: of EDITABLE; others stay. Raises StaleState, ValidationError."""
    changed = put(cadre, values, EDITABLE)
    if not changed:
        return cadre
    _life_has_come(cadre, changed)
    if "name" in changed:
        cadre.pinyin, cadre.initials = pinyin_of(cadre.name)
    cadre.secrets_changed = ""
    checked_save(cadre, actor=actor, reason=reason, version=version)
    still_in_reach(cadre, actor=actor)
    return cadre


@transaction.atomic
def cadre_leave(
    *, cadre: Cadre, version: int, left_on: str, left_reason: str, actor: User, document_no: str = ""
) -> Cadre:
    """离册: open appointments end with it and the account is closed; the record stays.

    left_on: a day or a month. Raises RuleBroken, StaleState.
    """
    if locked(cadre).status == Cadre.Status.LEFT:
        raise RuleBroken("这名干部已经离册。")
    if left_reason not in LEAVING:
        raise RuleBroken({"left_reason": "请选择离册原因。"})
    if not left_on:
        raise RuleBroken({"left_on": "请填写离册时间。"})
    not_before_its_day(left_on, field="left_on", label="离册时间")
    still_in_reach(cadre, actor=actor)  # before: who has left holds no post any more
    said = Cadre.LeftReason(left_reason).label
    for appointment in cadre.appointments.filter(ended_on=""):
        appointment_end(
            appointment=appointment,
            version=appointment.version,
            ended_on=left_on,
            end_document_no=document_no,
            end_reason=said,
            actor=actor,
            leaving=True,
        )
    cadre.status, cadre.left_on, cadre.left_reason = Cadre.Status.LEFT, left_on, left_reason
    cadre.secrets_changed = ""
    checked_save(cadre, actor=actor, reason=said, version=version)
    accounts_disable_by_staff_no(staff_nos=[cadre.staff_no], actor=actor, reason=f"离册：{said}")
    return cadre


@transaction.atomic
def cadre_return(*, cadre: Cadre, version: int, actor: User, reason: str = "") -> Cadre:
    """Back into the register; post and account take acts of their own. Raises RuleBroken, StaleState."""
    if cadre.status != Cadre.Status.LEFT:
        raise RuleBroken("这名干部已经在册。")
    cadre.status, cadre.left_on, cadre.left_reason = Cadre.Status.IN_REGISTER, "", ""
    cadre.secrets_changed = ""
    _identity_free(cadre)
    checked_save(cadre, actor=actor, reason=reason or "重新入册", version=version)
    still_in_reach(cadre, actor=actor)
    return cadre


def _life_has_come(cadre: Cadre, changed: list[str]) -> None:
    for field in changed:
        if field in _LIFE:
            not_before_its_day(getattr(cadre, field), field=field, label=_LIFE[field])


def _identity_free(cadre: Cadre) -> None:
    others = Cadre.objects.filter(status=Cadre.Status.IN_REGISTER, identity_hash=cadre.identity_hash)
    if cadre.identity_hash and others.exclude(pk=cadre.pk).exists():
        raise RuleBroken("已有在册干部使用该身份证号，请先核对两人的身份证号。")
