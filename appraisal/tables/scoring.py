"""计分与确认 as a page shows it: who counts, what is still missing, who has confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from accounts.selectors import Visitor
from core import clock
from policy.counting import CountFacts

from .. import selectors
from ..access import NAMING, RECHECK_COUNT, may
from ..models import Cycle, CycleEvent, ScoreConfirmation, ScoringOfficer

Duty = ScoringOfficer.Duty
DIGITS = 12  # of a digest, enough for two people to compare by eye


@dataclass(frozen=True)
class OfficerLine:
    """One of the two duties. problem: why its holder may not act any more; url: where to name somebody."""

    duty: str
    label: str
    office: str
    officer: ScoringOfficer | None
    confirmation: ScoreConfirmation | None
    problem: str
    url: str


@dataclass(frozen=True)
class Missing:
    """One thing that stands between the year and its confirmation, who has to act, and where."""

    words: str
    holder: str
    url: str = ""


@dataclass(frozen=True)
class ScoringPage:
    """The page of one year for one viewer."""

    officers: tuple[OfficerLine, ...]
    missing: tuple[Missing, ...]
    digest: str
    moments: tuple[tuple[str, str, str], ...]
    may_confirm: bool
    may_withdraw: bool
    may_recheck: bool


def scoring_page(cycle: Cycle, user: Visitor) -> ScoringPage:
    """A fixed number of queries, whatever the number of people."""
    named = selectors.officers_of(cycle)
    confirmed = {item.duty: item for item in selectors.confirmations_of(cycle)}
    lines = tuple(_line(Duty(duty), cycle, user, named.get(duty), confirmed.get(duty)) for duty in Duty)
    own = cycle.confirmed_at is None and bool(selectors.acting_duty(user, cycle))
    said = any(item.user_id == user.pk for item in confirmed.values())
    facts = selectors.count_facts(cycle, "", ())
    return ScoringPage(
        officers=lines,
        missing=() if cycle.confirmed_at else tuple(_missing(cycle, lines, facts)),
        digest=cycle.outcome_sha256[:DIGITS] if cycle.has_results else "",
        moments=_moments(cycle),
        may_confirm=own and not said and facts.scored and not facts.gaps_open and not facts.scoring,
        may_withdraw=own and said,
        may_recheck=cycle.confirmed_at is not None
        and not selectors.is_settled(cycle)
        and may(user, RECHECK_COUNT, cycle),
    )


def _line(
    duty: Duty,
    cycle: Cycle,
    user: Visitor,
    officer: ScoringOfficer | None,
    confirmation: ScoreConfirmation | None,
) -> OfficerLine:
    verdict = selectors.may_serve(officer.user, cycle, duty) if officer and not cycle.confirmed_at else None
    naming = may(user, NAMING[duty], cycle)
    return OfficerLine(
        duty=duty.value,
        label=duty.label,
        office=selectors.OFFICE_NAMES[duty],
        officer=officer,
        confirmation=confirmation,
        problem="".join(reason.text for reason in verdict.reasons) if verdict else "",
        url=reverse("scoring_officer_name", args=[cycle.code, duty.value]) if naming else "",
    )


def _missing(cycle: Cycle, lines: tuple[OfficerLine, ...], facts: CountFacts) -> list[Missing]:
    found = []
    for line in lines:
        if line.officer is None:
            found.append(Missing(f"还没有指定{line.label}", f"{line.office}负责人", line.url))
        elif line.problem:
            found.append(Missing(line.problem, f"{line.office}负责人", line.url))
    if facts.scoring:
        found.append(Missing("系统正在重新计分，完成后才能核对确认", "系统"))
    elif not facts.scored:
        found.append(Missing("尚未汇总计分：四个文件导入后由系统自动计分", "组织部", reverse("imports")))
    if facts.gaps_open:
        words = f"{facts.gaps_open} 人缺票待核，核定前不显示任何数字"
        found.append(Missing(words, "计分人和监票人", reverse("year_gaps", args=[cycle.code])))
    if not found:
        found += [
            Missing(f"{line.label}尚未确认", f"{line.label}{line.officer.user.name}")
            for line in lines
            if line.officer is not None and line.confirmation is None
        ]
    return found


def _told(event: CycleEvent) -> str:
    """A step with its state, another act in its own words."""
    state = str(Cycle.State(event.to_state).label)
    return "：".join(part for part in (state, event.note) if part) if event.from_state else event.note


def _moments(cycle: Cycle) -> tuple[tuple[str, str, str], ...]:
    """What happened in the year, the newest first."""
    events = cycle.events.select_related("actor").order_by("-pk")[:50]
    return tuple(
        (
            event.at.astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M"),
            _told(event),
            str(event.actor),
        )
        for event in events
    )
