"""What waits for whom because of marks: a written 解除 that falls due (第八条)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import Role, User
from notices.registry import Audience, Duty, DutyKind, Holder, register
from policy.sources import PERIOD

from .selectors import liftings_due

KIND = "matters.lifting"
ARTICLE = "第八条"


def register_duties() -> None:
    """Once, from `AppConfig.ready()`."""
    register(DutyKind(KIND, liftings))


def liftings(audience: Audience) -> Iterator[Duty]:
    """A sanction that ends only by a written 解除, from the days of notice before its last day on."""
    holders = (Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER)
    if not audience.holds(*holders):
        return
    due = liftings_due(on=audience.on)
    numbers = [mark.cadre.staff_no for mark, _ in due]
    own = dict(User.objects.filter(staff_no__in=numbers).values_list("staff_no", "pk")) if due else {}
    for mark, free_on in due:
        besides = frozenset({own[mark.cadre.staff_no]} if mark.cadre.staff_no in own else ())
        for role in holders:
            yield Duty(
                kind=KIND,
                label="办理处分的书面解除",
                about=f"{mark.cadre.name}，{mark.measure}",
                url=reverse("mark_lift", args=[mark.pk]),
                holder=Holder(role=role, besides=besides),
                since=mark.decided_on,
                due=free_on,
                day_by=PERIOD,
                article=ARTICLE,
            )
