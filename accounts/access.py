"""Who administers accounts, grants and locks. None of the three officers sees any business data."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet
from django.http import Http404

from core import clock

from .models import OFFICER_ROLES, GrantProposal, Role, RoleGrant, User
from .selectors import Visitor, holds_role

# Who opens the pages at all; for everybody else they do not exist.
ACCOUNTS_PAGE = frozenset({Role.SYSTEM_OFFICER})
LOCKS_PAGE = frozenset({Role.SECURITY_OFFICER})
GRANTS_PAGE = OFFICER_ROLES

CHANGE_ACCOUNT, PROPOSE, DECIDE, RELEASE_LOCK = "change_account", "propose", "decide", "release_lock"
STEPS: Mapping[str, frozenset[Role]] = {
    CHANGE_ACCOUNT: frozenset({Role.SYSTEM_OFFICER}),
    PROPOSE: frozenset({Role.SECURITY_OFFICER}),
    DECIDE: frozenset({Role.SYSTEM_OFFICER}),
    RELEASE_LOCK: frozenset({Role.SECURITY_OFFICER}),
}


def page_of(user: Visitor, roles: frozenset[Role]) -> None:
    """Raises Http404 for whom the page does not exist."""
    if not holds_role(user, roles, on=clock.today()):
        raise Http404


def people_visible_to(user: Visitor) -> QuerySet[User]:
    """All accounts of people for the three officers, none for anybody else."""
    people = User.objects.filter(is_system=False)
    return people if holds_role(user, OFFICER_ROLES, on=clock.today()) else people.none()


def grants_visible_to(user: Visitor) -> QuerySet[RoleGrant]:
    """Grants of the accounts that the user sees."""
    return RoleGrant.objects.filter(user__in=people_visible_to(user))


def proposals_visible_to(user: Visitor) -> QuerySet[GrantProposal]:
    """Proposals about the accounts that the user sees."""
    return GrantProposal.objects.filter(user__in=people_visible_to(user))


def may(user: Visitor, step: str, subject: User | None = None) -> bool:
    """Whether the user may take the step, about that person. Raises KeyError for an unknown step.

    Nobody changes own rights, own account or decides about either.
    """
    return subject != user and holds_role(user, STEPS[step], on=clock.today())
