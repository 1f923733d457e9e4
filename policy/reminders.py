"""Which reminder of a deadline is due on a day, how it is said, and when it may leave (第八条：抓早抓小).

A reminder is a stage that a deadline has reached, not a date that was hit: a night on which nothing ran, or a
clock that jumped, loses none, because the next run finds the stage still reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from .workdays import Calendar, count

SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(minutes=15)


class Stage(StrEnum):
    """How far a deadline has come; `URGED`: somebody asked the level above to see to it (催办)."""

    EARLY = "early"
    NEAR = "near"
    EVE = "eve"
    TODAY = "today"
    OVERDUE = "overdue"
    URGED = "urged"


STAGE_WORDS: Mapping[Stage, str] = {
    Stage.EARLY: "即将到期",
    Stage.NEAR: "临近到期",
    Stage.EVE: "马上到期",
    Stage.TODAY: "今天到期",
    Stage.OVERDUE: "已逾期",
    Stage.URGED: "催办",
}
MOST_PRESSING_FIRST = (Stage.URGED, Stage.OVERDUE, Stage.TODAY, Stage.EVE, Stage.NEAR, Stage.EARLY)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How many days before the end each stage begins, and every how many working days an overdue duty is
    said again (`policy.limits.reminders`)."""

    early: int = 7
    near: int = 3
    eve: int = 1
    overdue: int = 1


@dataclass(frozen=True, slots=True)
class Reached:
    """The reminder that is due. turn: which repetition of an overdue one, from 1 on; else 0."""

    stage: Stage
    turn: int = 0


def days_left(due: date, today: date, calendar: Calendar, *, working: bool) -> int:
    """Days until the end of `due`, in working days where the deadline was set in them; below 0 when over.

    Days over count as working days always: nobody is told on a holiday that the office is late.
    """
    if today > due:
        return -count(due, today, calendar)
    return count(today, due, calendar) if working else (due - today).days


def reached(
    due: date, today: date, calendar: Calendar, rhythm: Rhythm, *, working: bool = False
) -> Reached | None:
    """The reminder that is due for a deadline on a day; None before the first and on days off after the last.

    working: the deadline was set in working days, so the days before it are counted in them too.
    """
    left = days_left(due, today, calendar, working=working)
    if today > due:
        return Reached(Stage.OVERDUE, (-left - 1) // rhythm.overdue + 1) if left < 0 else None
    if today == due:
        return Reached(Stage.TODAY)
    # A deadline in working days that ends on a day off: nothing is left to work on, the eve has come.
    steps = ((rhythm.eve, Stage.EVE), (rhythm.near, Stage.NEAR), (rhythm.early, Stage.EARLY))
    return next((Reached(stage) for days, stage in steps if left <= days), None)


def digest_day(today: date, *, weekly: bool) -> date:
    """The first day of the time for which one digest is made: that day, or the Monday of its week."""
    return today - timedelta(days=today.weekday()) if weekly else today


def quiet_until(moment: datetime, start: time | None, end: time | None) -> datetime:
    """When a message may leave: that moment, or the end of the quiet hours in which it lies.

    Hours may run over midnight; from and to the same hour, or one of them missing, are no quiet hours.
    """
    if start is None or end is None or start == end:
        return moment
    at = moment.time()
    quiet = start <= at < end if start < end else at >= start or at < end
    if not quiet:
        return moment
    over = moment.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    return over if over > moment else over + timedelta(days=1)


def wait_before(tries: int, chance: float) -> timedelta:
    """How long to wait after so many failed tries: doubled each time up to a quarter of an hour.

    chance: 0 to 1, taken by chance, so that many waiting messages do not come back at one moment.
    """
    whole: timedelta = min(SHORTEST_WAIT * 2 ** min(tries - 1, 10), LONGEST_WAIT)
    return whole * (0.5 + chance / 2)


def digest_lines(counts: Mapping[Stage, int]) -> list[str]:
    """One line per stage, the most pressing first: how many wait, never what or on whom."""
    return [f"{STAGE_WORDS[stage]}：{counts[stage]} 项" for stage in MOST_PRESSING_FIRST if counts.get(stage)]


def digest_words(counts: Mapping[Stage, int], *, link: str, weekly: bool) -> tuple[str, str]:
    """Subject and text of a digest. It says only that something waits, with a link to where it is read."""
    total = sum(counts.values())
    over = counts.get(Stage.OVERDUE, 0)
    subject = f"{'本周' if weekly else ''}待办到期提示：{total} 项" + (f"，{over} 项已逾期" if over else "")
    lines = ["您在干部管理系统中有事项等待办理：", *digest_lines(counts), "", f"请登录查看：{link}"]
    return subject, "\n".join(lines)


NEXT_LEVEL: Mapping[str, str] = {
    "cadre": "unit_party",
    "unit_party": "leader",
    "org_officer": "org_head",
    "discipline_officer": "discipline_head",
    "party_office": "org_head",
}
"""Whom an overdue duty of a role may be brought before, one level up; the rest have no level above here."""


def next_level(role: str) -> str | None:
    """The role above, None where the system knows none."""
    return NEXT_LEVEL.get(role)
