"""Who came to a year's vote and what came back."""

from __future__ import annotations

from ballots import selectors as ballot_selectors
from ballots.models import Sitting
from policy.limits import limit_of
from policy.parameters import AppraisalParameters
from policy.sittings import FIGURES, UnitSitting
from policy.turnout import Turnout

from ..models import Cycle


def sittings_of(cycle: Cycle) -> dict[str, Sitting]:
    """Group code -> what was entered for the whole institution; one query."""
    if cycle.round is None:
        return {}
    return {row.group: row for row in cycle.round.sittings.filter(unit__isnull=True)}


def turnout(cycle: Cycle, parameters: AppraisalParameters) -> list[Turnout]:
    """应到 实到 发出 收回 有效 of every rater group, in group order; two queries, none without a round."""
    if cycle.round is None:
        return []
    entered = sittings_of(cycle)
    papers = ballot_selectors.papers_by_group(
        cycle.round, questions=len(parameters.dimensions), marks=len(parameters.marks)
    )
    found = []
    for place, group in enumerate(parameters.groups):
        returned, valid = papers.get(place, (0, 0))
        noted = entered.get(group.code)
        found.append(
            Turnout(
                group=group.name,
                expected=noted.expected if noted else None,
                present=noted.present if noted else None,
                issued=noted.issued if noted else None,
                returned=returned,
                valid=valid,
            )
        )
    return found


def turnout_enough(cycle: Cycle) -> int:
    """How many of twelve who are entitled have to come, as it was frozen with the cycle."""
    return limit_of("process_turnout", cycle.parameters.get("limits", {}))


def unit_sittings(cycle: Cycle) -> list[UnitSitting]:
    """What was entered unit by unit, in the order of units and groups; one query, none without a round."""
    if cycle.round is None:
        return []
    names = {group["code"]: group["name"] for group in cycle.round.groups}
    rows = cycle.round.sittings.filter(unit__isnull=False).order_by("unit__name", "unit", "group")
    return [
        UnitSitting(unit, names.get(group, group), *figures)
        for unit, group, *figures in rows.values_list("unit__name", "group", *FIGURES)
    ]


def unit_sitting_of(cycle: Cycle, *, unit_pk: int, group: str) -> Sitting | None:
    """One unit's sitting of one rater group, with its unit."""
    if cycle.round is None:
        return None
    rows = cycle.round.sittings.select_related("unit")
    return rows.filter(unit=unit_pk, group=group).first()
