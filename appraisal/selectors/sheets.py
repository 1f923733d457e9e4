"""One person's score sheet: what is stored of it, and the total computed again from the facts (第六条)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet, Subquery
from django.utils import timezone

from ballots import selectors as ballot_selectors
from ballots.models import Round
from core import clock
from matters import selectors as matter_selectors
from matters.pending import WORD, pending_of
from policy.categories import merged_categories
from policy.facts import RENORMALISE, CadreFacts, GapRemedy, GroupTally
from policy.measures import is_felt
from policy.numbers import plain, rounded
from policy.parameters import AppraisalParameters
from policy.sheet import Sheet, replay

from ..models import Cycle, Participant, Result
from .components import NO_BONUS, bonus_of, bonus_of_participant, components_of, weighing
from .register import shown_reason


@dataclass(frozen=True)
class PersonSheet:
    """A participant's stored result beside its replay from what is stored now.

    pending: matter -> since when under an open tolerance case, of those that count; without: the replay
    without them, None where there are none.
    """

    participant: Participant
    result: Result
    parameters: AppraisalParameters
    sheet: Sheet
    pending: Mapping[str, date] = field(default_factory=dict)
    without: Sheet | None = None

    @property
    def total(self) -> object:
        """The total that the replay publishes; None for somebody who is not ranked."""
        return self.sheet.total if self.sheet.ranked else None

    @property
    def differences(self) -> tuple[str, ...]:
        """What the replay finds otherwise than the stored result, in words; empty where both agree."""
        score = self.sheet.score if self.sheet.ranked else None
        places = self.parameters.decimals
        found = (
            ("测评得分", self.result.score, None if score is None else rounded(score, places)),
            ("扣分", self.result.deducted, rounded(self.sheet.deducted, 4)),
            ("总分", self.result.total, self.total),
        )
        return tuple(
            f"{name}：系统计分为 {_said(stored)}，现在重算为 {_said(again)}"
            for name, stored, again in found
            if stored != again
        )

    @property
    def shown(self) -> frozenset[str]:
        """The groups whose means the year's results print."""
        return frozenset(code for code, figure in self.result.group_means.items() if figure["shown"])


def _said(value: object) -> str:
    return plain(value) if isinstance(value, Decimal) else "无"


def participant_of(cycles: QuerySet[Cycle], staff_no: str) -> Participant | None:
    """A participant of the one year given, with cadre, result, year, round and bonus points; one query."""
    people = Participant.objects.select_related("cadre", "result", "grading", "cycle__round")
    people = people.annotate(bonus=Subquery(bonus_of_participant()))
    return people.filter(cycle__in=cycles, cadre__staff_no=staff_no).first()


def person_sheet(participant: Participant, parameters: AppraisalParameters) -> PersonSheet:
    """The sheet of a participant of `participant_of` who has a result; five queries at most."""
    return next(people_sheets([participant], parameters))


def people_sheets(
    participants: Sequence[Participant], parameters: AppraisalParameters
) -> Iterator[PersonSheet]:
    """The sheets of participants of one year, all with a result; six queries however many there are."""
    if not participants:
        return
    cycle, cadres = participants[0].cycle, [participant.cadre_id for participant in participants]
    at = cycle.scored_at if cycle.confirmed_at is not None else None
    marks = matter_selectors.marks_of(cadres, year=cycle.year, at=at)
    lifted = matter_selectors.lifted_for(cadres, year=cycle.year, on=_judged_on(cycle))
    open_cases = pending_of(cadres, on=clock.today())
    tallies = _tallies(cycle.round, cadres, parameters)
    merged = _merged(cycle, parameters)
    components = _components(participants, parameters)
    bonus = _bonus(participants)
    for participant in participants:
        facts = CadreFacts(  # the same as `year_facts`
            key=participant.pk,
            staff_no=participant.cadre.staff_no,
            category=participant.category,
            graded=participant.graded,
            ungraded_reason=shown_reason(participant, heads=False),
            tallies=tallies.get(participant.cadre_id, {}),
            marks=marks.get(participant.cadre_id, ()),
            lifted=lifted.get(participant.cadre_id, {}),
            components=components.get(participant.pk, {}),
            bonus=bonus.get(participant.cadre_id) or NO_BONUS,
            gap=_remedy(participant.result),
        )
        names = _names(participant, merged, parameters)
        sheet = replay(facts, names=names, year=cycle.year, parameters=parameters)
        open_now = _pending(facts, open_cases.get(participant.cadre_id, {}), cycle.year, parameters)
        without = None
        if open_now:
            lifted_too = dict.fromkeys(open_now, WORD) | dict(facts.lifted)
            free = replace(facts, lifted=lifted_too)
            without = replay(free, names=names, year=cycle.year, parameters=parameters)
        yield PersonSheet(participant, participant.result, parameters, sheet, open_now, without)


def _pending(
    facts: CadreFacts, open_cases: Mapping[str, date], year: int, parameters: AppraisalParameters
) -> dict[str, date]:
    """The matters under an open case that this year counts."""
    felt = {mark.matter for mark in facts.marks if is_felt(mark, year, parameters)}
    return {matter: since for matter, since in open_cases.items() if matter in felt - facts.lifted.keys()}


def _components(
    participants: Sequence[Participant], parameters: AppraisalParameters
) -> dict[int, dict[str, Decimal]]:
    """Read only where a component weighs."""
    return components_of(participants[0].cycle, participants) if weighing(parameters) else {}


def _bonus(participants: Sequence[Participant]) -> Mapping[int, Decimal | None]:
    """As `participant_of` has read them, or in one query."""
    if all(hasattr(participant, "bonus") for participant in participants):
        return {participant.cadre_id: participant.bonus for participant in participants}  # type: ignore[attr-defined]
    return bonus_of(participants[0].cycle)


def _judged_on(cycle: Cycle) -> date:
    """The day whose findings count: of the scoring once two have confirmed it, today until then."""
    if cycle.confirmed_at is None or cycle.scored_at is None:
        return clock.today()
    return timezone.localdate(cycle.scored_at, clock.ZONE)


def _tallies(
    round: Round | None, cadres: Sequence[int], parameters: AppraisalParameters
) -> dict[int, dict[str, GroupTally]]:
    """Of one cadre alone, or of the whole round: cadre -> group's code -> its tally."""
    if round is None:
        return {}
    questions, marks = len(parameters.dimensions), len(parameters.marks)
    rows = ballot_selectors.counts_by_cadre(
        round, questions=questions, marks=marks, cadre_id=cadres[0] if len(cadres) == 1 else None
    )
    found: dict[int, dict[str, GroupTally]] = defaultdict(dict)
    for cadre, group, papers, *counts in rows:
        found[cadre][parameters.groups[group].code] = GroupTally(
            papers, tuple(tuple(counts[at : at + marks]) for at in range(0, questions * marks, marks))
        )
    return found


def _remedy(result: Result) -> GapRemedy | None:
    """折算 where a total was published although groups are missing; nothing else leads to one."""
    counted = result.missing and result.total is not None
    return GapRemedy(RENORMALISE, frozenset(result.missing)) if counted else None


def _merged(cycle: Cycle, parameters: AppraisalParameters) -> Mapping[str, str]:
    """Category -> as merged; read only where some category has a scheme of its own."""
    if not parameters.schemes:
        return {}
    graded = Participant.objects.filter(cycle=cycle, graded=True).order_by().values("category")
    counts = {row["category"]: row["people"] for row in graded.annotate(people=Count("pk"))}
    people = (name for name, count in counts.items() for _ in range(count))
    return cycle.fixed_merge or merged_categories(people, parameters)


def _names(
    participant: Participant, merged: Mapping[str, str], parameters: AppraisalParameters
) -> Sequence[str]:
    """The categories whose scheme holds, as merged first; none where no category has one."""
    if not parameters.schemes:
        return ()
    return tuple(dict.fromkeys((merged.get(participant.category, ""), participant.category)))
