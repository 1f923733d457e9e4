"""A scored year whose gaps are decided, so that its figures are shown."""

from __future__ import annotations

from accounts.models import User
from appraisal.models import Cycle, GapDecision, Result
from appraisal.services import year_score
from policy.outcomes import WITHHELD


def settle_gaps(cycle: Cycle) -> None:
    """Everybody who is 缺票待核 stays without a rank, by the word of two people; then it is scored."""
    two = [User.objects.create_user(staff_no=f"G{place}", name=f"核定人{place}") for place in (1, 2)]
    for result in Result.objects.filter(cycle=cycle, suggestion=WITHHELD):
        GapDecision.objects.create(
            participant=result.participant,
            groups=result.missing,
            remedy=GapDecision.Remedy.UNRANKED,
            reason="任职时间短，校领导没有测评。",
            state=GapDecision.State.CONFIRMED,
            proposed_by=two[0],
            decided_by=two[1],
        )
    year_score(cycle_pk=cycle.pk, actor=User.objects.system())
