"""What waits in a year until its count is confirmed: officers, missing votes, both confirmations (第六条)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse

from accounts.models import Role
from core import clock
from notices.registry import Audience, Duty, DutyKind, Holder
from policy.sources import ENTERED

from .. import selectors
from ..access import YEAR_ROLES
from ..models import Cycle, GapDecision, Participant, PrintRun, Result, ScoreConfirmation, ScoringOfficer
from ..tables.flow import ballots_url

ARTICLE = "第六条"
State, Remedy = GapDecision.State, GapDecision.Remedy
HEADS = {"counter": Role.ORG_HEAD, "witness": Role.DISCIPLINE_HEAD}


@dataclass
class Year:
    """A year whose count is not confirmed yet. listed: somebody takes part; officers: duty -> user."""

    cycle: Cycle
    began: datetime
    listed: bool
    officers: dict[str, int] = field(default_factory=dict)

    def other(self, user_id: int) -> int | None:
        """The other of the two officers."""
        return next((pk for pk in self.officers.values() if pk != user_id), None)


def _years(audience: Audience) -> dict[int, Year]:
    """The years of which something may wait for the audience; two queries, or none.

    Every kind below asks by `audience.once`.
    """
    if not audience.holds(*YEAR_ROLES):
        return {}
    cycles = Cycle.objects.filter(confirmed_at__isnull=True).exclude(state=Cycle.State.DRAFT)
    taking_part = Participant.objects.filter(cycle=OuterRef("pk"))
    began = cycles.annotate(began=Min("events__at"), listed=Exists(taking_part)).order_by("year")
    years = {cycle.pk: Year(cycle, cycle.began or clock.now(), cycle.listed) for cycle in began}
    named = ScoringOfficer.objects.filter(cycle__in=years, ended_at__isnull=True)
    for officer in named if years else ():
        years[officer.cycle_id].officers[officer.duty] = officer.user_id
    return years


def officers_to_name(audience: Audience) -> Iterator[Duty]:
    """The heads name who counts and who watches; none but the years are read."""
    years = audience.once(_years)
    for year in years.values():
        if not year.listed:
            continue
        for duty in ScoringOfficer.Duty:
            if duty.value not in year.officers:
                yield Duty(
                    kind="appraisal.officers",
                    label=f"指定{duty.label}",
                    about=f"{year.cycle.label}考核",
                    url=reverse("scoring_officer_name", args=[year.cycle.code, duty.value]),
                    holder=Holder(role=HEADS[duty.value]),
                    since=_day(year.began),
                    article=ARTICLE,
                )


def gaps_to_propose(audience: Audience) -> Iterator[Duty]:
    """Missing votes of which nobody has said anything wait for the 计分人; one query besides the years.

    A single person stands ticked in the form; several are chosen from the list.
    """
    years = audience.once(_years)
    spoken_of = GapDecision.objects.filter(participant=OuterRef("participant"), state__in=selectors.OPEN)
    results = Result.objects.filter(~Exists(spoken_of), cycle__in=_scored(years))
    waiting = selectors.unsettled(results).order_by("cycle").values_list("cycle")
    for pk, count, person in waiting.annotate(Count("pk"), Min("participant")) if years else ():
        year = years[pk]
        counter, code = year.officers.get("counter"), year.cycle.code
        one = f"{reverse('gap_propose', args=[code])}?participants={person}"
        if counter is not None:
            yield Duty(
                kind="appraisal.gap_propose",
                label="提出缺票处理意见",
                about=f"{year.cycle.label} {count} 人缺票待核",
                url=one if count == 1 else reverse("year_gaps", args=[code]),
                holder=Holder(user_id=counter),
                since=_day(year.cycle.scored_at or year.began),
                article=ARTICLE,
            )


def _decisions(audience: Audience) -> list[tuple[int, str, int, datetime, datetime | None]]:
    """(year, state, proposed by, at, decided at) of proposals, and of 补测 that was decided; one query."""
    years = audience.once(_years)
    waiting = Q(state=State.PROPOSED) | Q(state=State.CONFIRMED, remedy=Remedy.REMEASURE)
    rows = GapDecision.objects.filter(waiting, participant__cycle__in=years).order_by("pk")
    columns = ("participant__cycle", "state", "proposed_by", "proposed_at", "decided_at")
    return list(rows.values_list(*columns)) if years else []


def gaps_to_confirm(audience: Audience) -> Iterator[Duty]:
    """Proposals wait for the officer who did not make them."""
    years = audience.once(_years)
    found: dict[tuple[int, int], list[datetime]] = defaultdict(list)
    for pk, state, proposer, at, _ in audience.once(_decisions):
        if state == State.PROPOSED:
            found[pk, proposer].append(at)
    for (pk, proposer), times in found.items():
        year = years[pk]
        other = year.other(proposer)
        if other is not None:
            yield Duty(
                kind="appraisal.gap_confirm",
                label="核定缺票处理意见",
                about=f"{year.cycle.label} {len(times)} 人",
                url=reverse("gap_confirm", args=[year.cycle.code]),
                holder=Holder(user_id=other),
                since=_day(min(times)),
                article=ARTICLE,
                started_by=proposer,
            )


def papers_to_import(audience: Audience) -> Iterator[Duty]:
    """Where 补测 was decided the supplementary papers have to come in."""
    years = audience.once(_years)
    found: dict[int, list[datetime]] = defaultdict(list)
    for pk, state, _, _, at in audience.once(_decisions):
        if state == State.CONFIRMED:
            found[pk].append(at or clock.now())
    for pk, times in found.items():
        year = years[pk]
        counter = year.officers.get("counter")
        yield Duty(
            kind="appraisal.gap_papers",
            label="导入补测的票",
            about=f"{year.cycle.label} {len(times)} 人已核定补测",
            url=ballots_url(year.cycle),
            holder=Holder(user_id=counter) if counter else Holder(role=Role.ORG_OFFICER),
            since=_day(min(times)),
            article=ARTICLE,
        )


def counts_to_confirm(audience: Audience) -> Iterator[Duty]:
    """A scored year without open gaps waits for the yes of each officer; two queries besides the years."""
    years = audience.once(_years)
    if not years:
        return
    keys = _scored(years)
    gaps = selectors.gaps_by_year(keys)
    said = {
        (item.cycle_id, item.outcome_sha256, item.duty)
        for item in ScoreConfirmation.objects.filter(cycle__in=keys)
    }
    for pk in keys:
        year = years[pk]
        if gaps.get(pk) or len(year.officers) < len(ScoringOfficer.Duty):
            continue
        for duty, user_id in sorted(year.officers.items()):
            if (pk, year.cycle.outcome_sha256, duty) not in said:
                yield Duty(
                    kind="appraisal.count_confirm",
                    label="核对并确认计分",
                    about=f"{year.cycle.label}计分，{ScoringOfficer.Duty(duty).label}",
                    url=reverse("score_confirm", args=[year.cycle.code]),
                    holder=Holder(user_id=user_id),
                    since=_day(year.cycle.scored_at or year.began),
                    article=ARTICLE,
                )


def copies_to_collect(audience: Audience) -> Iterator[Duty]:
    """Numbered copies of meeting papers that are still out, for whoever printed them; one query."""
    out = selectors.copies_out()
    if audience.user_id is not None:
        out = out.filter(run__printed_by=audience.user_id)
    runs = PrintRun.objects.filter(numbered__in=out).select_related("cycle").annotate(out=Count("numbered"))
    for run in runs.order_by("printed_at", "pk"):
        yield Duty(
            kind="appraisal.copies",
            label="收回会议材料",
            about=f"{run.cycle.label}{run.get_document_display()} {run.out} 份未收回（{run.meeting}）",
            url=reverse("print_run", args=[run.cycle.code, run.pk]),
            holder=Holder(user_id=run.printed_by_id),
            since=_day(run.printed_at),
            due=run.meeting_on + timedelta(days=1) if run.meeting_on else None,
            day_by=ENTERED,
        )


def _scored(years: dict[int, Year]) -> list[int]:
    return [pk for pk, year in years.items() if year.cycle.has_results]


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.ZONE).date()


KINDS = (
    DutyKind("appraisal.officers", officers_to_name),
    DutyKind("appraisal.gap_propose", gaps_to_propose),
    DutyKind("appraisal.gap_confirm", gaps_to_confirm, started=True),
    DutyKind("appraisal.gap_papers", papers_to_import),
    DutyKind("appraisal.count_confirm", counts_to_confirm),
    DutyKind("appraisal.copies", copies_to_collect),
)
