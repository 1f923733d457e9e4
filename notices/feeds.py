"""The iCalendar of one user: on which days how many duties fall due, and nothing about them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event


def feed_bytes(due: Mapping[date, int], *, name: str, link: str, made_at: datetime) -> bytes:
    """One event per day. name: tells this user's events from others', and nobody who it is."""
    book = Calendar()
    book.add("prodid", "-//cadre_mgmt//duties//ZH")
    book.add("version", "2.0")
    book.add("x-wr-calname", "待办期限")
    book.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    for day, number in due.items():
        event = Event()
        event.add("uid", f"{day:%Y%m%d}-{name}")
        event.add("dtstamp", made_at)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", f"有 {number} 项待办到期")
        event.add("url", link)
        event.add("transp", "TRANSPARENT")
        book.add_component(event)
    return book.to_ical()
