"""What worker processes of the reminder tests include: one duty for each user 77…, and mail that takes time.

`DUE` is its deadline. `SABOTAGE` takes one guard away, so that a control shows what the guard is for:
`unguarded` (nothing remembers that a day is done), `told_before` (marked as sent before it is), `gives_up`
(the first failure is the last).
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

from accounts.models import User
from core import clock
from core.jobs import job_enqueue
from notices import registry
from notices.channels import MailWay
from notices.models import Delivery, DeliveryState, ReminderRun
from notices.registry import Audience, Duty, DutyKind, Holder
from notices.services import deliveries, reminders

PAUSE = float(os.environ.get("PAUSE", "0"))
SABOTAGE = os.environ.get("SABOTAGE", "")


def duties(audience: Audience) -> Iterator[Duty]:
    """One for each."""
    due = date.fromisoformat(os.environ["DUE"])
    for pk in User.objects.filter(staff_no__startswith="77").order_by("pk").values_list("pk", flat=True):
        yield Duty("test.kind", "核对", "一件事", "/", Holder(user_id=pk), date(2020, 1, 1), due)


_hand_over = MailWay.hand_over


def slowly(way: MailWay, **message: Any) -> None:
    """With time to be killed before the server has it, and after."""
    time.sleep(PAUSE)
    _hand_over(way, **message)
    time.sleep(PAUSE)


def told_before(sender: deliveries.Sender, letter: Any) -> None:
    """At most once: what is lost on the way is lost."""
    Delivery.objects.filter(pk=letter.pk).update(
        state=DeliveryState.SENT, claimed_by=None, finished_at=clock.now()
    )
    sender._way.hand_over(to=letter.reach, subject="", text="", number=letter.number, announce=bool)


def gives_up(sender: deliveries.Sender, letter: Any, error: Exception) -> None:
    """A task that raised, and nothing more."""
    Delivery.objects.filter(channel="mail").exclude(state="sent").update(
        state=DeliveryState.FAILED, claimed_by=None, finished_at=clock.now()
    )


def unguarded_sweep() -> None:
    """Each beat has the day written."""
    ReminderRun.objects.all().delete()
    actor = User.objects.system()
    job_enqueue(reminders.REMIND, actor=actor)
    deliveries.deliveries_wake(actor=actor)


registry._kinds.clear()
registry.register(DutyKind("test.kind", duties))
MailWay.hand_over = slowly  # type: ignore[method-assign]
if SABOTAGE == "told_before":
    deliveries.Sender.send = told_before  # type: ignore[method-assign]
if SABOTAGE == "gives_up":
    deliveries.Sender._away = gives_up  # type: ignore[method-assign]
if SABOTAGE == "unguarded":
    import notices.services

    notices.services.reminders_sweep = unguarded_sweep
