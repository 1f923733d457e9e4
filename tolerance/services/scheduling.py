"""Putting a case on the agenda of a meeting from the case itself (第十二条第二项)."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from core.pages import RuleBroken
from decisions.models import AgendaItem
from decisions.services import agenda_item_from_offer

from ..models import ToleranceEvent
from ..selectors.offers import SUBJECT, kind_for, listed_at, offer_of
from .common import locked, must


@transaction.atomic
def case_schedule(*, pk: int, version: int, meeting: int, supplementary: str, actor: User) -> AgendaItem:
    """The case on that meeting's agenda, by the head of the organization department or who acts for him.

    Whoever acts for a head prepares no meetings and reads none: of this case alone he does what the head
    does, while the naming lasts. Raises RuleBroken where it stands on an agenda already, StaleState.
    """
    case = locked(pk, version)
    must(actor, "schedule", case)
    if (item := listed_at(case)) is not None:
        raise RuleBroken(f"这份申请已列入{item.meeting}的议题。")
    made = agenda_item_from_offer(
        meeting_pk=meeting,
        version=None,
        kind=kind_for(case),
        subject_kind=SUBJECT,
        subject_id=case.pk,
        title=offer_of(case).title,
        supplementary=supplementary.strip(),
        judged=True,
        actor=actor,
    )
    ToleranceEvent.record(case, actor=actor, from_state=case.state, note=f"列入会议议题：{made.meeting}")
    return made
