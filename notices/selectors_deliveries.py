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
from core.health import NotReady
from policy.reminders import Stage

from .models import OPEN, Channel, Delivery, DeliveryState, NoticeChoice, Reminder
from .registry import contacts_of

OLDEST_DUE = timedelta(hours=1)  # time for some thousands of mails, to a server that is in no hurry
CHOSEN = ("mail", "email", "robot", "robot_url", "robot_key", "quiet_from", "quiet_to")


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
    """user -> how to reach; every one asked for. One query and what the register needs."""
    chosen = NoticeChoice.objects.filter(user_id__in=user_ids).order_by().values_list("user_id", *CHOSEN)
    choices = {user_id: dict(zip(CHOSEN, values, strict=True)) for user_id, *values in chosen}
    unsaid = [pk for pk in user_ids if pk not in choices or not choices[pk]["email"]]
    known = {pk: contact.email for pk, contact in contacts_of(unsaid).items()}
    return {pk: _reach(known.get(pk, ""), **choices.get(pk, {})) for pk in user_ids}


def _reach(
    known: str,
    *,
    mail: bool = True,
    email: str = "",
    robot_url: str | None = None,
    robot_key: str | None = None,
    **more: Any,
) -> Reach:
    address = _valid(email or known) if mail else ""
    return Reach(email=address, robot_url=robot_url or "", robot_key=robot_key or "", **more)


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

    pk: int
    number: str
    tries: int
    give_up_from: datetime
    weekly: bool
    reach: Reach
    counts: Mapping[Stage, int]


def letters_of(claimed: QuerySet[Delivery]) -> list[Letter]:
    """What somebody has claimed, in the order of their keys; the same few queries for any number."""
    rows = list(
        claimed.order_by("pk").values_list(
            "pk", "number", "tries", "give_up_from", "digest__weekly", "digest__user_id", "digest_id"
        )
    )
    reach = reach_of({user_id for *_, user_id, _ in rows})
    counts: dict[int, dict[Stage, int]] = defaultdict(dict)
    told = Reminder.objects.filter(digest__in=claimed.values("digest")).order_by()
    for digest, stage, number in told.values_list("digest_id", "stage").annotate(Count("pk")):
        counts[digest][Stage(stage)] = number
    return [
        Letter(pk, str(number), tries, since, weekly, reach[user_id], counts[digest])
        for pk, number, tries, since, weekly, user_id, digest in rows
    ]


def due_on(channel: Channel, now: datetime) -> QuerySet[Delivery]:
    """Deliveries that have to leave now, or nobody knows whether they have."""
    return Delivery.objects.filter(channel=channel, state__in=OPEN, due_at__lte=now)


def a_delivery_is_late() -> bool:
    """Whether one has been due for longer than `OLDEST_DUE` and nobody sent it. One that is tried again and
    again, the server being away, is due anew each time, and so it is not late."""
    before = clock.now() - OLDEST_DUE
    left = Delivery.objects.filter(channel__in=[Channel.MAIL, Channel.ROBOT], due_at__lt=before)
    return left.filter(state__in=[*OPEN, DeliveryState.SENDING]).exists()


def deliveries_leave() -> None:
    """No delivery is late; raises NotReady (`core.health`)."""
    if a_delivery_is_late():
        raise NotReady(f"a delivery has been due for more than {OLDEST_DUE}")


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
