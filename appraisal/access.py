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
DOWNLOAD_RESULTS = "download_results"
RECORD_SITTINGS = "record_sittings"
MAKE_PRINTS = "make_prints"
COLLECT_COPIES = "collect_copies"
NAME_COUNTER, NAME_WITNESS = "name_counter", "name_witness"
MAKE_DOCUMENTS = "make_documents"
DECIDE_GAPS, CONFIRM_COUNT = "decide_gaps", "confirm_count"
# Duty of scoring -> whose people may hold it, and the step by which their head names one.
OFFICES: Mapping[str, frozenset[Role]] = {
    "counter": frozenset({Role.ORG_HEAD, Role.ORG_OFFICER}),
    "witness": frozenset({Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER}),
}
NAMING: Mapping[str, str] = {"counter": NAME_COUNTER, "witness": NAME_WITNESS}
STEPS: Mapping[str, frozenset[Role]] = {
    DOWNLOAD_RESULTS: YEAR_ROLES,
    RECORD_SITTINGS: frozenset({Role.ORG_HEAD, Role.ORG_OFFICER}),
    MAKE_PRINTS: frozenset({Role.ORG_HEAD, Role.ORG_OFFICER}),
    COLLECT_COPIES: frozenset({Role.ORG_HEAD, Role.ORG_OFFICER}),
    MAKE_DOCUMENTS: frozenset({Role.ORG_HEAD, Role.ORG_OFFICER}),
    NAME_COUNTER: frozenset({Role.ORG_HEAD}),
    NAME_WITNESS: frozenset({Role.DISCIPLINE_HEAD}),
    DECIDE_GAPS: YEAR_ROLES,
    CONFIRM_COUNT: YEAR_ROLES,
}


class CycleQuerySet(models.QuerySet["Cycle"]):
    """Years; `visible_to` is the only door from a user to them."""

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
    if step == COLLECT_COPIES:  # what is out has to come back whatever becomes of the year
        return holds_role(user, roles, on=clock.today())
    if step == MAKE_DOCUMENTS:  # a form may be filled in before there is a result
        return cycle.state != cycle.State.DRAFT and holds_role(user, roles, on=clock.today())
    if step in NAMING.values():
        open_year = cycle.state != cycle.State.DRAFT and cycle.confirmed_at is None
        return open_year and holds_role(user, roles, on=clock.today())
    if step in (DECIDE_GAPS, CONFIRM_COUNT):  # whether it is the time for it, the services say in words
        return holds_role(user, roles, on=clock.today()) and _counts(user, cycle)
    if step == RECORD_SITTINGS:
        return sittings_open(cycle) and holds_role(user, roles, on=clock.today())
    return cycle.state == cycle.State.SCORED and holds_role(user, roles, on=clock.today())


def may_seen(user: Visitor, step: str, cycle: Cycle) -> bool:
    """The same of a year that the user sees: nobody's roles are asked where all who see it may download."""
    if step == DOWNLOAD_RESULTS and STEPS[step] >= YEAR_ROLES:
        return cycle.state == cycle.State.SCORED
    return may(user, step, cycle)


def _counts(user: Visitor, cycle: Cycle) -> bool:
    """Whether the user is one of the year's two scoring officers."""
    officers = cycle.scoring_officers.filter(ended_at__isnull=True)
    return officers.filter(user_id=user.pk or 0).exists()


def sittings_open(cycle: Cycle) -> bool:
    """Whether 应到, 实到 and 发出 may still be entered: from the vote on, until the count is confirmed."""
    begun = cycle.state in (cycle.State.VOTING, cycle.State.SCORED)
    return begun and cycle.confirmed_at is None
