"""Users with a role, as tests of pages need them."""

from __future__ import annotations

from datetime import date

from accounts.models import Role, RoleGrant, User

PASSWORD = "Trial-2026-pass"
SINCE = date(2020, 1, 1)


def user_with(*roles: Role, staff_no: str = "90001", name: str = "周敏", password: str | None = None) -> User:
    """A user who holds the roles since long ago; without a password only `force_login` lets in."""
    user = User.objects.create_user(staff_no=staff_no, name=name, password=password)
    for role in roles:
        RoleGrant.objects.create(user=user, role=role, valid_from=SINCE)
    return user
