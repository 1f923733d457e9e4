"""What the layout of every page shows: whose system this is, who is signed in, where to go from here."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import structlog
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from accounts.models import Role
from accounts.selectors import roles_of
from core import clock

from .header import header_of
from .navigation import Navigation, navigation_of


def page(request: HttpRequest) -> dict[str, Any]:
    """Read only where a template asks, so that an error page needs no database; roles are read once."""
    held: Any = SimpleLazyObject(lambda: _roles(request))
    header: Any = SimpleLazyObject(lambda: header_of(getattr(request, "user", None)))

    @cache
    def navigation() -> Navigation:
        number = getattr(getattr(request, "user", None), "staff_no", "")
        own = reverse("cadre", args=[number]) if number else ""
        return navigation_of(held, request.path, own=own)

    return {
        "installation": SimpleLazyObject(lambda: header.installation),
        "role_names": SimpleLazyObject(lambda: "、".join(role.label for role in Role if role in held)),
        "navigation": SimpleLazyObject(navigation),
        "menu": lambda: _drawn(navigation()),
        "unread": SimpleLazyObject(lambda: header.unread),
        "request_id": structlog.contextvars.get_contextvars().get("request_id", ""),
    }


# Some hundred menus of a few thousand characters: one for each set of roles and entry that a page lies below.
@lru_cache(maxsize=512)
def _drawn(navigation: Navigation) -> SafeString:
    """The menu, which stands on every page twice, for wide and for narrow windows; it is drawn once."""
    return render_to_string("layout/_menu.html", {"navigation": navigation})


def _roles(request: HttpRequest) -> set[Role]:
    """What the view has read already, where it had to."""
    read: set[Role] | None = getattr(request, "roles", None)
    return roles_of(request.user, on=clock.today()) if read is None else read
