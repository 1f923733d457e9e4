"""Who counts a year, and whether it is being counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from accounts.models import User
from accounts.selectors import Visitor, holds_role
from core import clock
from core.models import Job
from core.models.jobs import OPEN
from policy.counting import CountFacts, OfficerFacts, may_count
from policy.verdict import Verdict

from ..access import OFFICES
from ..models import Cycle, Participant, ScoringOfficer
from .sight import gaps_open

Duty = ScoringOfficer.Duty
OFFICE_NAMES: Mapping[str, str] = {Duty.COUNTER: "组织部", Duty.WITNESS: "纪委监察部门"}
SCORING_JOB = "appraisal.score"


def officers_of(cycle: Cycle) -> dict[str, ScoringOfficer]:
    """Duty -> who holds it now; one query."""
    named = ScoringOfficer.objects.filter(cycle=cycle, ended_at__isnull=True)
    return {officer.duty: officer for officer in named.select_related("user", "named_by")}


def may_serve(user: User, cycle: Cycle, duty: str) -> Verdict:
    """Whether the user may be, or go on being, the year's 计分人 or 监票人; three queries."""
    others = ScoringOfficer.objects.filter(cycle=cycle, user=user, ended_at__isnull=True).exclude(duty=duty)
    return may_count(
        OfficerFacts(
            name=user.name,
            duty=Duty(duty).label,
            office=OFFICE_NAMES[duty],
            holds_role=user.is_active and holds_role(user, OFFICES[duty], on=clock.today()),
            has_other=others.exists(),
            takes_part=Participant.objects.filter(cycle=cycle, cadre__staff_no=user.staff_no).exists(),
        )
    )


def acting_duty(user: Visitor, cycle: Cycle) -> str:
    """The duty of a user who is one of the year's two officers and may still be it; else ''."""
    if not isinstance(user, User):
        return ""
    own = ScoringOfficer.objects.filter(cycle=cycle, user=user, ended_at__isnull=True).first()
    return own.duty if own is not None and may_serve(user, cycle, own.duty).ok else ""


def scoring_job_open(cycle: Cycle) -> bool:
    """Whether the year is being scored, or is about to be."""
    return Job.objects.filter(kind=SCORING_JOB, key=scoring_key(cycle), state__in=OPEN).exists()


def is_settled(cycle: Cycle) -> bool:
    """Whether the year's results stand for good: decided, or by file and followed by a confirmed later year.

    From then on a lifted matter moves nothing by itself (`outcomes`).
    """
    if cycle.is_decided or cycle.source != Cycle.Source.FILE or cycle.confirmed_at is None:
        return cycle.is_decided
    later = Cycle.objects.filter(kind=cycle.kind, level=cycle.level, year__gt=cycle.year)
    return later.filter(confirmed_at__isnull=False).exists()


def scoring_key(cycle: Cycle) -> str:
    """The effect that a scoring of this year brings about: one at a time."""
    return f"cycle:{cycle.pk}"


def count_facts(cycle: Cycle, duty: str, confirmed: Collection[str]) -> CountFacts:
    """What `policy.counting.may_confirm_count` judges; confirmed: duties with a yes to these results."""
    scored = cycle.has_results
    return CountFacts(
        scored=scored,
        closed=cycle.confirmed_at is not None,
        gaps_open=gaps_open(cycle) if scored else 0,
        scoring=scoring_job_open(cycle),
        confirmed_duties=confirmed,
        duty=duty,
    )
