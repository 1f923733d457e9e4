"""What the appraisal is told: frozen facts, gathered by the selectors of the rooms above."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class GroupTally:
    """One cadre, one rater group.

    papers: papers returned that name this cadre; counts[dimension][mark]: valid marks in the order
    of the parameters, abstentions left out.
    """

    papers: int
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class MarkFact:
    """One row of matters: one measure or deduction on one cadre; finding is '' if the row has none."""

    key: Hashable
    matter: str
    measure: str
    decided_on: date
    points: Decimal
    document_no: str
    finding: str


RENORMALISE = "renormalise"
UNRANKED = "unranked"


@dataclass(frozen=True, slots=True)
class GapRemedy:
    """What two scoring officers decided of one cadre's missing votes (第六条).

    remedy: RENORMALISE or UNRANKED; missing: codes of the groups that did not count when it was decided.
    Where other groups are missing now, it has no effect.
    """

    remedy: str
    missing: frozenset[str]


@dataclass(frozen=True, slots=True)
class CadreFacts:
    """One participant of the year.

    key: opaque; category: as on the participant list, unmerged; graded: 确定等次 = 是;
    tallies: by group code, a group without papers may be absent; marks: of all years;
    lifted: matter -> lifting finding for this cadre (第十四条); components: code -> value of 100;
    gap: what was decided of missing votes.
    """

    key: Hashable
    staff_no: str
    category: str
    graded: bool
    ungraded_reason: str
    tallies: Mapping[str, GroupTally]
    marks: tuple[MarkFact, ...]
    lifted: Mapping[str, str]
    components: Mapping[str, Decimal] = field(default_factory=dict)
    bonus: Decimal = Decimal(0)
    gap: GapRemedy | None = None
