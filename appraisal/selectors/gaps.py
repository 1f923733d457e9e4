"""Missing votes (缺票待核) and what was decided of them; without any figure of the scores (第六条)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cadres import selectors as cadre_selectors
from cadres.models import Cadre
from policy.facts import GapRemedy
from policy.outcomes import WITHHELD
from policy.parameters import AppraisalParameters

from ..models import Cycle, GapDecision, Result

State, Remedy = GapDecision.State, GapDecision.Remedy
OPEN = (State.PROPOSED, State.CONFIRMED)


@dataclass(frozen=True)
class Gap:
    """One participant with missing votes, and the decision that stands or waits, if any.

    lacking: names of the groups that do not count; counting: how many groups do; settled: decided, and
    nothing more is needed.
    """

    participant: int
    staff_no: str
    name: str
    unit: str
    post: str
    lacking: tuple[str, ...]
    missing: list[str]
    counting: int
    withheld: bool
    decision: GapDecision | None

    @property
    def waiting(self) -> bool:
        """A proposal waits for the other officer."""
        return self.decision is not None and self.decision.state == State.PROPOSED

    @property
    def settled(self) -> bool:
        if not self.withheld:
            return True
        decided = self.decision
        return decided is not None and decided.state == State.CONFIRMED and decided.remedy == Remedy.UNRANKED

    @property
    def decided(self) -> bool:
        """A decision stands that nobody changes any more: 补测 may be replaced, since it shows no figure."""
        decided = self.decision
        return decided is not None and decided.state == State.CONFIRMED and decided.remedy != Remedy.REMEASURE

    @property
    def to_propose(self) -> bool:
        """Somebody has to say what becomes of it."""
        return self.withheld and self.decision is None


def gaps_of(
    cycle: Cycle, parameters: AppraisalParameters, *, participants: Iterable[int] | None = None
) -> list[Gap]:
    """Everybody with missing votes to decide, or decided of; in the order of the ranking. Three queries.

    participants: only these, by primary key.
    """
    found = Result.objects.filter(cycle=cycle)
    if participants is not None:
        found = found.filter(participant__in=list(participants))
    decided = GapDecision.objects.filter(participant__cycle=cycle, state__in=OPEN)
    found = found.filter(Q(suggestion=WITHHELD) | Q(participant__in=decided.values("participant")))
    rows = found.order_by("position", "participant__cadre__staff_no").values_list(
        "participant",
        "participant__cadre__staff_no",
        "participant__cadre__name",
        "suggestion",
        "missing",
        "group_means",
    )
    decisions = {item.participant_id: item for item in decided.select_related("proposed_by", "decided_by")}
    posts = _posts(found)
    return [
        Gap(
            participant=pk,
            staff_no=staff_no,
            name=name,
            unit=posts.get(staff_no, ("", ""))[0],
            post=posts.get(staff_no, ("", ""))[1],
            lacking=names_of(missing, parameters),
            missing=missing,
            counting=sum(figure["mean"] is not None for figure in means.values()),
            withheld=suggestion == WITHHELD,
            decision=decisions.get(pk),
        )
        for pk, staff_no, name, suggestion, missing, means in rows
    ]


def _posts(results: QuerySet[Result]) -> dict[str, tuple[str, str]]:
    people = Cadre.objects.filter(participations__result__in=results.order_by().values("pk"))
    return {row["staff_no"]: (row["unit"], row["title"]) for row in cadre_selectors.with_primary_post(people)}


def names_of(codes: Iterable[str], parameters: AppraisalParameters) -> tuple[str, ...]:
    """The groups and components of these codes, by the names people know."""
    names = {item.code: item.name for item in (*parameters.groups, *parameters.components)}
    return tuple(names.get(code, code) for code in codes)


def remedies_of(cycle: Cycle) -> dict[int, GapRemedy]:
    """Participant -> what two officers decided of the missing votes; 补测 decides nothing yet. One query."""
    decided = GapDecision.objects.filter(participant__cycle=cycle, state=State.CONFIRMED).exclude(
        remedy=Remedy.REMEASURE
    )
    return {
        participant: GapRemedy(remedy, frozenset(groups))
        for participant, remedy, groups in decided.values_list("participant", "remedy", "groups")
    }


def decisions_of(cycle: Cycle) -> QuerySet[GapDecision]:
    """All that was ever proposed and decided of the year's missing votes, the newest first."""
    return (
        GapDecision.objects.filter(participant__cycle=cycle)
        .select_related("participant__cadre", "proposed_by", "decided_by")
        .order_by("-pk")
    )
