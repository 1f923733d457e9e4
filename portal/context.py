"""What the layout of every page shows: whose system this is, who is signed in, where to go from here."""

from __future__ import annotations

from functools import cache
from typing import Any

import structlog
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from accounts.models import Role
from accounts.selectors import roles_of
from core import clock

from .header import header_of
from .navigation import navigation_of


def page(request: HttpRequest) -> dict[str, Any]:
    """Read only where a template asks, so that an error page needs no database; roles are read once."""
    held: Any = SimpleLazyObject(lambda: _roles(request))
    header: Any = SimpleLazyObject(lambda: header_of(getattr(request, "user", None)))
    navigation: Any = SimpleLazyObject(lambda: navigation_of(held, request.path))

    @cache
    def menu() -> SafeString:
        """The menu stands on a page twice, for wide and for narrow windows, and is drawn once."""
        return render_to_string("layout/_menu.html", {"navigation": navigation})

    return {
        "installation": SimpleLazyObject(lambda: header.installation),
        "role_names": SimpleLazyObject(lambda: "、".join(role.label for role in Role if role in held)),
        "navigation": navigation,
        "menu": menu,
        "unread": SimpleLazyObject(lambda: header.unread),
        "request_id": structlog.contextvars.get_contextvars().get("request_id", ""),
    }


def _roles(request: HttpRequest) -> set[Role]:
    """What the view has read already, where it had to."""
    read: set[Role] | None = getattr(request, "roles", None)
    return roles_of(request.user, on=clock.today()) if read is None else read
