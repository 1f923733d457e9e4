"""What of a year's figures one user may be shown: the one door of every page, export and chart.

No figure of a year is shown while a gap (缺票待核) is undecided; who takes part in the year sees no figure
of the own category before the committee has decided; a full score sheet is for the two scoring officers
(第六条).
"""

from __future__ import annotations

from dataclasses import dataclass

from accounts.selectors import Visitor
from policy.outcomes import WITHHELD

from ..models import Cycle, GapDecision, Participant, Result, ScoringOfficer


@dataclass(frozen=True)
class Sight:
    """What one user may be shown of one year, beyond being allowed to open its pages at all.

    own_categories: as shown and as listed; no figure of these is shown to this user.
    """

    scored: bool
    gaps_open: int
    own_categories: frozenset[str]
    scoring_officer: bool

    @property
    def figures(self) -> bool:
        """Whether any score, rank, list, mean or chart of the year may be shown."""
        return self.scored and not self.gaps_open

    @property
    def whole(self) -> bool:
        """Whether figures of all categories may be shown."""
        return self.figures and not self.own_categories

    def shows(self, category: str) -> bool:
        """Whether figures of people of this category may be shown."""
        return self.figures and category not in self.own_categories


def sight_of(user: Visitor, cycle: Cycle) -> Sight:
    """The user's sight of that year today; three queries."""
    scored = cycle.state == Cycle.State.SCORED
    return Sight(
        scored=scored,
        gaps_open=gaps_open(cycle) if scored else 0,
        own_categories=frozenset() if cycle.is_decided else _own_categories(user, cycle),
        scoring_officer=ScoringOfficer.objects.filter(
            cycle=cycle, user_id=user.pk or 0, ended_at__isnull=True
        ).exists(),
    )


def gaps_open(cycle: Cycle) -> int:
    """People whose missing votes are not decided; 补测 is open until the papers have come."""
    settled = GapDecision.objects.filter(
        participant__cycle=cycle,
        state=GapDecision.State.CONFIRMED,
        remedy=GapDecision.Remedy.UNRANKED,
    )
    withheld = Result.objects.filter(cycle=cycle, suggestion=WITHHELD)
    return withheld.exclude(participant__in=settled.values("participant")).count()


def _own_categories(user: Visitor, cycle: Cycle) -> frozenset[str]:
    own = Participant.objects.filter(cycle=cycle, cadre__staff_no=getattr(user, "staff_no", "") or None)
    return frozenset(
        name
        for names in own.values_list("category", "result__category")
        for name in names
        if name is not None
    )
