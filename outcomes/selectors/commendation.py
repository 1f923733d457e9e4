"""Reading the candidates of a year: the list as scored, the cases as they stand, what waits for a meeting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from accounts.selectors import Visitor
from appraisal.models import Cycle, Participant, Result
from appraisal.selectors import Sight
from appraisal.workflow import Missing
from decisions.registry import EntryDraft, ListNow, Offer
from policy.commendation import AGREED, CANDIDATES
from policy.outcomes import BARRED, COMMEND

from ..models import CommendationCase
from ..uses_agenda import SUBJECT
from .people import label_of, places_of
from .rests_on import Corrections, basis, corrections_of, lists_now

S = CommendationCase.State
# Neither commended nor refused.
WAITING = (S.GATHERING, S.READY, S.DEFERRED, S.AGREED, S.PUBLIC, S.CLEARED)
CASE_ORDER = (
    F("participant__result__position").asc(nulls_last=True),
    F("participant__result__rank").asc(nulls_last=True),
    "participant__cadre__staff_no",
)
WITH_PERSON = ("participant__cadre", "participant__cycle", "participant__result")


def cases_seen(cycle: Cycle, user: Visitor) -> QuerySet[CommendationCase]:
    """The candidates of that year whom the user sees, in the order of their categories and ranks."""
    found = CommendationCase.objects.visible_to(user).filter(participant__cycle=cycle)
    return found.select_related(*WITH_PERSON, "publicity").order_by(*CASE_ORDER)


def barred_results(cycle: Cycle, sight: Sight) -> QuerySet[Result]:
    """Who stands in front and may not be commended (不得评优); shown with the reason, never to be chosen."""
    found = Result.objects.filter(cycle=cycle, suggestion=BARRED).exclude(category__in=sight.own_categories)
    return found.select_related("participant__cadre").order_by("position", "rank", "pk")


@dataclass(frozen=True)
class ListChanges:
    """What the scored list says that the cases do not: whom to add, list again, or take off."""

    new: tuple[Participant, ...]
    again: tuple[CommendationCase, ...]
    gone: tuple[CommendationCase, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.again or self.gone)


def top_changes(cycle: Cycle) -> ListChanges:
    """Three queries; nothing while the count is not confirmed."""
    if cycle.confirmed_at is None or not cycle.has_results:
        return ListChanges((), (), ())
    on_list = Q(result__suggestion__in=CANDIDATES)
    listed = Participant.objects.filter(on_list, cycle=cycle).select_related("cadre")
    cases = CommendationCase.objects.filter(participant__cycle=cycle).select_related("participant__cadre")
    off_list = ~Q(participant__result__suggestion__in=CANDIDATES)
    return ListChanges(
        new=tuple(listed.filter(commendation__isnull=True).order_by("pk")),
        again=tuple(cases.filter(~off_list, state=S.LAPSED).order_by("pk")),
        gone=tuple(cases.filter(off_list, state__in=CommendationCase.OPEN, above_quota=False).order_by("pk")),
    )


def top_offers() -> Iterator[Offer]:
    """Ready candidates, an item for each year and category: the order is kept within a category only.

    None while the year is counted anew, and nobody whom the count has no longer in front.
    """
    in_front = Q(participant__result__suggestion__in=CANDIDATES) | Q(above_quota=True)
    ready = CommendationCase.objects.filter(
        in_front,
        state=S.READY,
        participant__result__isnull=False,
        participant__cycle__confirmed_at__isnull=False,
    ).select_related(*WITH_PERSON)
    cases = list(ready.order_by("participant__cycle", "above_quota", *CASE_ORDER))
    places = places_of(case.participant for case in cases)
    corrections = corrections_of(case.participant for case in cases)
    for (cycle, added, category), group in groupby(cases, key=_item_of):
        found = list(group)
        words = "补充表彰人选" if added else "表彰人选"
        yield Offer(
            title=f"{cycle.label}{category}{words}",
            subject_kind=SUBJECT,
            subject_id=cycle.pk,
            entries=tuple(_entries(found, places, corrections)),
        )


def _item_of(case: CommendationCase) -> tuple[Cycle, bool, str]:
    person = case.participant
    return person.cycle, case.above_quota, person.result.category


def top_now(cycles: Sequence[int], lock: bool) -> Mapping[int, ListNow]:
    """What the candidates rest on now; a fixed number of queries."""
    listed = CommendationCase.objects.exclude(state=S.LAPSED).select_related(*WITH_PERSON)
    return lists_now(listed, cycles, lock)


def _entries(
    cases: list[CommendationCase], places: dict[int, tuple[str, str]], corrections: Corrections
) -> Iterator[EntryDraft]:
    together = Counter(case.participant.result.rank for case in cases)
    for place, case in enumerate(cases, 1):
        person = case.participant
        rank = person.result.rank
        proposed = case.above_quota or person.result.suggestion == COMMEND
        yield EntryDraft(
            subject_id=case.pk,
            cadre_id=person.cadre_id,
            label=label_of(person, places[person.pk]),
            proposal=AGREED if proposed else "",
            note=_grounds(case),
            position=place,
            tied=rank if rank is not None and together[rank] > 1 else None,
            basis=basis(person, corrections),
        )


def _grounds(case: CommendationCase) -> str:
    added = f"补充表彰：{case.reason}\n" if case.above_quota else ""
    return f"{added}主动作为：{case.initiative}\n表现突出：{case.performance}"


def published_together(cycle: Cycle) -> QuerySet[CommendationCase]:
    """Who may be made public now."""
    found = CommendationCase.objects.filter(participant__cycle=cycle, state=S.AGREED)
    return found.select_related(*WITH_PERSON).order_by(*CASE_ORDER)


def missing_commendations(cycle: Cycle) -> list[Missing]:
    """Candidates who are neither commended nor refused before the archive; one query."""
    rows = CommendationCase.objects.filter(participant__cycle=cycle, state__in=WAITING).count()
    url = reverse("commendations", args=[cycle.code])
    return [Missing(f"{rows} 名表彰人选还没有办结", url, rows)] if rows else []


def missing_evidence(cycle: Cycle) -> list[Missing]:
    """Candidates of whom one kind of facts or both are missing; one query."""
    lacking = CommendationCase.objects.filter(participant__cycle=cycle, state=S.GATHERING).count()
    url = reverse("commendations", args=[cycle.code])
    return [Missing(f"{lacking} 名表彰人选的事迹还没有提请审议", url, lacking)] if lacking else []
