"""Letting digests leave by mail and robot: none is lost, and a crash makes one of them arrive twice at most.

One message at a time: that it is being sent is committed before it is, in the same transaction that says the
one before has left. So whoever finds a row `SENDING` that nobody sends knows that it may or may not have
left; it is sent again, under the same number.
"""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from accounts.models import User
from core import clock
from core.jobs import JobRun, job_enqueue
from core.pages import StaleState
from policy.reminders import digest_words, quiet_until, wait_before

from ..channels import Away, MailWay, NotNow, Refused, RobotWay, Unknown
from ..models import OPEN, Channel, Delivery, DeliveryState
from ..registry import limit_on
from ..selectors_deliveries import Letter, due_on, letters_due

DELIVER = "notices.deliver"
PART = 200
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
    run.progress(0, 0, "正在发送")
    _left_behind(channel)
    end = time.monotonic() + LONGEST
    with WAYS[channel]() as way:
        sender = Sender(run, channel, way)
        try:
            while time.monotonic() < end and (letters := letters_due(channel, clock.now(), most=PART)):
                for letter in letters:
                    sender.send(letter)
        except Away as away:
            log.warning("channel_away", channel=channel, reason=str(away))
        finally:
            sender.settle()
    run.result = {"sent": sender.sent}


def _left_behind(channel: Channel) -> None:
    """Rows that a dead process was sending: the job of a channel has one owner, so nobody sends them now."""
    wait = wait_before(1, chance())
    Delivery.objects.filter(channel=channel, state=DeliveryState.SENDING).update(
        state=DeliveryState.UNCERTAIN,
        claimed_by=None,
        due_at=clock.now() + wait,
        interruptions=F("interruptions") + 1,
        last_error="发送途中程序中断，不确定是否送达，将以同一编号重发。",
    )


class Sender:
    """One run over one channel. `_left`: the row that has left and is not yet marked so."""

    def __init__(self, run: JobRun, channel: Channel, way: Any) -> None:
        self.sent = 0
        self._run, self._channel, self._way = run, channel, way
        self._token = uuid.uuid4()
        self._left: int | None = None
        today = clock.today()
        self._patience = timedelta(days=limit_on("reminders_give_up", today))
        self._link = f"{settings.ENVIRONMENT.site}{reverse('messages')}"

    def send(self, letter: Letter) -> None:
        """Claims, hands over, remembers. Raises LeaseLost, and Away where the whole channel has to wait."""
        self._run.progress(self.sent, 0, f"已发送 {self.sent} 封")
        if self._put_off(letter) or not self._claim(letter):
            return
        subject, text = digest_words(letter.counts, link=self._link, weekly=letter.delivery.digest.weekly)
        try:
            if not self._reachable(letter):
                raise Refused("收件人没有可用的地址，或已关闭这个渠道。")
            self._way.hand_over(
                to=letter.reach, subject=subject, text=text, number=str(letter.delivery.number)
            )
        except Refused as error:
            self._end(letter, DeliveryState.FAILED, error)
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
            self.sent += 1
            self._left = letter.delivery.pk

    def settle(self) -> None:
        """Marks the last one that has left as sent."""
        if self._left is None:
            return
        Delivery.objects.filter(pk=self._left, claimed_by=self._token).update(
            state=DeliveryState.SENT, claimed_by=None, finished_at=clock.now(), last_error=""
        )
        self._left = None

    def _claim(self, letter: Letter) -> bool:
        """The one before is marked as sent and this one as being sent, in one commit."""
        with transaction.atomic():
            self.settle()
            claimed = Delivery.objects.filter(pk=letter.delivery.pk, state__in=OPEN).update(
                state=DeliveryState.SENDING, claimed_by=self._token, tries=F("tries") + 1
            )
        return bool(claimed)

    def _put_off(self, letter: Letter) -> bool:
        """Whether it lies in the quiet hours of its reader: then it waits for their end."""
        now = clock.now()
        until = quiet_until(now, letter.reach.quiet_from, letter.reach.quiet_to)
        if until > now:
            Delivery.objects.filter(pk=letter.delivery.pk, state__in=OPEN).update(due_at=until)
        return until > now

    def _reachable(self, letter: Letter) -> bool:
        reach = letter.reach
        return bool(letter.counts) and bool(reach.email if self._channel is Channel.MAIL else reach.robot)

    def _end(self, letter: Letter, state: DeliveryState, error: Exception) -> None:
        self._mine(letter).update(
            state=state, claimed_by=None, finished_at=clock.now(), last_error=str(error)[:200]
        )

    def _again(self, letter: Letter, error: Exception, *, may_have_left: bool = False) -> None:
        """Waits and is tried again; what may have left once stays uncertain until it is taken."""
        now, before = clock.now(), letter.delivery
        if now >= before.give_up_from + self._patience:
            self._end(letter, DeliveryState.FAILED, error)
            return
        self._mine(letter).update(
            state=DeliveryState.UNCERTAIN if may_have_left else before.state,
            claimed_by=None,
            due_at=now + wait_before(before.tries + 1, chance()),
            interruptions=F("interruptions") + int(may_have_left),
            last_error=str(error)[:200],
        )

    def _away(self, letter: Letter, error: Exception) -> None:
        """The channel is away: all that is due waits as long as this one, or has waited long enough."""
        now = clock.now()
        self._again(letter, error)
        due = due_on(self._channel, now)
        due.filter(give_up_from__lte=now - self._patience).update(
            state=DeliveryState.FAILED, finished_at=now, last_error=str(error)[:200]
        )
        wait = wait_before(letter.delivery.tries + 1, chance())
        due.update(due_at=now + wait, tries=F("tries") + 1, last_error=str(error)[:200])

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
