"""The only place that asks the time; everything else calls `now()` or `today()`.

A test (or a rehearsal on one machine) shifts every process at once: the file named by `CLOCK_FILE`
holds seconds, read again on each call. Production refuses that variable.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

ZONE = ZoneInfo("Asia/Shanghai")


class ClockFileError(ValueError):
    """The clock file holds something else than a number of seconds."""


def now() -> datetime:
    """This moment, aware, in Asia/Shanghai. Raises ClockFileError for an unreadable shift."""
    return datetime.now(ZONE) + _shift()


def today() -> date:
    """The calendar day in Asia/Shanghai."""
    return now().date()


def _shift() -> timedelta:
    name = settings.ENVIRONMENT.clock_file
    if not name:
        return timedelta()
    try:
        text = Path(name).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return timedelta()
    try:
        return timedelta(seconds=float(text or 0))
    except (ValueError, OverflowError) as error:
        raise ClockFileError(f"时钟文件 {name} 的内容不是秒数：{text[:40]!r}") from error
