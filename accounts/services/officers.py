"""The first three officers, from the command line: before them nobody can grant anything."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from core import clock
from core.pages import RuleBroken

from ..models import Role, RoleGrant, SecurityEvent, User
from .people import account_create
from .security_log import security_event_record
from .sessions import sessions_invalidate

THREE = (Role.SYSTEM_OFFICER, Role.SECURITY_OFFICER, Role.AUDIT_OFFICER)


def offices_vacant() -> tuple[Role, ...]:
    """Which of the three nobody active holds today."""
    held = RoleGrant.objects.in_force(on=clock.today()).filter(role__in=THREE, user__is_active=True)
    taken = set(held.values_list("role", flat=True))
    return tuple(role for role in THREE if role not in taken)


@transaction.atomic
def officers_create(*, people: Mapping[Role, tuple[str, str]], actor: User) -> dict[Role, tuple[User, str]]:
    """Makes an account with a first password for each vacant office named in `people` (工号, name).

    Raises RuleBroken where an office is taken, or a 工号 has an account or is named twice.
    """
    if taken := [role.label for role in people if role not in offices_vacant()]:
        raise RuleBroken(f"已有在任的{'、'.join(taken)}，没有建立任何账号。之后的人员请在系统内授予角色。")
    made = {}
    for role, (staff_no, name) in people.items():
        user, password = account_create(staff_no=staff_no, name=name, actor=actor)
        RoleGrant.objects.create(user=user, role=role, valid_from=clock.today())
        sessions_invalidate(user=user)
        security_event_record(
            kind=SecurityEvent.Kind.ROLE_CHANGE,
            actor=actor,
            subject=user.staff_no,
            note=f"由命令行建立首任{role.label}",
        )
        made[role] = (user, password)
    return made
