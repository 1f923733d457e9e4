"""What commendations and judgements are decided on: the count, and what was corrected since (第七条)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from django.db.models import QuerySet

from appraisal.models import Cycle, Participant
from decisions.registry import ListNow, basis_of

from ..models import BottomReview, CommendationCase, Revision, StaleResult

Case = TypeVar("Case", CommendationCase, BottomReview)
Corrections = Mapping[int, tuple[str, ...]]


def corrections_of(people: Iterable[Participant]) -> Corrections:
    """participant -> what overtook or replaced the decided result, in a fixed order; two queries."""
    keys = {person.pk for person in people}
    found = defaultdict(list)
    stale = StaleResult.objects.filter(participant__in=keys).order_by("pk")
    for key, pk, state in stale.values_list("participant_id", "pk", "state"):
        found[key].append(f"{pk} {state}")
    made = Revision.objects.filter(participant__in=keys).order_by("number")
    for key, number in made.values_list("participant_id", "number"):
        found[key].append(f"revision {number}")
    return {key: tuple(words) for key, words in found.items()}


def basis(person: Participant, corrections: Corrections) -> dict[str, str]:
    """What an entry about this person rests on."""
    result = person.result
    return basis_of(
        {
            "总分": result.total,
            "名次": result.rank,
            "系统建议": result.suggestion,
            "考核结果的更正": corrections.get(person.pk, ()),
        }
    )


def lists_now(cases: QuerySet[Case], cycles: Sequence[int], lock: bool) -> Mapping[int, ListNow]:
    """What these cases of the cycles rest on now; four queries. lock: no count begins or ends meanwhile.

    cases: with their participants and results; of who is on no list any more none.
    """
    rows = Cycle.objects.filter(pk__in=cycles).order_by("pk")
    known = list(rows.select_for_update(of=("self",)) if lock else rows)
    found = list(cases.filter(participant__cycle__in=cycles, participant__result__isnull=False))
    corrections = corrections_of(case.participant for case in found)
    bases: dict[int, dict[int, Mapping[str, str]]] = defaultdict(dict)
    for case in found:
        bases[case.participant.cycle_id][case.pk] = basis(case.participant, corrections)
    return {cycle.pk: ListNow(bases[cycle.pk], _wait(cycle)) for cycle in known}


def _wait(cycle: Cycle) -> str:
    if cycle.confirmed_at is not None:
        return ""
    return f"{cycle.label}正在重新计分，须等计分确认、名单更新以后再研究。"
