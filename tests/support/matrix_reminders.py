"""The rows of the URL matrix of reminders."""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import User
from core import clock
from core.models import Job
from notices.models import Channel, Delivery, DeliveryState, Digest
from tests.support.matrix import ONLY_THE_SYSTEM_OFFICER, ONLY_THE_TWO, for_all

EVERYBODY = for_all(200, anonymous=302)
A_BUTTON = for_all(405, anonymous=302)
OPERATES = ONLY_THE_SYSTEM_OFFICER | {"system_officer": 405}
MATRIX: dict[str, dict[str, int]] = {
    **dict.fromkeys(("messages", "notice_choice", "duty_calendar", "calendar_feed"), EVERYBODY),
    **dict.fromkeys(("messages_read", "calendar_feed_revoke"), A_BUTTON),
    # Without a token; with one it answers anybody (tests/notices/test_calendar.py).
    "calendar_feed_read": for_all(404),
    "overdue_duties": ONLY_THE_TWO,
    "duty_urge": {who: 405 if status == 200 else status for who, status in ONLY_THE_TWO.items()},
    "jobs": ONLY_THE_SYSTEM_OFFICER,
    **dict.fromkeys(("job_again", "delivery_again"), OPERATES),
}


def _job() -> list[object]:
    return [Job.objects.latest("pk").pk]


def _delivery() -> list[object]:
    return [Delivery.objects.latest("pk").pk]


ARGUMENTS: dict[str, list[object] | Callable[[], list[object]]] = {
    "job_again": _job,
    "delivery_again": _delivery,
}


def furnish() -> None:
    """A job and a mail that both failed."""
    now, actor = clock.now(), User.objects.system()
    Job.objects.create(
        kind="notices.remind", state=Job.State.FAILED, finished_at=now, attempts=5, created_by=actor,
        last_error="数据库暂时不能写入。",
    )  # fmt: skip
    digest = Digest.objects.create(user=actor, starts_on=now.date())
    Delivery.objects.create(
        digest=digest,
        channel=Channel.MAIL,
        state=DeliveryState.FAILED,
        finished_at=now,
        tries=3,
        last_error="邮件服务器不接受这个收件地址（550）。",
    )
