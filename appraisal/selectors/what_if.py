"""What trials of parameters may work on: the newest confirmed year, and nothing of any other (第六条)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from accounts.selectors import Visitor
from core import clock
from policy.outcomes import YearOutcome
from policy.verdict import Verdict
from policy.what_if import YearState, base_year
from rulebook.models import PolicyDraft, PolicyVersion

from ..models import Cycle, Participant, Result


def trial_base() -> tuple[Cycle | None, Verdict]:
    """(the year that trials work on, what stands in the way). Two queries."""
    every = Cycle.objects.filter(kind=Cycle.Kind.ANNUAL, level=Cycle.Level.MIDDLE)
    states = [
        YearState(year, state != Cycle.State.DRAFT, confirmed_at is not None)
        for year, state, confirmed_at in every.values_list("year", "state", "confirmed_at")
    ]
    year, verdict = base_year(states, this_year=clock.today().year)
    found = Cycle.objects.annual(year).select_related("policy", "round").first()
    return found, verdict


def versions_to_try(user: Visitor) -> QuerySet[PolicyVersion]:
    """Approved versions the user may read, newest first."""
    return PolicyVersion.objects.visible_to(user).order_by("-number")


def drafts_to_try(user: Visitor) -> QuerySet[PolicyDraft]:
    """Drafts that are still open, for whom drafts exist."""
    open_states = (PolicyDraft.State.SUBMITTED, *PolicyDraft.EDITABLE)
    drafts = PolicyDraft.objects.visible_to(user).filter(state__in=open_states)
    return drafts.select_related("base", "drafted_by").order_by("-pk")


def drifted(cycle: Cycle, outcome: YearOutcome, keys: Iterable[Any]) -> int:
    """People whose result from today's records is not the published one: something was decided since."""
    stored = {
        pk: (rank, total, suggestion)
        for pk, rank, total, suggestion in Result.objects.filter(cycle=cycle).values_list(
            "participant_id", "rank", "total", "suggestion"
        )
    }
    found = zip(keys, outcome.persons, strict=True)
    return sum(stored.get(key) != (new.rank, new.total, new.suggestion) for key, new in found)


def people_named(keys: Iterable[Any]) -> dict[int, tuple[str, str]]:
    """Participant -> (工号, name). One query."""
    people = Participant.objects.filter(pk__in=list(keys))
    return {
        pk: (staff_no, name)
        for pk, staff_no, name in people.values_list("pk", "cadre__staff_no", "cadre__name")
    }
