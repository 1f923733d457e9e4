"""Writing the reminders of a day, each exactly once, and putting them into digests."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from core import clock
from core.jobs import JobRun, job_enqueue
from policy.reminders import digest_day, quiet_until

from ..models import OPEN, Channel, Delivery, DeliveryState, Digest, Reminder, ReminderRun
from ..registry import limit_on
from ..selectors_deliveries import reach_of
from ..selectors_reminders import Plan, plan_of
from .deliveries import deliveries_wake

REMIND = "notices.remind"
PART = 1_000


def reminders_sweep() -> None:
    """Looks whether the day's reminders are written and whether something has to leave; wakes who does it.

    Asked every half minute by as many beats as there are: a job of the day or a channel is open once.
    """
    now = clock.now()
    actor = User.objects.system()
    written = ReminderRun.objects.filter(day=now.date()).exists()
    if not written and now.hour >= limit_on("reminders_hour", now.date()):
        job_enqueue(REMIND, key=f"{now.date()}", actor=actor)
    deliveries_wake(actor=actor)


def reminders_write(*, run: JobRun) -> None:
    """Writes what is not written yet of today's reminders and digests, in the job's one transaction."""
    plan = plan_of(clock.today(), report=lambda done, total: run.progress(done, total, "读取待办"))
    with run.effects():
        run.result = plan_write(plan)
        transaction.on_commit(reminders_purge, robust=True)
        deliveries_wake(actor=run.actor)


@transaction.atomic
def plan_write(plan: Plan) -> dict[str, Any]:
    """Stores what is not stored yet; how much that was. Run twice it writes nothing the second time."""
    now, before = clock.now(), _undigested().count()
    Reminder.objects.bulk_create(
        (
            Reminder(
                user_id=due.user_id,
                kind=due.duty.kind,
                key=due.duty.key,
                url=due.duty.url,
                due=due.due,
                stage=due.reached.stage,
                turn=due.reached.turn,
                made_at=now,
            )
            for due in plan.due
        ),
        batch_size=PART,
        ignore_conflicts=True,
    )
    made = _undigested().count() - before
    digests = _digests_make(plan, now)
    run = ReminderRun(
        day=plan.on,
        made_at=now,
        duties=plan.duties,
        reminders=made,
        digests=len(digests),
        unreadable=list(plan.unreadable),
    )
    ReminderRun.objects.bulk_create([run], ignore_conflicts=True)
    return {"reminders": made, "digests": len(digests), "unreadable": len(plan.unreadable)}


def _undigested() -> QuerySet[Reminder]:
    return Reminder.objects.filter(digest=None)


def _digests_make(plan: Plan, now: datetime) -> list[Digest]:
    """One digest for each user with reminders that are in none, unless the day's or the week's has been.

    Those just made are known by having no delivery yet, never by their time: a clock may be set back.
    """
    waiting = _undigested().order_by("user_id").values_list("user_id", flat=True).distinct()
    Digest.objects.bulk_create(
        (_digest(user, plan, now) for user in waiting), batch_size=PART, ignore_conflicts=True
    )
    days = [digest_day(plan.on, weekly=weekly) for weekly in (False, True)]
    new = Digest.objects.filter(starts_on__in=days, deliveries=None)
    of_the_user = new.filter(user=OuterRef("user")).values("pk")[:1]
    _undigested().filter(user__in=new.values("user")).update(digest=Subquery(of_the_user))
    made = list(new.order_by("pk"))
    Delivery.objects.bulk_create(_deliveries(made, now), batch_size=PART)
    return made


def _digest(user_id: int, plan: Plan, now: datetime) -> Digest:
    weekly = user_id in plan.weekly
    return Digest(user_id=user_id, starts_on=digest_day(plan.on, weekly=weekly), weekly=weekly, made_at=now)


def _deliveries(digests: Collection[Digest], now: datetime) -> Iterable[Delivery]:
    """A row per channel that the user chose; in the system it has arrived as it is written."""
    reach = reach_of({digest.user_id for digest in digests})
    mails = bool(settings.ENVIRONMENT.smtp_url)
    for digest in digests:
        yield Delivery(
            digest=digest, channel=Channel.IN_APP, state=DeliveryState.SENT, made_at=now, finished_at=now
        )
        to = reach[digest.user_id]
        chosen = ([Channel.MAIL] if mails and to.email else []) + ([Channel.ROBOT] if to.robot else [])
        for channel in chosen:
            leaves = quiet_until(now, to.quiet_from, to.quiet_to)
            yield Delivery(digest=digest, channel=channel, due_at=leaves, made_at=now, give_up_from=leaves)


def reminders_read(*, actor: User, pks: Collection[int] | None = None) -> int:
    """Marks the user's own messages as read, all or these; how many were unread."""
    unread = Reminder.objects.filter(user=actor, read_at=None)
    if pks is not None:
        unread = unread.filter(pk__in=pks)
    return unread.update(read_at=clock.now())


@transaction.atomic
def reminders_purge() -> None:
    """Deletes reminders, digests and deliveries older than the rulebook keeps them; open ones stay."""
    today = clock.today()
    before = clock.now() - timedelta(days=limit_on("reminders_keep", today))
    old = Digest.objects.filter(made_at__lt=before).exclude(deliveries__state__in=OPEN)
    Reminder.objects.filter(made_at__lt=before).delete()
    Digest.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    ReminderRun.objects.filter(made_at__lt=before).delete()
