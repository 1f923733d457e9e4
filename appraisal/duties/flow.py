"""The next step of each cycle, for whoever takes it, with its day of the plan (第六条)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.urls import reverse

from accounts.models import Role
from core import clock
from decisions.models import AgendaItem, Meeting, Publicity
from notices.registry import Audience, Duty, DutyKind, Holder
from notices.selectors import workdays_of
from policy.sources import PLAN
from policy.step_days import STEP_DAYS
from policy.workflow import BY_CODE, Step, next_steps
from rulebook.selectors import limits_of

from .. import selectors
from ..access import YEAR_ROLES
from ..agenda import GRADES, SUBJECT
from ..models import Cycle, Grading, Participant
from ..selectors.step_days import StepDays, stand_since

ARTICLE = "第六条"


@dataclass(frozen=True)
class Going:
    """A cycle that goes on, when something last happened, and since when it stands where it is (came).

    listed: somebody is on its list; unproposed: of how many the panel has not spoken; publishable: somebody's
    grade is still to be made public; public: a publicity goes on; held: of how many it was stopped.
    """

    cycle: Cycle
    since: date
    came: date | None
    days: StepDays
    listed: bool
    unproposed: int
    publishable: bool
    public: bool
    held: int

    @property
    def step(self) -> Step | None:
        """The step that somebody can take now; None while something else has to end first."""
        cycle = self.cycle
        if cycle.state == Cycle.State.APPROVED and not self.listed:
            return None
        if cycle.state == Cycle.State.SCORED and cycle.confirmed_at is None:
            return None  # what the count waits for is said by name
        if (cycle.state == Cycle.State.PANEL and self.unproposed) or self.public or self.held:
            return None
        steps = next_steps(cycle.state, source=cycle.source)
        if cycle.state == Cycle.State.DECIDED and not self.publishable:
            steps = [step for step in steps if step.code != "publicize"]
        return steps[0] if steps else None

    def until(self, step: Step) -> dict[str, Any]:
        """Until when the step is taken, as a duty says it."""
        last = self.days.due(step.code, getattr(self.cycle, "plan", None), self.came)
        by = STEP_DAYS[step.code].limit or PLAN
        return {"due": last.day, "provisional": last.provisional, "day_by": by} if last else {}


def _cycles(audience: Audience) -> list[Going]:
    """Cycles that are run here, and those that came by file once their count is confirmed; five queries."""
    if not audience.holds(*YEAR_ROLES):
        return []
    listed = Participant.objects.filter(cycle=OuterRef("pk"))
    rows = Cycle.objects.standing().exclude(state=Cycle.State.ARCHIVED).select_related("plan")
    told = selectors.grades_to_publish().filter(participant__cycle=OuterRef("pk"))
    goes_on = (Publicity.State.RUNNING, Publicity.State.EXPIRED)
    lists = Publicity.objects.filter(subject_kind=SUBJECT, subject_id=OuterRef("pk"), kind=GRADES)
    # Once a later year of its kind is confirmed, nobody waits for the committee on a year by file.
    later = Cycle.objects.filter(kind=OuterRef("kind"), level=OuterRef("level"), year__gt=OuterRef("year"))
    waiting = listed.filter(Q(grading=None) | Q(grading__proposed="")).order_by().values("cycle")
    gradings = Grading.objects.filter(participant__cycle=OuterRef("pk")).order_by()
    held = gradings.exclude(held="").values("participant__cycle")
    found = rows.annotate(
        moved=Max("events__at"),
        listed=Exists(listed),
        unproposed=Subquery(waiting.annotate(Count("pk")).values("pk__count")),
        publishable=Exists(told),
        held=Subquery(held.annotate(Count("pk")).values("pk__count")),
        public=Exists(lists.filter(state__in=goes_on)),
        followed=Exists(later.filter(confirmed_at__isnull=False)),
    ).order_by("year", "pk")
    cycles = [
        cycle
        for cycle in found
        if cycle.source == Cycle.Source.PLAN or (cycle.confirmed_at is not None and not cycle.followed)
    ]
    came, days = stand_since(cycles), StepDays(audience.once(limits_of), audience.once(workdays_of))
    return [
        Going(
            cycle,
            _day(cycle.moved),
            came.get(cycle.pk),
            days,
            cycle.listed,
            cycle.unproposed or 0,
            cycle.publishable,
            cycle.public,
            cycle.held or 0,
        )
        for cycle in cycles
    ]


def lists_to_make(audience: Audience) -> Iterator[Duty]:
    """An approved plan waits for its list of people."""
    for going in audience.once(_cycles):
        cycle = going.cycle
        if cycle.state == Cycle.State.APPROVED and not going.listed:
            yield Duty(
                kind="appraisal.people",
                label="按名册生成参加考核人员名单",
                about=f"{cycle.label}考核",
                url=reverse("cycle_people", args=[cycle.code]),
                holder=Holder(role=Role.ORG_OFFICER),
                since=going.since,
                article=ARTICLE,
                **going.until(BY_CODE["open_reports"]),
            )


def grades_to_propose(audience: Audience) -> Iterator[Duty]:
    """The panel speaks of everybody before the committee does."""
    for going in audience.once(_cycles):
        cycle = going.cycle
        if cycle.state == Cycle.State.PANEL and going.unproposed:
            yield Duty(
                kind="appraisal.panel",
                label="逐人提出等次建议",
                about=f"{cycle.label}考核 {going.unproposed} 人",
                url=reverse("year_panel", args=[cycle.code]),
                holder=Holder(role=Role.ORG_OFFICER),
                since=going.since,
                article=ARTICLE,
                **going.until(BY_CODE["open_panel"]),
            )


def grades_to_correct(audience: Audience) -> Iterator[Duty]:
    """Whose publicity was stopped waits for another decision of the committee before results are told."""
    for going in audience.once(_cycles):
        if going.held:
            yield Duty(
                kind="appraisal.regrade",
                label="提请会议更正等次",
                about=f"{going.cycle.label}考核 {going.held} 人公示停止",
                url=reverse("cycle_flow", args=[going.cycle.code]),
                holder=Holder(role=Role.ORG_OFFICER),
                since=going.since,
                article=ARTICLE,
                **going.until(BY_CODE["open_feedback"]),
            )


def steps_to_take(audience: Audience) -> Iterator[Duty]:
    """Every cycle waits for its next step: of the head, or of the officers where a meeting decides."""
    for going in audience.once(_cycles):
        cycle, step = going.cycle, going.step
        if step is None:
            continue
        yield Duty(
            kind="appraisal.step",
            label=f"提请会议{step.label.removeprefix('党委')}" if step.by_meeting else step.label,
            about=f"{cycle.label}考核",
            url=_agenda(audience, cycle)
            if step.by_meeting
            else reverse("cycle_step", args=[cycle.code, step.code]),
            holder=Holder(role=Role.ORG_OFFICER if step.by_meeting else Role.ORG_HEAD),
            since=going.since,
            article=ARTICLE,
            **going.until(step),
        )


def _agenda(audience: Audience, cycle: Cycle) -> str:
    """The meeting whose agenda has it already; else the one meeting that may still take it; else which."""
    placed, open_ones = audience.once(_meetings)
    if cycle.pk in placed:
        return reverse("meeting", args=[placed[cycle.pk]])
    if len(open_ones) == 1:
        return reverse("meeting_offers", args=open_ones)
    return reverse("meetings" if open_ones else "meeting_new")


def _meetings(audience: Audience) -> tuple[dict[int, int], list[int]]:
    """Cycle -> the meeting on whose agenda it stands; and meetings that take further items. Two queries."""
    items = AgendaItem.objects.filter(subject_kind=SUBJECT, meeting__state__in=Meeting.OPEN, postponed="")
    before = Meeting.objects.filter(state__in=Meeting.BEFORE)
    return dict(items.values_list("subject_id", "meeting")), list(before.values_list("pk", flat=True)[:2])


def _day(moment: datetime | None) -> date:
    return (moment or clock.now()).astimezone(clock.ZONE).date()


KINDS = (
    DutyKind("appraisal.people", lists_to_make),
    DutyKind("appraisal.panel", grades_to_propose),
    DutyKind("appraisal.regrade", grades_to_correct),
    DutyKind("appraisal.step", steps_to_take),
)
