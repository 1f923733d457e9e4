"""One person's score sheet: what is stored of it, and the total computed again from the facts (第六条)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet, Subquery
from django.utils import timezone

from ballots import selectors as ballot_selectors
from core import clock
from matters import selectors as matter_selectors
from policy.categories import merged_categories
from policy.facts import RENORMALISE, CadreFacts, GapRemedy, GroupTally
from policy.numbers import plain, rounded
from policy.parameters import AppraisalParameters
from policy.sheet import Sheet, replay

from ..models import Cycle, Participant, Result
from .components import bonus_of_participant, components_of, weighing


@dataclass(frozen=True)
class PersonSheet:
    """A participant's stored result beside its replay from what is stored now."""

    participant: Participant
    result: Result
    parameters: AppraisalParameters
    sheet: Sheet

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
    people = Participant.objects.select_related("cadre", "result", "cycle__round")
    people = people.annotate(bonus=Subquery(bonus_of_participant()))
    return people.filter(cycle__in=cycles, cadre__staff_no=staff_no).first()


def person_sheet(participant: Participant, parameters: AppraisalParameters) -> PersonSheet:
    """The sheet of a participant of `participant_of` who has a result; five queries at most."""
    cycle, result = participant.cycle, participant.result
    sheet = replay(
        _facts(participant, parameters),
        names=_names(participant, parameters),
        year=cycle.year,
        parameters=parameters,
    )
    return PersonSheet(participant, result, parameters, sheet)


def _facts(participant: Participant, parameters: AppraisalParameters) -> CadreFacts:
    """The same facts as `year_facts`, of one participant."""
    cycle, cadre = participant.cycle, participant.cadre_id
    marks = matter_selectors.marks_of([cadre], year=cycle.year)
    return CadreFacts(
        key=participant.pk,
        staff_no=participant.cadre.staff_no,
        category=participant.category,
        graded=participant.graded,
        ungraded_reason=participant.ungraded_reason,
        tallies=_tallies(participant, parameters),
        marks=marks.get(cadre, ()),
        lifted=matter_selectors.lifted_for([cadre], year=cycle.year, on=_judged_on(cycle)).get(cadre, {}),
        components=_components(participant, parameters),
        bonus=getattr(participant, "bonus", None) or Decimal(0),
        gap=_remedy(participant.result),
    )


def _components(participant: Participant, parameters: AppraisalParameters) -> dict[str, Decimal]:
    """Read only where a component weighs."""
    if not weighing(parameters):
        return {}
    return components_of(participant.cycle, participant.pk).get(participant.pk, {})


def _judged_on(cycle: Cycle) -> date:
    """The day whose findings count: of the scoring once two have confirmed it, today until then."""
    if cycle.confirmed_at is None or cycle.scored_at is None:
        return clock.today()
    return timezone.localdate(cycle.scored_at, clock.ZONE)


def _tallies(participant: Participant, parameters: AppraisalParameters) -> dict[str, GroupTally]:
    round = participant.cycle.round
    if round is None:
        return {}
    questions, marks = len(parameters.dimensions), len(parameters.marks)
    rows = ballot_selectors.counts_by_cadre(
        round, questions=questions, marks=marks, cadre_id=participant.cadre_id
    )
    return {
        parameters.groups[group].code: GroupTally(
            papers, tuple(tuple(counts[at : at + marks]) for at in range(0, questions * marks, marks))
        )
        for _, group, papers, *counts in rows
    }


def _remedy(result: Result) -> GapRemedy | None:
    """折算 where a total was published although groups are missing; nothing else leads to one."""
    counted = result.missing and result.total is not None
    return GapRemedy(RENORMALISE, frozenset(result.missing)) if counted else None


def _names(participant: Participant, parameters: AppraisalParameters) -> Sequence[str]:
    """The categories whose scheme holds, as merged first; read only where some category has one."""
    if not parameters.schemes:
        return ()
    graded = Participant.objects.filter(cycle=participant.cycle, graded=True).order_by().values("category")
    counts = {row["category"]: row["people"] for row in graded.annotate(people=Count("pk"))}
    people = (name for name, count in counts.items() for _ in range(count))
    shown = participant.cycle.fixed_merge or merged_categories(people, parameters)
    return tuple(dict.fromkeys((shown.get(participant.category, ""), participant.category)))
