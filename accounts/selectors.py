"""Who holds which role on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from .models import Role, RoleGrant, User

Visitor = User | AnonymousUser


def holds_role(user: Visitor, roles: Iterable[Role], *, on: date) -> bool:
    """Whether an active user holds one of the roles, anywhere, on that day."""
    if not user.is_authenticated or not user.is_active:
        return False
    return (
        RoleGrant.objects.filter(user=user, role__in=list(roles), valid_from__lte=on)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        .exists()
    )


def roles_of(user: Visitor, *, on: date) -> set[Role]:
    """All roles that an active user holds on that day."""
    if not user.is_authenticated or not user.is_active:
        return set()
    grants = RoleGrant.objects.filter(user=user, valid_from__lte=on).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    )
    return {Role(value) for value in grants.values_list("role", flat=True)}
