"""The demo year as far as its two scoring officers have come: gaps decided, the count not yet confirmed.

So a visitor sees the figures, and can press 确认 as either of the two.
"""

from __future__ import annotations

from django.db import transaction

from accounts.models import Role, User
from appraisal.models import Cycle, GapDecision, ScoringOfficer
from appraisal.selectors import SCORING_JOB, gaps_of, parameters_of, scoring_key
from appraisal.services import gap_confirm, gap_propose, officer_name, year_score
from core.jobs import job_run
from core.models import Job
from core.models.jobs import OPEN

from .demo.institution import YEAR

# duty -> whom the head names, and the head
OFFICERS = {
    "counter": (Role.ORG_OFFICER, Role.ORG_HEAD),
    "witness": (Role.DISCIPLINE_OFFICER, Role.DISCIPLINE_HEAD),
}
REASON = "本部门教职工人数少，补测后仍达不到最少有效票数，本年度不排名。"


def demo_scoring_complete() -> bool:
    """Does it once, after the accounts; whether there was anything to do. Visitors' own acts stay."""
    cycle = Cycle.objects.get(year=YEAR)
    if ScoringOfficer.objects.filter(cycle=cycle).exists() or cycle.confirmed_at is not None:
        return False
    with transaction.atomic():
        # Where an earlier version scored it, the results do not say yet which groups are missing.
        cycle = year_score(cycle_pk=cycle.pk, actor=User.objects.system())
        officers = {duty: _officer(cycle, duty) for duty in OFFICERS}
        _decide(cycle, officers)
    for job in Job.objects.filter(kind=SCORING_JOB, key=scoring_key(cycle), state__in=OPEN):
        job_run(job.pk)
    # Also where the job is another worker's: the same facts give the same results once.
    year_score(cycle_pk=cycle.pk, actor=User.objects.system())
    return True


def _officer(cycle: Cycle, duty: str) -> User:
    user, head = (User.objects.filter(grants__role=role).earliest("pk") for role in OFFICERS[duty])
    officer_name(cycle_pk=cycle.pk, duty=duty, user=user, actor=head)
    return user


def _decide(cycle: Cycle, officers: dict[str, User]) -> None:
    gaps = [gap.participant for gap in gaps_of(cycle, parameters_of(cycle)) if gap.to_propose]
    if not gaps:
        return
    proposed = gap_propose(
        cycle_pk=cycle.pk,
        participants=gaps,
        remedy=GapDecision.Remedy.UNRANKED,
        reason=REASON,
        actor=officers["counter"],
    )
    gap_confirm(cycle_pk=cycle.pk, decisions=[item.pk for item in proposed], actor=officers["witness"])
