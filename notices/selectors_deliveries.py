"""How users are reached, what is due to leave, and what operators see of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Count, Max, Min, Q, QuerySet

from core import clock
from policy.reminders import Stage

from .models import OPEN, Channel, Delivery, DeliveryState, NoticeChoice, Reminder
from .registry import contacts_of


@dataclass(frozen=True)
class Reach:
    """How one user is reached: what was chosen, else mail to the address of the register."""

    email: str = ""
    robot: str = ""
    robot_url: str = ""
    robot_key: str = ""
    quiet_from: time | None = None
    quiet_to: time | None = None


def reach_of(user_ids: Collection[int]) -> dict[int, Reach]:
    """user -> how to reach; every one asked for. Two queries and what the register needs."""
    choices = {row.user_id: row for row in NoticeChoice.objects.filter(user_id__in=user_ids).order_by()}
    known = contacts_of(user_ids)
    return {
        pk: _reach(choices.get(pk) or NoticeChoice(), known[pk].email if pk in known else "")
        for pk in user_ids
    }


def _reach(choice: NoticeChoice, known: str) -> Reach:
    return Reach(
        email=_valid(choice.email or known) if choice.mail else "",
        robot=choice.robot,
        robot_url=choice.robot_url or "",
        robot_key=choice.robot_key or "",
        quiet_from=choice.quiet_from,
        quiet_to=choice.quiet_to,
    )


def _valid(email: str) -> str:
    """The address, empty where it is none: the register takes what a file says. Plain letters only, as every
    mail server takes them."""
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email if email.isascii() else ""


@dataclass(frozen=True)
class Letter:
    """One delivery that is due: to whom, and how many reminders of which stage it tells of."""

    delivery: Delivery
    reach: Reach
    counts: Mapping[Stage, int]


def letters_due(channel: Channel, now: datetime, *, most: int) -> list[Letter]:
    """What has to leave on a channel now, the longest waiting first; the same few queries for any number."""
    due = due_on(channel, now).select_related("digest").order_by("due_at", "pk")
    deliveries = list(due[:most])
    reach = reach_of({row.digest.user_id for row in deliveries})
    counts: dict[int, dict[Stage, int]] = defaultdict(dict)
    told = Reminder.objects.filter(digest_id__in=[row.digest_id for row in deliveries]).order_by()
    for digest, stage, number in told.values_list("digest_id", "stage").annotate(Count("pk")):
        counts[digest][Stage(stage)] = number
    return [Letter(row, reach[row.digest.user_id], counts[row.digest_id]) for row in deliveries]


def due_on(channel: Channel, now: datetime) -> QuerySet[Delivery]:
    """Deliveries that have to leave now, or nobody knows whether they have."""
    return Delivery.objects.filter(channel=channel, state__in=OPEN, due_at__lte=now)


@dataclass(frozen=True)
class ChannelFigures:
    """One channel as operators see it. oldest: how long the longest waiting one has waited."""

    channel: Channel
    waiting: int
    sending: int
    uncertain: int
    sent: int
    failed: int
    interrupted: int
    oldest: timedelta | None
    last_sent: datetime | None


def channel_figures() -> list[ChannelFigures]:
    """All channels but the one in the system. One query."""
    now = clock.now()
    counts = {state.value: Count("pk", filter=Q(state=state)) for state in DeliveryState}
    rows = (
        Delivery.objects.exclude(channel=Channel.IN_APP)
        .order_by()
        .values("channel")
        .annotate(
            **counts,
            interrupted=Count("pk", filter=Q(interruptions__gt=0)),
            oldest=Min("give_up_from", filter=Q(state__in=[*OPEN, DeliveryState.SENDING])),
            last_sent=Max("finished_at", filter=Q(state=DeliveryState.SENT)),
        )
    )
    found: dict[str, dict[str, Any]] = {row["channel"]: dict(row) for row in rows}
    empty: dict[str, Any] = dict.fromkeys((*counts, "interrupted"), 0) | {"oldest": None, "last_sent": None}
    return [_figures(channel, found.get(channel, empty), now) for channel in (Channel.MAIL, Channel.ROBOT)]


def _figures(channel: Channel, row: dict[str, Any], now: datetime) -> ChannelFigures:
    age = max(now - row["oldest"], timedelta()) if row["oldest"] else None
    return ChannelFigures(**{**row, "channel": channel, "oldest": age})


def masked(email: str) -> str:
    """An address of which its owner knows it, and nobody else."""
    name, at, host = email.partition("@")
    return f"{name[:1]}***{at}{host}" if at else ""
