"""What the layout of every page shows: whose system this is, who is signed in, where to go from here."""

from __future__ import annotations

from typing import Any

import structlog
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Role
from accounts.selectors import roles_of
from core import clock
from core.models import Installation

from .navigation import navigation_of


def page(request: HttpRequest) -> dict[str, Any]:
    """Read only where a template asks, so that an error page needs no database; roles are read once."""
    held: Any = SimpleLazyObject(lambda: _roles(request))
    return {
        "installation": SimpleLazyObject(Installation.objects.first),
        "role_names": SimpleLazyObject(lambda: "、".join(role.label for role in Role if role in held)),
        "navigation": SimpleLazyObject(lambda: navigation_of(held, request.path)),
        "request_id": structlog.contextvars.get_contextvars().get("request_id", ""),
    }


def _roles(request: HttpRequest) -> set[Role]:
    """What the view has read already, where it had to."""
    read: set[Role] | None = getattr(request, "roles", None)
    return roles_of(request.user, on=clock.today()) if read is None else read
