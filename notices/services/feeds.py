"""Answering a calendar programme that brings a token."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from core import clock

from ..feeds import feed_bytes
from ..models import CalendarFeed
from ..selectors import inbox_of
from ..selectors_messages import due_by_day
from .choices import token_hash


def feed_read_by(token: str) -> bytes | None:
    """The iCalendar of the token's user as it stands now; None for a token that is not in use."""
    if not token:
        return None
    found = CalendarFeed.objects.select_related("user").filter(
        token_hash=token_hash(token), revoked_at=None, user__is_active=True
    )
    feed = found.first()
    if feed is None:
        return None
    now = clock.now()
    CalendarFeed.objects.filter(pk=feed.pk).update(read_at=now)
    link = f"{settings.ENVIRONMENT.site}{reverse('duty_calendar')}"
    name = f"{feed.token_hash[:16]}@{settings.ENVIRONMENT.site_host}"
    return feed_bytes(due_by_day(inbox_of(feed.user, now.date())), name=name, link=link, made_at=now)
