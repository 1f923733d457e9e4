"""A year that the committee has decided and that is told to the cadres, with accounts for its people."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import Role, User
from appraisal.models import Cycle, Grading, Participant, ScoreConfirmation
from appraisal.signals import cycle_moved
from core import clock
from outcomes.models import Feedback
from tests.support.people import user_with
from tests.support.small_year import small_year, staff_no

MEETING = "党委会〔2026〕3号"
DECIDED_ON = date(2026, 3, 2)


def decided_year(people: int = 6, *, best: int = 1, **kwargs: Any) -> Cycle:
    """A scored year, confirmed and decided: the first `best` are 优秀, the others 称职."""
    cycle = small_year(people, **kwargs)
    confirmed(cycle)
    Cycle.objects.filter(pk=cycle.pk).update(source=Cycle.Source.PLAN, state=Cycle.State.DECIDED)
    for place, person in enumerate(Participant.objects.filter(cycle=cycle).order_by("pk")):
        Grading.objects.create(
            participant=person,
            decided="优秀" if place < best else "称职",
            decided_on=DECIDED_ON,
            meeting=MEETING,
            revision=1,
        )
    return Cycle.objects.get(pk=cycle.pk)


def confirmed(cycle: Cycle) -> None:
    """Two people have confirmed the count."""
    cycle.refresh_from_db()
    for duty, number in (("counter", "G11"), ("witness", "G12")):
        user, _ = User.objects.get_or_create(staff_no=number, defaults={"name": f"计分{number}"})
        ScoreConfirmation.objects.create(
            cycle=cycle, duty=duty, user=user, outcome_sha256=cycle.outcome_sha256
        )
    Cycle.objects.filter(pk=cycle.pk).update(confirmed_at=clock.now())


def told_year(people: int = 6, **kwargs: Any) -> Cycle:
    """The same, moved to the feedback: everybody has a notice."""
    cycle = decided_year(people, **kwargs)
    moved(cycle, Cycle.State.FEEDBACK)
    return Cycle.objects.get(pk=cycle.pk)


def moved(cycle: Cycle, state: str) -> None:
    """The cycle goes on, as the workflow's service announces it."""
    before = cycle.state
    Cycle.objects.filter(pk=cycle.pk).update(state=state)
    cycle.refresh_from_db()
    cycle_moved.send(Cycle, cycle=cycle, from_state=before, to_state=state, actor=User.objects.system())


def cadre_user(i: int = 0) -> User:
    """Person i of the small year, signed in as a cadre."""
    return user_with(Role.CADRE, staff_no=staff_no(i), name=f"甲{i}")


def notice_of(i: int = 0) -> Feedback:
    """The newest notice of person i."""
    found = Feedback.objects.filter(participant__cadre__staff_no=staff_no(i)).order_by("-revision")
    return found.select_related("participant__cadre", "participant__cycle")[0]
