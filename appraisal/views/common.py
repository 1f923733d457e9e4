"""What the pages of a year share."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.selectors import roles_of
from core import clock

from ..access import CycleQuerySet
from ..models import Cycle


def actor_of(request: HttpRequest) -> User:
    """Who acts: nobody anonymous comes as far as a page below the sign-in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def visible_years(request: HttpRequest) -> CycleQuerySet:
    """The years that the user may see; the roles are read once, for the menu too."""
    held = roles_of(request.user, on=clock.today())
    request.roles = held  # type: ignore[attr-defined]
    return Cycle.objects.visible_to(request.user, held=held)


def visible_cycle(request: HttpRequest, code: str) -> Cycle:
    """The year with its parameters' version and round, where the user may see it; else raises Http404."""
    return get_object_or_404(visible_years(request).select_related("policy__document", "round"), code=code)
