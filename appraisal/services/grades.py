"""The panel's word on each participant: a grade proposed, with its reason and a comment (第六条)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from accounts.models import User
from core import clock
from core.pages import RuleBroken, StaleState, require
from policy.grades import may_propose_grade

from .. import selectors
from ..access import PROPOSE_GRADE, may
from ..models import CycleEvent, Grading, Participant

STALE = "这名干部的等次建议刚刚由其他人保存，您的修改没有保存。"


@transaction.atomic
def grade_propose(
    *, participant_pk: int, version: int, word: str, reason: str, comment: str, actor: User
) -> Grading:
    """Stores the proposal while the panel sits. version: of the proposal as the page showed it, 0 for none.

    Raises RuleBroken, and StaleState where somebody else was faster.
    """
    participant = Participant.objects.select_related("cycle", "cadre", "result").get(pk=participant_pk)
    cycle = participant.cycle
    if not may(actor, PROPOSE_GRADE, cycle):
        raise RuleBroken(f"{cycle.label}考核不在考核组评议环节，不能提出等次建议。")
    if not selectors.sight_of(actor, cycle).shows(participant.category):
        raise RuleBroken("您是本类别的参加考核人员，不能对本类别的人员提出等次建议。")
    require(may_propose_grade(selectors.proposal_facts(participant), word))
    if not reason.strip():
        raise RuleBroken({"reason": "请写明提出这一等次的理由。"})
    row, created = Grading.objects.get_or_create(participant=participant)
    if (0 if created else row.version) != version:
        raise StaleState(STALE)
    changed = Grading.objects.filter(pk=row.pk, version=row.version, decided="").update(
        version=F("version") + 1,
        proposed=word,
        proposal_reason=reason.strip(),
        comment=comment.strip(),
        proposed_by=actor,
        proposed_at=clock.now(),
    )
    if not changed:
        raise StaleState(STALE)
    CycleEvent.record(cycle, actor=actor, note=f"{participant.cadre}：考核组建议等次")
    row.refresh_from_db()
    return row
