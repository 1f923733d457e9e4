"""Who has claimed what of a channel, and how far the process that sends has come.

A few rows are claimed in one commit that has reached the disk before the first of them leaves. They leave one
after the other, in the order of their keys, and before each is handed over one small row says that its turn
has come (`Handover`): all before it have left. So whoever finds what a dead process had claimed knows of
each but the one in its hands whether it left; that one is uncertain and goes again under the same number.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, F, QuerySet, Value, When

from core import clock
from core.jobs import LeaseLost
from policy.reminders import wait_before

from ..models import Channel, Delivery, DeliveryState, Handover
from ..selectors_deliveries import due_on

PART = 200  # claimed at once
REACHED = "UPDATE notices_handover SET reached = {} WHERE channel = {} AND claimed_by = {}"
STATE_BEFORE = Case(
    When(interruptions__gt=0, then=Value(DeliveryState.UNCERTAIN.value)),
    default=Value(DeliveryState.WAITING.value),
)
chance = random.SystemRandom().random


class Hand:
    """What this process has claimed of one channel, and how far it has come."""

    def __init__(self, channel: Channel, cursor: Any, reached: str) -> None:
        self._channel, self._cursor, self._statement = channel, cursor, reached
        self._token = uuid.uuid4()
        self._reached = 0
        claim: Any = Handover._meta.get_field("claimed_by")
        self._claim = claim.get_db_prep_value(self._token, connection)

    @property
    def claimed(self) -> QuerySet[Delivery]:
        return Delivery.objects.filter(
            channel=self._channel, state=DeliveryState.SENDING, claimed_by=self._token
        )

    def take_over(self) -> None:
        """Sorts out what a dead process had claimed: a channel's job has one owner, so nobody sends it now.

        Should that process be asleep only, it finds that its turn is over before it hands over another.
        """
        with transaction.atomic():
            last, _ = Handover.objects.select_for_update().get_or_create(
                channel=self._channel, defaults={"claimed_by": self._token}
            )
            left = Delivery.objects.filter(channel=self._channel, state=DeliveryState.SENDING)
            known = left.filter(claimed_by=last.claimed_by)
            _mark_sent(known.filter(pk__lt=last.reached))
            _give_back(known.filter(pk__gt=last.reached))
            left.update(
                state=DeliveryState.UNCERTAIN,
                claimed_by=None,
                due_at=clock.now() + wait_before(1, chance()),
                interruptions=F("interruptions") + 1,
                last_error="发送途中程序中断，不确定是否送达，将以同一编号重发。",
            )
            last.claimed_by, last.reached = self._token, 0
            last.save()

    def claim(self) -> QuerySet[Delivery]:
        """The next few that are due, marked as being sent; on the disk before this returns.

        Raises LeaseLost where another has taken over.
        """
        due = due_on(self._channel, clock.now()).order_by("due_at", "pk").values("pk")
        with transaction.atomic():
            if connection.vendor == "postgresql":
                self._cursor.execute("SET LOCAL synchronous_commit TO on")
            Delivery.objects.filter(pk__in=due[:PART]).update(
                state=DeliveryState.SENDING, claimed_by=self._token, tries=F("tries") + 1
            )
            self.reach(0)
        return self.claimed

    def reach(self, pk: int) -> None:
        """The turn has come to this one: what was claimed before it has left.

        Raises LeaseLost where another has taken over. In SQL: the ORM's way to the same statement costs as
        much as the mail itself.
        """
        self._cursor.execute(self._statement, [pk, self._channel.value, self._claim])
        if not self._cursor.rowcount:
            raise LeaseLost(self._channel)
        self._reached = pk

    def settle(self) -> None:
        """Marks as sent what has left; whatever else became of one was said when it did."""
        _mark_sent(self.claimed.filter(pk__lte=self._reached))

    def give_back(self) -> None:
        """Those whose turn has not come."""
        self.settle()
        _give_back(self.claimed)


@contextmanager
def hand_over(channel: Channel) -> Iterator[Hand]:
    """A hand for one channel.

    On PostgreSQL what it says outlives this process at once and a crash of the database server a moment
    later, and is planned once.
    """
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            yield Hand(channel, cursor, REACHED.format("%s", "%s", "%s"))
            return
        cursor.execute("SET synchronous_commit TO off")
        cursor.execute("PREPARE reached (bigint, text, uuid) AS " + REACHED.format("$1", "$2", "$3"))
        try:
            yield Hand(channel, cursor, "EXECUTE reached (%s, %s, %s)")
        finally:
            cursor.execute("DEALLOCATE reached")
            cursor.execute("RESET synchronous_commit")


def _mark_sent(rows: QuerySet[Delivery]) -> None:
    rows.update(state=DeliveryState.SENT, claimed_by=None, finished_at=clock.now(), last_error="")


def _give_back(rows: QuerySet[Delivery]) -> None:
    """Claimed, and never begun."""
    rows.update(state=STATE_BEFORE, claimed_by=None, tries=F("tries") - 1)
