"""Letting digests leave by mail and robot: none is lost, and a crash makes one of them arrive twice at most.

How rows are claimed, and what a dead process leaves behind, is in `handover`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse

from accounts.models import User
from core import clock
from core.jobs import JobRun, LeaseLost, job_enqueue
from core.pages import StaleState
from policy.reminders import digest_words, quiet_until, wait_before

from ..channels import Away, MailWay, NotNow, Refused, RobotWay, Unknown
from ..models import Channel, Delivery, DeliveryState
from ..registry import limit_on
from ..selectors_deliveries import Letter, due_on, letters_of
from .handover import STATE_BEFORE, Hand, chance, hand_over

DELIVER = "notices.deliver"
SENDING = "正在发送"
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
    end = time.monotonic() + LONGEST
    with WAYS[channel]() as way, hand_over(channel) as hand:
        sender = Sender(run, channel, way, hand)
        hand.take_over()
        try:
            while time.monotonic() < end and (letters := letters_of(hand.claim())):
                for letter in letters:
                    sender.send(letter)
                hand.settle()
        except Away as away:
            log.warning("channel_away", channel=channel, reason=str(away))
    run.result = {"sent": sender.sent}


class Sender:
    """One run over one channel."""

    def __init__(self, run: JobRun, channel: Channel, way: Any, hand: Hand) -> None:
        self.sent = 0
        self._run, self._channel, self._way, self._hand = run, channel, way, hand
        self._patience = timedelta(days=limit_on("reminders_give_up", clock.today()))
        self._link = f"{settings.ENVIRONMENT.site}{reverse('messages')}"

    def send(self, letter: Letter) -> None:
        """Hands over and remembers. Raises LeaseLost, and Away where the whole channel has to wait."""
        # Of how many is not asked, and one more than done is written every half second only.
        self._run.progress(self.sent, self.sent + 1, SENDING)
        if self._put_off(letter):
            return
        subject, text = digest_words(letter.counts, link=self._link, weekly=letter.weekly)
        try:
            if not self._reachable(letter):
                raise Refused("收件人没有可用的地址，或已关闭这个渠道。")
            self._way.hand_over(
                to=letter.reach, subject=subject, text=text, number=letter.number,
                announce=partial(self._hand.reach, letter.pk),
            )  # fmt: skip
        except Refused as error:
            self._end(letter, error)
        except Away as error:
            self._away(letter, error)
            raise
        except NotNow as error:
            self._again(letter, error)
        except Unknown as error:
            self._again(letter, error, may_have_left=True)
        except LeaseLost:
            raise
        except Exception:
            # A fault of ours with one message must not hold up all that come after it.
            log.exception("delivery_failed", channel=self._channel, delivery=letter.pk)
            self._again(letter, Unknown("发送时程序出错，原因见运行日志。"), may_have_left=True)
        else:
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
        if now >= letter.give_up_from + self._patience:
            self._end(letter, error)
            return
        self._mine(letter).update(
            state=DeliveryState.UNCERTAIN if may_have_left else STATE_BEFORE,
            claimed_by=None,
            due_at=now + wait_before(letter.tries, chance()),
            interruptions=F("interruptions") + int(may_have_left),
            last_error=str(error)[:200],
        )

    def _away(self, letter: Letter, error: Exception) -> None:
        """The channel is away: all that is due waits as long as this one, or has waited long enough."""
        now = clock.now()
        wait, said = wait_before(letter.tries, chance()), str(error)[:200]
        self._hand.give_back()
        due = due_on(self._channel, now)
        due.filter(give_up_from__lte=now - self._patience).update(
            state=DeliveryState.FAILED, finished_at=now, last_error=said
        )
        due.update(due_at=now + wait, tries=F("tries") + 1, last_error=said)

    def _mine(self, letter: Letter) -> QuerySet[Delivery]:
        return self._hand.claimed.filter(pk=letter.pk)


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
