"""Who keeps the calendar of working days; it is public to everybody who signs in for business."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404

from accounts.models import OFFICER_ROLES, Role
from accounts.selectors import Visitor, holds_role
from core import clock

from .selectors_urges import FOLLOWERS

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


def operators_only(user: Visitor) -> None:
    """Raises Http404 for whom the page of jobs does not exist."""
    if not may_operate(user):
        raise Http404


def may_operate(user: Visitor) -> bool:
    """Whether the user looks after the machine: the system officer, who sees no business by it."""
    return holds_role(user, {Role.SYSTEM_OFFICER}, on=clock.today())


def may_urge(user: Visitor) -> bool:
    """Whether the user may bring overdue duties before the next level: officers of the two departments."""
    return holds_role(user, FOLLOWERS, on=clock.today())
