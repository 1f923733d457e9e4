"""The two scoring officers of a year and what they do, through the product's own services."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Role, User
from appraisal.models import Cycle, GapDecision, ScoreConfirmation, ScoringOfficer
from appraisal.selectors import gaps_of, parameters_of
from appraisal.services import gap_confirm, gap_propose, officer_name, score_confirm, year_score
from core import clock
from core.models import Job
from tests.support.people import user_with


@dataclass(frozen=True)
class Two:
    """Who counts, who watches, and the heads who named them."""

    counter: User
    witness: User
    org_head: User
    discipline_head: User


def two_officers(cycle: Cycle) -> Two:
    """Makes four people and has the heads name two of them."""
    two = Two(
        counter=user_with(Role.ORG_OFFICER, staff_no="91001", name="许文澜"),
        witness=user_with(Role.DISCIPLINE_OFFICER, staff_no="91002", name="方知微"),
        org_head=user_with(Role.ORG_HEAD, staff_no="91003", name="周启明"),
        discipline_head=user_with(Role.DISCIPLINE_HEAD, staff_no="91004", name="秦守正"),
    )
    officer_name(cycle_pk=cycle.pk, duty="counter", user=two.counter, actor=two.org_head)
    officer_name(cycle_pk=cycle.pk, duty="witness", user=two.witness, actor=two.discipline_head)
    return two


def open_gaps(cycle: Cycle) -> list[int]:
    """Participants of whom nothing was proposed yet."""
    return [gap.participant for gap in gaps_of(cycle, parameters_of(cycle)) if gap.to_propose]


def proposed(
    cycle: Cycle, two: Two, remedy: str = "unranked", people: Iterable[int] | None = None
) -> list[GapDecision]:
    """The 计分人 proposes a remedy for all open gaps, or for these people."""
    return gap_propose(
        cycle_pk=cycle.pk,
        participants=list(open_gaps(cycle) if people is None else people),
        remedy=remedy,
        reason="本单位人数少",
        actor=two.counter,
    )


def decided(
    cycle: Cycle, two: Two, remedy: str = "unranked", people: Iterable[int] | None = None
) -> list[GapDecision]:
    """Both decide a remedy; the year is scored again at once."""
    found = proposed(cycle, two, remedy, people)
    gap_confirm(cycle_pk=cycle.pk, decisions=[item.pk for item in found], actor=two.witness)
    rescored(cycle)
    return found


def rescored(cycle: Cycle) -> Cycle:
    """The scoring that was asked for has run."""
    Job.objects.filter(kind="appraisal.score").delete()
    year_score(cycle_pk=cycle.pk, actor=User.objects.system())
    cycle.refresh_from_db()
    return cycle


def confirmed_by_two(cycle: Cycle, two: Two) -> Cycle:
    """Both confirm the present results."""
    for officer in (two.counter, two.witness):
        cycle = score_confirm(cycle_pk=cycle.pk, outcome_sha256=cycle.outcome_sha256, actor=officer)
    return cycle


def confirmed_as_if(cycle: Cycle) -> Cycle:
    """A confirmed year for tests of something else: two confirmations of people who do nothing more."""
    for duty in ScoringOfficer.Duty:
        user, _ = User.objects.get_or_create(staff_no=f"C-{duty.value}", defaults={"name": duty.label})
        ScoreConfirmation.objects.get_or_create(
            cycle=cycle, duty=duty, outcome_sha256=cycle.outcome_sha256, defaults={"user": user}
        )
    Cycle.objects.filter(pk=cycle.pk).update(confirmed_at=clock.now())
    cycle.refresh_from_db()
    return cycle
