"""Bringing an overdue duty before the next level, by an officer's click and never by itself (催办)."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import Role, User
from core import clock
from core.pages import RuleBroken

from ..models import Reminder, Urge
from ..selectors_urges import Overdue, overdue_of

NOBODY = "上一级目前没有可以督促的人，请联系安全管理员核对角色授予，或直接联系办理人。"
NO_LEVEL = "这一项由本系统中最高一级的人办理，没有上一级可以催办，请直接联系。"
TODAY_ALREADY = "这一项今天已经催办过，明天以后可以再次催办。"
GONE = "这一项已经办结、尚未逾期，或不由您跟进，没有催办。"


@transaction.atomic
def duty_urge(*, key: str, due: date, actor: User) -> Urge:
    """Tells whoever stands one level above the holder, once a day; the row says who asked, when and for what.

    Raises RuleBroken where it is done or not the actor's to follow, where there is nobody above, or where it
    was urged today.
    """
    item = next((row for row in overdue_of(actor, clock.today()) if (row.key, row.due) == (key, due)), None)
    if item is None:
        raise RuleBroken(GONE)
    if item.level is None:
        raise RuleBroken(NO_LEVEL)
    if not item.above:
        raise RuleBroken(NOBODY)
    urge = _written(item, item.level, actor)
    Reminder.objects.bulk_create(
        Reminder(
            user_id=user_id,
            kind=item.duty.kind,
            key=item.key,
            url=item.duty.url,
            due=item.due,
            stage="urged",
            turn=urge.pk,
            urge=urge,
        )
        for user_id in item.above
    )
    return urge


def _written(item: Overdue, level: Role, actor: User) -> Urge:
    try:
        with transaction.atomic():
            return Urge.objects.create(
                key=item.key,
                kind=item.duty.kind,
                label=item.duty.label,
                due=item.due,
                held_by=item.held_by[:300],
                level=level,
                unit_id=item.unit_id,
                actor=actor,
                on=clock.today(),
            )
    except IntegrityError:
        raise RuleBroken(TODAY_ALREADY) from None
