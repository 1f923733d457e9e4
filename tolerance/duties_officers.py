"""What waits about the people of a case: recusals to decide, and cases that went upward (第十二条)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import Role
from notices.registry import Audience, Duty, DutyKind, Holder, register

from .access import HEADS
from .access_officers import ORG
from .models import Escalation, Recusal

RECUSAL = "参照政务处分法第四十八条"
DECIDERS = (Role.ORG_HEAD, Role.DISCIPLINE_HEAD, Role.PARTY_OFFICE)
OVERSEERS = frozenset(HEADS)


def register_officer_duties() -> None:
    """Once, from `AppConfig.ready()`."""
    register(DutyKind("tolerance.recusal", recusals_to_decide, OVERSEERS))
    register(DutyKind("tolerance.escalation", escalations_to_arrange, OVERSEERS))


def recusals_to_decide(audience: Audience) -> Iterator[Duty]:
    """Held by the head of the officer's office; what the superior decides, by 党办. One query."""
    if not audience.holds(*DECIDERS):
        return
    waiting = Recusal.objects.filter(state=Recusal.State.WAITING).select_related("case__cadre", "officer")
    rows = list(waiting.order_by("asked_on", "pk"))
    if not rows:
        return
    holders = audience.role_holders(*ORG)
    organization = {one.user_id for some in holders.values() for one in some}
    for recusal in rows:
        head = Role.ORG_HEAD if recusal.officer_id in organization else Role.DISCIPLINE_HEAD
        yield Duty(
            kind="tolerance.recusal",
            label="决定回避申请",
            about=f"{recusal.officer.name}（{recusal.case.number}）",
            url=reverse("tolerance_recusal", args=[recusal.pk]),
            holder=Holder(
                role=Role.PARTY_OFFICE if recusal.from_above else head,
                besides=frozenset({recusal.officer_id, recusal.asked_by_id}),
            ),
            since=recusal.asked_on,
            article=RECUSAL,
        )


def escalations_to_arrange(audience: Audience) -> Iterator[Duty]:
    """党办 records what the superior arranged; one query."""
    if not audience.holds(Role.PARTY_OFFICE):
        return
    waiting = Escalation.objects.filter(arranged_on__isnull=True).select_related("case")
    for escalation in waiting.order_by("found_on", "pk"):
        yield Duty(
            kind="tolerance.escalation",
            label="报上级安排容错申请的办理人员",
            about=f"{escalation.case.number}，可以办理的人员剩 {escalation.people_left} 人",
            url=reverse("tolerance_escalation", args=[escalation.pk]),
            holder=Holder(role=Role.PARTY_OFFICE),
            since=escalation.found_on,
            article=RECUSAL,
        )
