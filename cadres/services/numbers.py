"""Identity and phone numbers: changed as an act of their own, shown in full only with a reason in the log."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import SecurityEvent, User
from accounts.services.security_log import security_event_record
from core import crypto
from core.pages import RuleBroken
from core.tables import values
from core.tables.errors import BadValue

from ..access import REVEAL, may
from ..models import Cadre
from .guards import checked_save, reason_required, still_in_reach


@dataclass(frozen=True)
class Revealed:
    """The full numbers, for one look; never kept, cached or put into an address."""

    identity_no: str
    phone: str

    def __repr__(self) -> str:
        return "Revealed(…)"  # numbers must not reach a log through a traceback


@transaction.atomic
def identity_change(
    *,
    cadre: Cadre,
    version: int,
    actor: User,
    identity_no: str | None = None,
    phone: str | None = None,
    reason: str = "",
) -> Cadre:
    """Changes the identity number, the phone number or both; None leaves as is, "" empties.

    Raises RuleBroken for a wrong or taken number, StaleState.
    """
    changed = []
    if identity_no is not None and _put(cadre, "identity_no", _identity(identity_no), "identity"):
        changed.append("身份证号")
        _not_taken(cadre)
    if phone is not None and _put(cadre, "phone", values.fold(phone), "phone"):
        changed.append("手机")
    if not changed:
        return cadre
    cadre.secrets_changed = "、".join(changed)
    checked_save(cadre, actor=actor, reason=reason or f"更改{cadre.secrets_changed}", version=version)
    still_in_reach(cadre, actor=actor)
    return cadre


@transaction.atomic
def identity_reveal(*, cadre: Cadre, actor: User, reason: str) -> Revealed:
    """The full numbers, once the look and its reason stand in the security log.

    Raises RuleBroken without a reason, PermissionDenied.
    """
    if not may(actor, REVEAL, cadre):
        raise PermissionDenied
    said = reason_required(reason)
    revealed = Revealed(cadre.identity_no or "", cadre.phone or "")
    security_event_record(
        kind=SecurityEvent.Kind.REVEAL, actor=actor, subject=cadre.staff_no, note=f"原因：{said}"
    )
    return revealed


def _put(cadre: Cadre, column: str, value: str, purpose: str) -> bool:
    value_hash = crypto.lookup_hash(value, purpose) if value else None
    if bytes(getattr(cadre, f"{purpose}_hash") or b"") == (value_hash or b""):
        return False
    setattr(cadre, column, value or None)
    setattr(cadre, f"{purpose}_hash", value_hash)
    return True


def _identity(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return values.identity_number(text)
    except BadValue as bad:
        raise RuleBroken({"identity_no": f"身份证号：{bad.message}。{bad.remedy}。"}) from None


def _not_taken(cadre: Cadre) -> None:
    others = Cadre.objects.filter(status=Cadre.Status.IN_REGISTER, identity_hash=cadre.identity_hash)
    if cadre.identity_hash and others.exclude(pk=cadre.pk).exists():
        raise RuleBroken({"identity_no": "已有在册干部使用该身份证号，请核对。"})
