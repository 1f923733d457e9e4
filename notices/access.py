"""Who keeps the calendar of working days; it is public to everybody who signs in for business."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404

from accounts.models import OFFICER_ROLES, Role
from accounts.selectors import Visitor, holds_role
from core import clock

READERS = frozenset(Role) - OFFICER_ROLES
EDIT_WORKDAYS = "edit_workdays"
STEPS: Mapping[str, frozenset[Role]] = {EDIT_WORKDAYS: frozenset({Role.ORG_HEAD, Role.ORG_OFFICER})}


def page_of(user: Visitor) -> None:
    """Raises Http404 for whom the calendar does not exist."""
    if not holds_role(user, READERS, on=clock.today()):
        raise Http404


def may(user: Visitor, step: str) -> bool:
    """Whether the user's roles allow the step today. Raises KeyError for an unknown step."""
    return holds_role(user, STEPS[step], on=clock.today())
