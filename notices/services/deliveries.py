"""Letting digests leave by mail and robot: none is lost, and a crash makes one of them arrive twice at most.

A few rows are claimed in one commit that has reached the disk before the first of them leaves; then they
leave one after the other, each marked as sent before the next is handed over. Whoever finds a claimed row
that nobody sends cannot know whether it left: it is uncertain and goes again under the same number. Of all
that a dead process had claimed, only the one in its hands can have left without its mark.
"""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, F, Value, When
from django.urls import reverse

from accounts.models import User
from core import clock
from core.jobs import JobRun, LeaseLost, job_enqueue
from core.pages import StaleState
from policy.reminders import digest_words, quiet_until, wait_before

from ..channels import Away, MailWay, NotNow, Refused, RobotWay, Unknown
from ..models import OPEN, Channel, Delivery, DeliveryState
from ..registry import limit_on
from ..selectors_deliveries import Letter, due_on, letters_of

DELIVER = "notices.deliver"
PART = 100  # claimed at once; the most that a crash of the database server itself can repeat
SENDING = "正在发送"
MARK_SENT = (
    "UPDATE notices_delivery SET state = 'sent', claimed_by = NULL, finished_at = %s, last_error = '' "
    "WHERE id = %s AND claimed_by = %s"
)
STATE_BEFORE = Case(
    When(interruptions__gt=0, then=Value(DeliveryState.UNCERTAIN.value)),
    default=Value(DeliveryState.WAITING.value),
)
chance = random.SystemRandom().random
LONGEST = 600.0  # seconds; what is left then is found by the next sweep
WAYS: Mapping[Channel, Callable[[], AbstractContextManager[Any]]] = {
    Channel.MAIL: MailWay,
    Channel.ROBOT: RobotWay,
}
log = structlog.get_logger(__name__)


def deliveries_wake(*, actor: User) -> None:
    """Sees to it that each channel on which something is due, or was left half sent, has its job."""
    now = clock.now()
    for channel in WAYS:
        left = Delivery.objects.filter(channel=channel, state=DeliveryState.SENDING)
        if due_on(channel, now).exists() or left.exists():
            job_enqueue(DELIVER, key=channel, arguments={"channel": channel}, actor=actor)


def deliveries_send(*, run: JobRun) -> None:
    """Sends what is due on the job's channel, the longest waiting first, until nothing is."""
    channel = Channel(run.arguments["channel"])
    run.progress(0, 0, SENDING)
    _left_behind(channel)
    end = time.monotonic() + LONGEST
    with WAYS[channel]() as way, _quick_commits():
        sender = Sender(run, channel, way)
        try:
            while time.monotonic() < end and (letters := sender.claimed()):
                for letter in letters:
                    sender.send(letter)
        except Away as away:
            log.warning("channel_away", channel=channel, reason=str(away))
    run.result = {"sent": sender.sent}


def _left_behind(channel: Channel) -> None:
    """Rows that a dead process had claimed: the job of a channel has one owner, so nobody sends them now."""
    Delivery.objects.filter(channel=channel, state=DeliveryState.SENDING).update(
        state=DeliveryState.UNCERTAIN,
        claimed_by=None,
        due_at=clock.now() + wait_before(1, chance()),
        interruptions=F("interruptions") + 1,
        last_error="发送途中程序中断，不确定是否送达，将以同一编号重发。",
    )


@contextmanager
def _quick_commits() -> Iterator[None]:
    """Marks outlive this process at once, and a crash of the database server a moment later (PostgreSQL)."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


class Sender:
    """One run over one channel."""

    def __init__(self, run: JobRun, channel: Channel, way: Any) -> None:
        self.sent = 0
        self._run, self._channel, self._way = run, channel, way
        self._token = uuid.uuid4()
        self._patience = timedelta(days=limit_on("reminders_give_up", clock.today()))
        self._link = f"{settings.ENVIRONMENT.site}{reverse('messages')}"
        claim: Any = Delivery._meta.get_field("claimed_by")
        self._claim_value = claim.get_db_prep_value(self._token, connection)

    def claimed(self) -> list[Letter]:
        """The next few that are due, marked as being sent; on the disk before this returns."""
        due = due_on(self._channel, clock.now()).order_by("due_at", "pk").values_list("pk", flat=True)
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL synchronous_commit TO on")
            Delivery.objects.filter(pk__in=list(due[:PART]), state__in=OPEN).update(
                state=DeliveryState.SENDING, claimed_by=self._token, tries=F("tries") + 1
            )
        return letters_of(self._token)

    def send(self, letter: Letter) -> None:
        """Hands over and remembers. Raises LeaseLost, and Away where the whole channel has to wait."""
        # Of how many is not asked, and one more than done is written every half second only.
        self._run.progress(self.sent, self.sent + 1, SENDING)
        if self._put_off(letter):
            return
        weekly = letter.delivery.digest.weekly
        subject, text = digest_words(letter.counts, link=self._link, weekly=weekly)
        number = str(letter.delivery.number)
        try:
            if not self._reachable(letter):
                raise Refused("收件人没有可用的地址，或已关闭这个渠道。")
            self._way.hand_over(to=letter.reach, subject=subject, text=text, number=number)
        except Refused as error:
            self._end(letter, error)
        except Away as error:
            self._away(letter, error)
            raise
        except NotNow as error:
            self._again(letter, error)
        except Unknown as error:
            self._again(letter, error, may_have_left=True)
        except Exception:
            # A fault of ours with one message must not hold up all that come after it.
            log.exception("delivery_failed", channel=self._channel, delivery=letter.delivery.pk)
            self._again(letter, Unknown("发送时程序出错，原因见运行日志。"), may_have_left=True)
        else:
            self._left(letter)

    def _left(self, letter: Letter) -> None:
        """Marks it as sent before the next is handed over. Raises LeaseLost where it is no longer ours.

        In SQL: at each mail the ORM's way to the same statement costs as much as the mail itself.
        """
        now = connection.ops.adapt_datetimefield_value(clock.now())
        with connection.cursor() as cursor:
            cursor.execute(MARK_SENT, [now, letter.delivery.pk, self._claim_value])
            if not cursor.rowcount:
                raise LeaseLost(self._run.job.pk)
        self.sent += 1

    def _put_off(self, letter: Letter) -> bool:
        """Whether it lies in the quiet hours of its reader: then it waits for their end."""
        now = clock.now()
        until = quiet_until(now, letter.reach.quiet_from, letter.reach.quiet_to)
        if until > now:
            self._mine(letter).update(state=STATE_BEFORE, claimed_by=None, due_at=until, tries=F("tries") - 1)
        return until > now

    def _reachable(self, letter: Letter) -> bool:
        reach = letter.reach
        return bool(letter.counts) and bool(reach.email if self._channel is Channel.MAIL else reach.robot)

    def _end(self, letter: Letter, error: Exception) -> None:
        self._mine(letter).update(
            state=DeliveryState.FAILED, claimed_by=None, finished_at=clock.now(), last_error=str(error)[:200]
        )

    def _again(self, letter: Letter, error: Exception, *, may_have_left: bool = False) -> None:
        """Waits and is tried again; what may have left once stays uncertain until it is taken."""
        now = clock.now()
        if now >= letter.delivery.give_up_from + self._patience:
            self._end(letter, error)
            return
        self._mine(letter).update(
            state=DeliveryState.UNCERTAIN if may_have_left else STATE_BEFORE,
            claimed_by=None,
            due_at=now + wait_before(letter.delivery.tries, chance()),
            interruptions=F("interruptions") + int(may_have_left),
            last_error=str(error)[:200],
        )

    def _away(self, letter: Letter, error: Exception) -> None:
        """The channel is away: all that is due waits as long as this one, or has waited long enough."""
        now = clock.now()
        wait, said = wait_before(letter.delivery.tries, chance()), str(error)[:200]
        claimed = Delivery.objects.filter(channel=self._channel, claimed_by=self._token)
        claimed.update(state=STATE_BEFORE, claimed_by=None, tries=F("tries") - 1)
        due = due_on(self._channel, now)
        due.filter(give_up_from__lte=now - self._patience).update(
            state=DeliveryState.FAILED, finished_at=now, last_error=said
        )
        due.update(due_at=now + wait, tries=F("tries") + 1, last_error=said)

    def _mine(self, letter: Letter) -> Any:
        return Delivery.objects.filter(pk=letter.delivery.pk, claimed_by=self._token)


def delivery_again(*, pk: int, actor: User) -> Delivery:
    """Tries a failed one again from the beginning, under its number. Raises StaleState where it is not."""
    now = clock.now()
    with transaction.atomic():
        changed = Delivery.objects.filter(pk=pk, state=DeliveryState.FAILED).update(
            state=DeliveryState.WAITING, due_at=now, give_up_from=now, finished_at=None, tries=0
        )
        if not changed:
            raise StaleState("这一条现在不是“未送达”，没有重新发送。")
        deliveries_wake(actor=actor)
    return Delivery.objects.get(pk=pk)
