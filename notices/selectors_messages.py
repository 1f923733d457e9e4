"""A user's messages, with what the duties say of them now, and the months of a user's calendar."""

from __future__ import annotations

import calendar as months
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator

from accounts.selectors import Visitor
from policy.reminders import STAGE_WORDS, Stage
from policy.urgency import Urgency, urgency_of

from .models import CalendarFeed, Reminder
from .registry import Duty
from .selectors import Inbox, Item, calendar, inbox_of

ON_A_PAGE = 30


@dataclass(frozen=True)
class Message:
    """One reminder and its duty as it stands now; None where it is done or no longer this user's.

    held_by, asked_by: of an urged one, who is late and which officer asked.
    """

    reminder: Reminder
    duty: Duty | None
    urgency: Urgency
    held_by: str = ""
    asked_by: str = ""

    @property
    def stage(self) -> str:
        return STAGE_WORDS[Stage(self.reminder.stage)]


def unread_count(user: Visitor) -> int:
    """How many messages the user has not marked as read; one query over a small index."""
    return Reminder.objects.filter(user=user.pk, read_at=None).count() if user.is_authenticated else 0


def messages_page(user: Any, on: date, number: str) -> tuple[Any, list[Message]]:
    """A page of the user's messages, newest first, and its lines."""
    rows = Reminder.objects.filter(user=user).select_related("urge__actor")
    page = Paginator(rows, ON_A_PAGE).get_page(number)
    duties = {item.duty.key: item.duty for item in inbox_of(user, on).waiting} if page.object_list else {}
    return page, [_message(row, duties.get(row.key), on) for row in page]


def _message(row: Reminder, duty: Duty | None, on: date) -> Message:
    urge = row.urge
    return Message(
        reminder=row,
        duty=duty,
        urgency=urgency_of(row.due, on),
        held_by=urge.held_by if urge else "",
        asked_by=urge.actor.name if urge else "",
    )


@dataclass(frozen=True)
class Day:
    """One day of the sheet. here: of the month shown; off: nobody works; items: what falls due on it."""

    day: date
    here: bool
    off: bool
    today: bool
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Month:
    """A month of one user's calendar, in weeks from Monday on. late: what is overdue, whatever the month."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    late: tuple[Item, ...]
    undated: int
    incomplete: bool

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def busy(self) -> list[Day]:
        """The days of the month on which something falls due: the list of a narrow window."""
        return [day for week in self.weeks for day in week if day.here and day.items]


def month_of(user: Visitor, first: date, today: date) -> Month:
    """What falls due for the user in that month, as it stands today."""
    inbox, days = inbox_of(user, today), calendar()
    due: dict[date, list[Item]] = defaultdict(list)
    for item in inbox.waiting:
        if item.duty.due:
            due[item.duty.due].append(item)
    weeks = tuple(
        tuple(
            Day(day, day.month == first.month, not days.is_working(day), day == today, tuple(due[day]))
            for day in week
        )
        for week in months.Calendar().monthdatescalendar(first.year, first.month)
    )
    late = tuple(item for item in inbox.waiting if item.urgency.overdue)
    undated = sum(item.duty.due is None for item in inbox.waiting)
    return Month(first, weeks, late, undated, inbox.incomplete)


def feed_in_use(user: Visitor) -> CalendarFeed | None:
    """The user's secret address, where there is one in use."""
    return CalendarFeed.objects.filter(user=user.pk, revoked_at=None).first()


def due_by_day(inbox: Inbox) -> dict[date, int]:
    """day -> how many duties of the user fall due on it: all that a calendar programme is told."""
    found: dict[date, int] = defaultdict(int)
    for item in inbox.waiting:
        if item.duty.due:
            found[item.duty.due] += 1
    return dict(sorted(found.items()))
