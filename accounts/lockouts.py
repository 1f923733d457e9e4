"""What django-axes locks: one 工号 for one address. Named in the settings.

Names that no account has are locked the same way, but stored as a keyed hash: people type passwords into the
wrong field.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.request_id import address
from core.tables.values import fold

from .models import User

STRANGER = "?"


def name_to_lock(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The 工号 that somebody tries; a hash of it where no account has it."""
    typed = fold(str((credentials or request.POST).get("username") or ""))
    known = getattr(request, "name_to_lock", {})
    if typed not in known:
        # Asked for several times in one request, each time with the same words.
        known = {**known, typed: _known_or_hash(typed)}
        request.name_to_lock = known  # type: ignore[attr-defined]
    return known[typed]


def _known_or_hash(typed: str) -> str:
    if "\0" not in typed and User.objects.filter(staff_no=typed).exists():
        return typed
    return STRANGER + salted_hmac("accounts.lockouts", typed, algorithm="sha256").hexdigest()[:32]


def address_to_lock(request: HttpRequest) -> str | None:
    """Where the request comes from, as everything here sees it."""
    return address(request) or None


def locked_until(*, name: str, ip: str | None) -> datetime | None:
    """When the lock of that name for that address ends; None where nothing is locked."""
    attempts = (
        _recent()
        .filter(username=name, ip_address=ip)
        .aggregate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    )
    if (attempts["failures"] or 0) < settings.AXES_FAILURE_LIMIT:
        return None
    return attempts["last"] + _cool_off()


def locks_in_force() -> list[dict[str, Any]]:
    """Name, address, failures and end of every lock, the newest first."""
    rows = (
        _recent()
        .values("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
        .order_by("-last", "username", "ip_address")
    )
    return [row | {"until": row["last"] + _cool_off()} for row in rows]


def _recent() -> Any:
    # Their clock is Django's: axes stamps each attempt itself.
    return AccessAttempt.objects.filter(attempt_time__gte=timezone.now() - _cool_off())


def _cool_off() -> timedelta:
    return settings.AXES_COOLOFF_TIME
