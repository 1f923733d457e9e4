"""The way of a cycle as its page shows it: every step, who takes it, until when, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from django.urls import resolve, reverse

from accounts.models import Role
from accounts.selectors import Visitor, roles_of
from core import clock
from decisions.access import MEETING_READERS
from notices.selectors import calendar
from policy.urgency import Urgency, urgency_of
from policy.workdays import Deadline
from policy.workflow import STEPS, Step
from rulebook.selectors import limits_on

from ..access import MAKE_DOCUMENTS, MOVE, RECORD_SITTINGS, may
from ..access import STEPS as STEPS_OF_ROLES
from ..models import Cycle, CycleEvent, Plan
from ..selectors.grades import grades_to_publish
from ..selectors.step_days import StepDays, stand_since
from ..workflow import Missing, missing_before

DONE, NOW, LATER = "done", "now", "later"
WORDS = {DONE: "已办理", NOW: "办理中", LATER: "未到"}
STYLES = {DONE: "good", NOW: "info", LATER: "neutral"}
BRING_IN = "import_upload"
# State -> the pages on which its work is done, as (words, name of a URL that takes the code of the cycle).
WORK_OF: Mapping[str, tuple[tuple[str, str], ...]] = {
    "draft": (("考核方案", "cycle_plan"),),
    "approved": (("参加考核人员", "cycle_people"), ("计分人员", "year_scoring")),
    "self_report": (
        ("述职报告", "reports"),
        ("参加考核人员", "cycle_people"),
        ("廉政意见", "year_integrity"),
    ),
    "report_public": (("述职报告", "reports"), ("计分人员", "year_scoring"), ("廉政意见", "year_integrity")),
    "voting": (
        ("导入测评票", BRING_IN),
        ("到会与票数登记", "year_sittings"),
        ("廉政意见", "year_integrity"),
    ),
    "interview": (
        ("个别谈话", "year_interviews"),
        ("廉政意见", "year_integrity"),
        ("重点任务", "year_tasks"),
        ("成分得分与加分", "year_components"),
    ),
    "scored": (("缺票核定", "year_gaps"), ("计分与确认", "year_scoring")),
    "panel": (("考核组评议", "year_panel"), ("表彰人选", "commendations"), ("研判人选", "bottom")),
    "decided": (("表彰人选", "commendations"), ("研判人选", "bottom")),
    "publicity": (("表彰人选", "commendations"), ("研判人选", "bottom")),
    "feedback": (("结果通知与签收", "feedback_list"), ("表彰人选", "commendations"), ("研判人选", "bottom")),
    "review": (("复核与申诉", "reviews"), ("结果通知与签收", "feedback_list"), ("文书", "year_documents")),
    "archived": (("文书", "year_documents"), ("考核概览", "year")),
}
# Pages that not everybody who sees the way can open -> who can.
_SEES_USES = frozenset({Role.ORG_HEAD, Role.ORG_OFFICER, Role.DISCIPLINE_HEAD})
ONLY_FOR: Mapping[str, frozenset[Role]] = {
    "commendations": _SEES_USES,
    "bottom": _SEES_USES,
    BRING_IN: STEPS_OF_ROLES[RECORD_SITTINGS],
    "year_documents": STEPS_OF_ROLES[MAKE_DOCUMENTS],
    "meetings": MEETING_READERS,
    "cycle_step": STEPS_OF_ROLES[MOVE],
}
# Of a year alone: a term has neither the first nor the last (第七条).
OF_A_YEAR = frozenset({"commendations", "bottom"})
_ORDER = list(Cycle.State)


@dataclass(frozen=True)
class StepRow:
    """One step. place: done, now or later; url: where it is taken, "" where not now or not by this reader.

    skipped: the publicity, where nobody was or is to be made public.
    """

    step: Step
    place: str
    due: date | None
    urgency: Urgency | None
    missing: tuple[Missing, ...]
    url: str
    said: str = ""
    skipped: bool = False

    @property
    def word(self) -> str:
        """Where it stands, in words; the publicity that nobody needed was never held."""
        if self.skipped:
            return "未公示" if self.place == DONE else "不需公示"
        return WORDS[self.place]

    @property
    def style(self) -> str:
        return "neutral" if self.skipped else STYLES[self.place]

    @property
    def blocked(self) -> bool:
        return any(item.blocks for item in self.missing)


@dataclass(frozen=True)
class Flow:
    """cycle, its steps, and what happened, newest first as (when, title, words).

    work: the pages on which the work of this stage is done, as (words, url); meets: the reader sees meetings.
    """

    cycle: Cycle
    rows: tuple[StepRow, ...]
    moments: tuple[tuple[str, str, str], ...]
    work: tuple[tuple[str, str], ...]
    meets: bool

    @property
    def next(self) -> StepRow | None:
        """The step that is next: the first that can be taken."""
        return next((row for row in self.rows if row.place == NOW and not row.skipped), None)


def flow_of(cycle: Cycle, user: Visitor) -> Flow:
    """Every step of the cycle for this reader; what is missing is asked only of those that come next."""
    days = StepDays(limits_on(clock.today()), calendar())
    plan, since = Plan.objects.filter(cycle=cycle).first(), stand_since([cycle]).get(cycle.pk)
    reached = _ORDER.index(Cycle.State(cycle.state))
    moves, held = may(user, MOVE, cycle), roles_of(user, on=clock.today())
    public = _anybody_public(cycle)
    events = list(CycleEvent.objects.filter(case=cycle).select_related("actor").order_by("-pk")[:40])
    return Flow(
        cycle,
        tuple(
            _row(cycle, step, days.due(step.code, plan, here), reached, held, moves=moves, public=public)
            for step in _steps(cycle)
            for here in [since if cycle.state in step.sources else None]
        ),
        tuple(
            (
                f"{event.at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}",
                Cycle.State(event.to_state).label,
                f"{event.note}（{event.actor.name}）",
            )
            for event in events
        ),
        _work(cycle, held),
        bool(held & MEETING_READERS),
    )


def _anybody_public(cycle: Cycle) -> bool:
    """Whether grades were made public, or are to be; one query."""
    if cycle.state == Cycle.State.DECIDED:
        return grades_to_publish().filter(participant__cycle=cycle).exists()
    return CycleEvent.objects.filter(case=cycle, to_state=Cycle.State.PUBLICITY).exists()


def ballots_url(cycle: Cycle) -> str:
    """Where the papers of this cycle are brought in."""
    usual = cycle.kind == Cycle.Kind.ANNUAL and cycle.level == Cycle.Level.MIDDLE
    target = "" if usual else f"&target={cycle.code}"
    return f"{reverse(BRING_IN, args=['ballots'])}?year={cycle.year}{target}"


def _work(cycle: Cycle, held: set[Role]) -> tuple[tuple[str, str], ...]:
    if cycle.is_discarded:
        return ()
    no_page = OF_A_YEAR if cycle.kind == Cycle.Kind.TERM else frozenset()
    return tuple(
        (words, ballots_url(cycle) if name == BRING_IN else reverse(name, args=[cycle.code]))
        for words, name in WORK_OF.get(cycle.state, ())
        if name not in no_page and (name not in ONLY_FOR or held & ONLY_FOR[name])
    )


def _linked(item: Missing, held: set[Role]) -> Missing:
    """What is missing, with a link only where this reader can open the page."""
    name = resolve(urlsplit(item.url).path).url_name or "" if item.url else ""
    return item if name not in ONLY_FOR or held & ONLY_FOR[name] else replace(item, url="")


def _steps(cycle: Cycle) -> list[Step]:
    """A year that came by file begins with the count."""
    if cycle.source == Cycle.Source.PLAN:
        return list(STEPS)
    return [
        step for step in STEPS if _ORDER.index(Cycle.State(step.target)) > _ORDER.index(Cycle.State.SCORED)
    ]


def _row(
    cycle: Cycle,
    step: Step,
    last: Deadline | None,
    reached: int,
    held: set[Role],
    *,
    moves: bool,
    public: bool,
) -> StepRow:
    now = cycle.state in step.sources
    target = _ORDER.index(Cycle.State(step.target))
    due = last.day if last else None
    place = NOW if now else DONE if target <= reached else LATER
    skipped = step.code == "publicize" and place != LATER and not public
    takes = now and moves and not step.by_meeting and not skipped
    return StepRow(
        step=step,
        place=place,
        due=due,
        urgency=urgency_of(due, clock.today()) if due and now else None,
        missing=tuple(_linked(item, held) for item in missing_before(cycle, step.code)) if now else (),
        url=reverse("cycle_step", args=[cycle.code, step.code]) if takes else "",
        said="在“会议”中列入议题，纪要定稿后自动进入下一环节。" if now and step.by_meeting else "",
        skipped=skipped,
    )
