"""Sessions: when one begins, how long it lasts, how it ends here and elsewhere."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from core import clock
from core.request_id import address

from ..models import OFFICER_ROLES, SecurityEvent, User, UserSession
from ..selectors import holds_role
from .security_log import security_event_record

# What the session itself remembers.
BEGAN, SEEN, IDLE_SECONDS = "signed_in_at", "seen_at", "idle_seconds"
SIGNED_OUT, SUBMITTED = "signed_out", "submitted"
# Why a session ended.
IDLE, ABSOLUTE, CHANGED = "idle", "absolute", "changed"
NOTES = {IDLE: "长时间没有操作，自动退出", ABSOLUTE: "达到最长登录时间，自动退出"}
# Nobody's row is written more often than this; who was there a moment ago is still there.
TOUCH_SECONDS = 60
KEEP_DAYS = 30
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("QQBrowser", "QQ 浏览器"), ("MicroMessenger", "微信"))
_ENGINES = (("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@transaction.atomic
def session_begin(*, request: HttpRequest, user: User) -> UserSession:
    """Notes a sign-in that just happened in the session and in the list of its owner."""
    now = clock.now()
    request.session[BEGAN] = request.session[SEEN] = now.timestamp()
    request.session[IDLE_SECONDS] = _idle_seconds(user)
    request.session.pop(SIGNED_OUT, None)
    request.session.pop(SUBMITTED, None)
    if request.session.session_key is None:
        request.session.save()
    user.sessions.filter(started_at__lt=now - timedelta(days=KEEP_DAYS)).delete()
    request.session.clear_expired()  # by the clock that Django dates them by, which nothing shifts
    session, _ = UserSession.objects.update_or_create(
        key=request.session.session_key,
        defaults={
            "user": user,
            "started_at": now,
            "seen_at": now,
            "ip": address(request),
            "device": device_of(request.headers.get("user-agent", "")),
            "ended_at": None,
        },
    )
    return session


def limit_reached(session: SessionBase) -> str:
    """Which limit a session has passed; empty while it counts."""
    now = clock.now().timestamp()
    if SEEN not in session or now - session[BEGAN] >= settings.SESSION_COOKIE_AGE:
        return ABSOLUTE
    return IDLE if now - session[SEEN] >= session[IDLE_SECONDS] else ""


def idle_left(session: SessionBase) -> int:
    """Seconds until the session ends if nothing happens; 0 without one."""
    if SEEN not in session:
        return 0
    now = clock.now().timestamp()
    idle = session[SEEN] + session[IDLE_SECONDS] - now
    return max(0, int(min(idle, session[BEGAN] + settings.SESSION_COOKIE_AGE - now)))


def session_touch(*, request: HttpRequest, at_once: bool = False) -> None:
    """Notes that its user is there; also which limit holds, since roles may have begun today."""
    now = clock.now()
    if not at_once and now.timestamp() - request.session[SEEN] < TOUCH_SECONDS:
        return
    request.session[SEEN] = now.timestamp()
    request.session[IDLE_SECONDS] = _idle_seconds(request.user)
    UserSession.objects.filter(key=request.session.session_key).update(seen_at=now)


@transaction.atomic
def session_end(*, request: HttpRequest, why: str = "") -> None:
    """Signs the user of this session out."""
    user = request.user if isinstance(request.user, User) else None
    logout(request)
    if user is not None:
        security_event_record(
            kind=SecurityEvent.Kind.SIGN_OUT,
            actor=user,
            subject=user.staff_no,
            note=NOTES.get(why, "主动退出"),
        )


@transaction.atomic
def sessions_end_others(*, user: User, keep: str, actor: User) -> int:
    """Signs a user out everywhere but in the session `keep`; how many sign-ins that were."""
    others = user.sessions.filter(ended_at__isnull=True).exclude(key=keep)
    keys = list(others.values_list("key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    count = UserSession.objects.filter(key__in=keys).update(ended_at=clock.now())
    if count:
        security_event_record(
            kind=SecurityEvent.Kind.SIGN_OUT,
            actor=actor,
            subject=user.staff_no,
            note=f"退出本人的其他登录 {count} 处",
        )
    return count


def sessions_invalidate(*, user: User, keep: str | None = None) -> None:
    """Ends every session of a user with the next request of each, also those no list knows of.

    Their rows stay until then, so that each can be told why.
    keep: the session that its view goes on with, by giving it the new hash.
    """
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    user.sessions.filter(ended_at__isnull=True).exclude(key=keep or "").update(ended_at=clock.now())


def session_ended(*, key: str | None) -> None:
    """Notes that a session is over."""
    UserSession.objects.filter(key=key, ended_at__isnull=True).update(ended_at=clock.now())


def session_rekeyed(*, old: str | None, new: str | None) -> None:
    """The same sign-in under a new key, as after a change of the password."""
    UserSession.objects.filter(key=old).update(key=new)


def _idle_seconds(user: Any) -> int:
    officer = holds_role(user, OFFICER_ROLES, on=clock.today())
    return settings.SESSION_IDLE_SECONDS_OFFICERS if officer else settings.SESSION_IDLE_SECONDS


def device_of(agent: str) -> str:
    """Browser and system in words that their owner recognises; nothing of the rest is kept."""
    browser = next((name for mark, name in (*_BROWSERS, *_ENGINES) if f"{mark}/" in agent), "")
    system = next((name for mark, name in _SYSTEMS if re.search(mark, agent)), "")
    return " · ".join(filter(None, (browser, system))) or "未能识别"
