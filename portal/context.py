"""What the layout of every page shows: whose system this is, who is signed in, the number of the request."""

from __future__ import annotations

from typing import Any

import structlog
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Role
from accounts.selectors import roles_of
from core import clock
from core.models import Installation


def page(request: HttpRequest) -> dict[str, Any]:
    """Read only where a template asks, so that an error page needs no database."""
    return {
        "installation": SimpleLazyObject(Installation.objects.first),
        "role_names": SimpleLazyObject(lambda: _role_names(request)),
        "request_id": structlog.contextvars.get_contextvars().get("request_id", ""),
    }


def _role_names(request: HttpRequest) -> str:
    held = roles_of(request.user, on=clock.today())
    return "、".join(role.label for role in Role if role in held)
