"""Running publicity is counted again when the calendar of working days changes."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from core import clock
from notices.selectors import calendar
from policy.workdays import deadline

from ..models import Publicity
from .publicity import moved


def periods_recount(sender: Any, *, actor: User, **kwargs: Any) -> None:
    """The last day of every publicity that still runs; one whose last day is over stays as it was read.

    Receiver of `notices.signals.workdays_changed`.
    """
    running = Publicity.objects.select_for_update(of=("self",)).filter(
        state=Publicity.State.RUNNING, ends_on__gte=clock.today()
    )
    days = calendar() if running else None
    for publicity in running:
        if days is None or publicity.begins_on is None:
            continue
        last = deadline(publicity.begins_on, publicity.days, days)
        if (last.day, last.provisional) == (publicity.ends_on, publicity.provisional):
            continue
        # Never into the past: who read it today may still object today.
        publicity.ends_on, publicity.provisional = max(last.day, clock.today()), last.provisional
        moved(publicity, actor=actor, note=f"截止日期重新计算：工作日历有变化，现为 {last.words}")
