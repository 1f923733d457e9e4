"""What a user chooses about being reached, and the secret address of the user's calendar."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from core import clock

from ..channels import robot_address_check
from ..models import CalendarFeed, NoticeChoice

CHOSEN = ("mail", "email", "robot", "quiet_from", "quiet_to")


@transaction.atomic
def choice_save(*, actor: User, values: Mapping[str, Any]) -> NoticeChoice:
    """Stores the user's own choice. The robot's address and key stay as they are where none is given.

    values: `CHOSEN`, `robot_url`, `robot_key`. Raises RuleBroken, ValidationError.
    """
    row = NoticeChoice.objects.select_for_update().filter(user=actor).first() or NoticeChoice(user=actor)
    for name in CHOSEN:
        setattr(row, name, values[name])
    if not row.robot:
        row.robot_url = row.robot_key = None
    elif values["robot_url"]:
        robot_address_check(values["robot_url"])
        row.robot_url, row.robot_key = values["robot_url"], values["robot_key"] or None
    elif values["robot_key"]:
        row.robot_key = values["robot_key"]
    row.changed_at = clock.now()
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def feed_make(*, actor: User) -> str:
    """A new secret token of the user's calendar, shown this once; the one before ends with it."""
    feed_revoke(actor=actor)
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(user=actor, token_hash=token_hash(token))
    return token


def feed_revoke(*, actor: User) -> int:
    """Ends the user's token; how many ended (none or one)."""
    return CalendarFeed.objects.filter(user=actor, revoked_at=None).update(revoked_at=clock.now())


def token_hash(token: str) -> str:
    """What is stored of a token: it has 256 bits of chance, so a plain digest tells nothing of it."""
    return hashlib.sha256(token.encode()).hexdigest()
