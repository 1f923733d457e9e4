"""Reading a year's appraisal: the facts that scoring needs, and the results in their order."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, OuterRef, QuerySet, Subquery

from accounts.selectors import Visitor
from ballots import selectors as ballot_selectors
from cadres import selectors as cadre_selectors
from cadres.models import Cadre
from core import clock
from core.imports import Differences, RowChange
from core.models import ImportBatch
from matters import selectors as matter_selectors
from policy.facts import CadreFacts, GroupTally
from policy.outcomes import SUGGESTIONS
from policy.parameters import AppraisalParameters
from policy.participation import DISCREET_WORDS

from ..access import CycleQuerySet
from ..models import Cycle, CycleEvent, Participant, Result, StagedParticipant
from .components import NO_BONUS, bonus_of, components_of
from .gaps import remedies_of
from .sight import Sight, sights_of


def parameters_of(cycle: Cycle) -> AppraisalParameters:
    """The parameters that were frozen when the cycle was approved."""
    return AppraisalParameters.from_json(cycle.parameters)


def year_facts(
    cycle: Cycle,
    parameters: AppraisalParameters,
    *,
    on: date | None = None,
    at: datetime | None = None,
) -> list[CadreFacts]:
    """What `policy.appraisal.appraise` judges, one per participant; key is the participant's primary key.

    on: whose reliefs count, today's where no day is given; at: which marks, now where none is given. Seven
    queries whatever the number of people.
    """
    people = list(
        Participant.objects.filter(cycle=cycle)
        .order_by("pk")
        .values_list("pk", "cadre_id", "cadre__staff_no", "category", "graded", "ungraded_reason", "discreet")
    )
    tallies = _tallies(cycle, parameters)
    cadres = Participant.objects.filter(cycle=cycle).values("cadre_id")
    marks = matter_selectors.marks_of(cadres, year=cycle.year, at=at)
    lifted = matter_selectors.lifted_for(cadres, year=cycle.year, on=on or clock.today())
    remedies = remedies_of(cycle)
    components, bonus = components_of(cycle), bonus_of(cycle)
    return [
        CadreFacts(
            key=pk,
            staff_no=staff_no,
            category=category,
            graded=graded,
            ungraded_reason=DISCREET_WORDS if discreet else reason,
            tallies=tallies.get(cadre, {}),
            marks=marks.get(cadre, ()),
            lifted=lifted.get(cadre, {}),
            components=components.get(pk, {}),
            bonus=bonus.get(cadre, NO_BONUS),
            gap=remedies.get(pk),
        )
        for pk, cadre, staff_no, category, graded, reason, discreet in people
    ]


def _tallies(cycle: Cycle, parameters: AppraisalParameters) -> dict[int, dict[str, GroupTally]]:
    found: dict[int, dict[str, GroupTally]] = defaultdict(dict)
    if cycle.round is None:
        return found
    questions, marks = len(parameters.dimensions), len(parameters.marks)
    starts = range(3, 3 + questions * marks, marks)
    codes = [group.code for group in parameters.groups]
    for row in ballot_selectors.counts_by_cadre(cycle.round, questions=questions, marks=marks):
        counts = tuple([row[at : at + marks] for at in starts])
        found[row[0]][codes[row[1]]] = GroupTally(papers=row[2], counts=counts)
    return found


def results_in_order(cycle: Cycle) -> QuerySet[Result]:
    """Results in category order, then rank with the unranked last, then 工号, with what a row shows."""
    return (
        Result.objects.filter(cycle=cycle)
        .select_related("participant__cadre")
        .order_by("position", F("rank").asc(nulls_last=True), "participant__cadre__staff_no")
    )


def posts_of(cycle: Cycle) -> dict[str, tuple[str, str]]:
    """工号 -> (unit, present post) of the year's participants."""
    people = Cadre.objects.filter(participations__cycle=cycle)
    return {row["staff_no"]: (row["unit"], row["title"]) for row in cadre_selectors.with_primary_post(people)}


_LISTED = {"category": "考核类别", "graded": "确定等次", "ungraded_reason": "不确定等次原因"}


def participant_differences(batch: ImportBatch, cycle: Cycle | None, *, in_full: bool = False) -> Differences:
    """What the staged list would change, value by value; in_full: every row is listed."""
    found = Differences()
    stored = {
        row.pop("cadre__staff_no"): row
        for row in Participant.objects.filter(cycle=cycle).values("cadre__staff_no", "cadre__name", *_LISTED)
    }
    empty = not stored
    staged = StagedParticipant.objects.filter(batch_id=batch.pk, bad=False).order_by("row")
    for row in staged.values("row", "staff_no", "name", *_LISTED):
        old = stored.pop(row["staff_no"], None)
        key = f"{row['staff_no']} {row['name']}"
        if old is None:
            change = RowChange("new", row["row"], key, [("考核类别", "（不在名单）", row["category"])])
            found.add(change, told=not empty, in_full=in_full)
            continue
        fields = [
            (header, _shown(old[name]), _shown(row[name]))
            for name, header in _LISTED.items()
            if old[name] != row[name]
        ]
        change = RowChange("changed" if fields else "unchanged", row["row"], key, fields)
        found.add(change, in_full=in_full)
    if not batch.supplement:
        for staff_no in StagedParticipant.objects.filter(batch_id=batch.pk, bad=True).values_list(
            "staff_no", flat=True
        ):
            stored.pop(staff_no, None)  # who has a bad row is not absent
        for staff_no, row in stored.items():
            fields = [("考核类别", row["category"], "（不在名单）")]
            key = f"{staff_no} {row['cadre__name']}"
            found.add(RowChange("removed", None, key, fields), in_full=in_full)
    return found


def expelled_participants(cycle: Cycle, parameters: AppraisalParameters) -> list[str]:
    """Who is still on the list after an expelling measure of an earlier year, each as a sentence.

    A lifted measure expelled nobody (第十四条).
    """
    words = [word for word, measure in parameters.measures.items() if measure.expels]
    rows = (
        Participant.objects.filter(
            cycle=cycle,
            cadre__marks__measure__in=words,
            cadre__marks__decided_on__lt=date(cycle.year, 1, 1),
            cadre__marks__dropped_at__isnull=True,
        )
        .values_list(
            "cadre_id",
            "cadre__marks__matter__number",
            "cadre__staff_no",
            "cadre__name",
            "cadre__marks__measure",
            "cadre__marks__decided_on__year",
            "cadre__marks__file_year",
        )
        .distinct()
        .order_by("cadre__staff_no", "cadre__marks__decided_on__year")
    )
    cadres = {row[0] for row in rows}
    files = {cycle.year, *(row[-1] for row in rows if row[-1])}
    lifted = {
        year: matter_selectors.lifted_for(cadres, year=year, on=clock.today()) for year in sorted(files)
    }
    told = [
        f"{staff_no} {name}：{year} 年受{measure}，仍在 {cycle.label}参加考核人员名单中，请核对"
        for cadre, matter, staff_no, name, measure, year, file in rows
        if not any(matter in lifted[of].get(cadre, {}) for of in {file or cycle.year, cycle.year})
    ]
    return list(dict.fromkeys(told))


def participants_left(cycle: Cycle) -> list[str]:
    """Who is on the list and no longer in the register, each as a sentence."""
    gone = Participant.objects.filter(cycle=cycle).exclude(cadre__status=Cadre.Status.IN_REGISTER)
    return [
        f"{staff_no} {name}：已不在干部名册中，仍在 {cycle.label}参加考核人员名单中，请核对"
        for staff_no, name in gone.order_by("cadre__staff_no").values_list("cadre__staff_no", "cadre__name")
    ]


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value or "")


@dataclass(frozen=True)
class YearCard:
    """A year in short: participants, and how many people each 建议 names where the viewer may see that."""

    cycle: Cycle
    people: int
    words: tuple[tuple[str, int], ...]
    sight: Sight


def years_newest_first(cycles: CycleQuerySet, user: Visitor) -> list[YearCard]:
    """The given years as the user may see them, but for discarded drafts; six queries however many there are.

    No 建议 is counted while a gap is undecided, and none of the user's own category.
    """
    years = list(cycles.standing().select_related("policy").order_by("-year"))
    sights = sights_of(user, years)
    people = Participant.objects.filter(cycle__in=years).order_by("cycle")
    participants = dict(people.values_list("cycle").annotate(Count("pk")))
    shown = [year.pk for year in years if sights[year.pk].figures]
    suggested = Result.objects.filter(cycle__in=shown).exclude(suggestion="").order_by()
    counts: Counter[tuple[int, str]] = Counter()
    rows = suggested.values_list("cycle", "category", "suggestion").annotate(Count("pk"))
    for cycle, category, word, count in rows:
        if sights[cycle].shows(category):
            counts[cycle, sights[cycle].word(word)] += count
    return [
        YearCard(
            cycle=year,
            people=participants.get(year.pk, 0),
            words=tuple((word, counts[year.pk, word]) for word in SUGGESTIONS if counts[year.pk, word]),
            sight=sights[year.pk],
        )
        for year in years
    ]


def plans_discarded(cycles: CycleQuerySet) -> list[CycleEvent]:
    """Draft plans that were given up and not drafted again: who, when and why, newest first; one query."""
    last = CycleEvent.objects.filter(case=OuterRef("case")).order_by("-pk").values("pk")[:1]
    given_up = CycleEvent.objects.filter(case__in=cycles.discarded(), pk=Subquery(last))
    return list(given_up.select_related("case", "actor").order_by("-pk"))


def papers_returned(cycle: Cycle, parameters: AppraisalParameters) -> list[tuple[str, int, int, int]]:
    """(group, 收回, 有效, 弃权) in group order; a group of which no paper came back stands there with 0."""
    if cycle.round is None:
        return []
    papers = ballot_selectors.papers_by_group(
        cycle.round, questions=len(parameters.dimensions), marks=len(parameters.marks)
    )
    found = []
    for place, group in enumerate(parameters.groups):
        returned, valid = papers.get(place, (0, 0))
        found.append((group.name, returned, valid, returned - valid))
    return found
