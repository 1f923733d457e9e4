"""Who sees a year's appraisal, and who may take which step on it: two halves that a test holds together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.db import models

from accounts.models import Role
from accounts.selectors import Visitor, holds_role
from core import clock

if TYPE_CHECKING:
    from .models import Cycle

# The organization department keeps the appraisal, the discipline office oversees it (第六条).
YEAR_ROLES = frozenset({Role.ORG_HEAD, Role.ORG_OFFICER, Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER})
# Why somebody gets no grade may be the person's own affair: only these read it (docs/rules/disclosure.md).
REASON_READERS = frozenset({Role.ORG_HEAD, Role.DISCIPLINE_HEAD})
DRAFT_PLAN, EDIT_PEOPLE, MOVE, PROPOSE_GRADE = "draft_plan", "edit_people", "move", "propose_grade"
DOWNLOAD_RESULTS = "download_results"
RECORD_SITTINGS = "record_sittings"
MAKE_PRINTS = "make_prints"
COLLECT_COPIES = "collect_copies"
NAME_COUNTER, NAME_WITNESS = "name_counter", "name_witness"
MAKE_DOCUMENTS = "make_documents"
DECIDE_GAPS, CONFIRM_COUNT, RECHECK_COUNT = "decide_gaps", "confirm_count", "recheck_count"
# Duty of scoring -> whose people may hold it, and the step by which their head names one.
OFFICES: Mapping[str, frozenset[Role]] = {
    "counter": frozenset({Role.ORG_HEAD, Role.ORG_OFFICER}),
    "witness": frozenset({Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER}),
}
# States of a cycle run here in which ballots come in by file.
TAKES_BALLOTS = ("voting", "interview", "scored")
NAMING: Mapping[str, str] = {"counter": NAME_COUNTER, "witness": NAME_WITNESS}
STEPS: Mapping[str, frozenset[Role]] = {
    DRAFT_PLAN: frozenset({Role.ORG_HEAD, Role.ORG_OFFICER}),
    EDIT_PEOPLE: frozenset({Role.ORG_HEAD, Role.ORG_OFFICER}),
    MOVE: frozenset({Role.ORG_HEAD}),
    # The panel is of both departments (第六条 考核组).
    PROPOSE_GRADE: YEAR_ROLES,
    DOWNLOAD_RESULTS: YEAR_ROLES,
    RECORD_SITTINGS: frozenset({Role.ORG_HEAD, Role.ORG_OFFICER}),
    MAKE_PRINTS: frozenset({Role.ORG_HEAD, Role.ORG_OFFICER}),
    COLLECT_COPIES: frozenset({Role.ORG_HEAD, Role.ORG_OFFICER}),
    MAKE_DOCUMENTS: frozenset({Role.ORG_HEAD, Role.ORG_OFFICER}),
    NAME_COUNTER: frozenset({Role.ORG_HEAD}),
    NAME_WITNESS: frozenset({Role.DISCIPLINE_HEAD}),
    DECIDE_GAPS: YEAR_ROLES,
    CONFIRM_COUNT: YEAR_ROLES,
    RECHECK_COUNT: frozenset({Role.ORG_HEAD}),
}


class CycleQuerySet(models.QuerySet["Cycle"]):
    """Years; `visible_to` is the only door from a user to them."""

    def annual(self, year: int | None) -> CycleQuerySet:
        """That year's appraisal of 中层干部, the one that files bring in; none without a year."""
        return self.filter(year=year or 0, kind="annual", level="middle")

    def of_file(self, year: int | None, target: str) -> CycleQuerySet:
        """The one that a file is for: the annual one of its year, or another run here, by its code."""
        return self.filter(code=target, source="plan") if target else self.annual(year)

    def discarded(self) -> CycleQuerySet:
        """Those whose draft plan was given up, and that nobody has drafted again."""
        return self.filter(state="draft", source="plan", plan__isnull=True)

    def standing(self) -> CycleQuerySet:
        """All but those."""
        return self.filter(~models.Q(state="draft", source="plan") | models.Q(plan__isnull=False))

    def taking_ballots(self) -> CycleQuerySet:
        """Those run here, besides the annual ones of 中层干部, whose ballots may still come in."""
        usual = models.Q(kind="annual", level="middle")
        going_on = self.filter(source="plan", state__in=TAKES_BALLOTS, confirmed_at__isnull=True)
        return going_on.exclude(usual)

    def visible_to(self, user: Visitor, *, held: Collection[Role] | None = None) -> CycleQuerySet:
        """All years for the two departments, none for anybody else.

        held: the user's roles of today, where they have been read already.
        """
        if held is None:
            return self.all() if holds_role(user, YEAR_ROLES, on=clock.today()) else self.none()
        return self.none() if YEAR_ROLES.isdisjoint(held) else self.all()


def may(user: Visitor, step: str, cycle: Cycle) -> bool:
    """Whether the user may take the step on that year today. Raises KeyError for an unknown step."""
    roles = STEPS[step]
    return _in_time(step, cycle) and holds_role(user, roles, on=clock.today()) and _named(user, step, cycle)


def _in_time(step: str, cycle: Cycle) -> bool:
    """Whether the year is where the step belongs; where not, the step is not offered."""
    if step in (COLLECT_COPIES, DECIDE_GAPS, CONFIRM_COUNT, RECHECK_COUNT):
        return True  # what is out has to come back whatever becomes of the year; of the rest, services tell
    if step == MAKE_DOCUMENTS:  # a form may be filled in before there is a result
        return cycle.state != cycle.State.DRAFT
    if step in NAMING.values():
        return cycle.state != cycle.State.DRAFT and cycle.confirmed_at is None
    if step == PROPOSE_GRADE:
        return cycle.state == cycle.State.PANEL
    if step in (DRAFT_PLAN, EDIT_PEOPLE, MOVE):
        return _goes_on(step, cycle)
    return sittings_open(cycle) if step == RECORD_SITTINGS else cycle.has_results


def _named(user: Visitor, step: str, cycle: Cycle) -> bool:
    """Whether the user is one of the two scoring officers, where only they act."""
    return step not in (DECIDE_GAPS, CONFIRM_COUNT) or _counts(user, cycle)


def may_seen(user: Visitor, step: str, cycle: Cycle) -> bool:
    """The same of a year that the user sees: nobody's roles are asked where all who see it may download."""
    if step == DOWNLOAD_RESULTS and STEPS[step] >= YEAR_ROLES:
        return cycle.has_results
    return may(user, step, cycle)


def _counts(user: Visitor, cycle: Cycle) -> bool:
    """Whether the user is one of the year's two scoring officers."""
    officers = cycle.scoring_officers.filter(ended_at__isnull=True)
    return officers.filter(user_id=user.pk or 0).exists()


def _goes_on(step: str, cycle: Cycle) -> bool:
    """Whether the step has its time: the plan until approved, the list until the count is confirmed."""
    if cycle.source != cycle.Source.PLAN and step != MOVE:
        return False
    if step == DRAFT_PLAN:
        return cycle.state == cycle.State.DRAFT
    if step == EDIT_PEOPLE:
        return cycle.state != cycle.State.DRAFT and cycle.confirmed_at is None
    return cycle.state != cycle.State.ARCHIVED


def sittings_open(cycle: Cycle) -> bool:
    """Whether 应到, 实到 and 发出 may still be entered: from the vote on, until the count is confirmed."""
    State = cycle.State
    begun = cycle.state in (State.VOTING, State.INTERVIEW, State.SCORED)
    return begun and cycle.confirmed_at is None
