"""A person with a role and a proposal that waits, as tests of the officers' pages need them."""

from __future__ import annotations

from accounts.models import GrantProposal, Role, User
from accounts.services.grants import grant_propose
from core import clock

from .people import user_with

SUBJECT = "81001"


def waiting_proposal() -> GrantProposal:
    """Asked for by a security officer who is nobody of the test's."""
    person = user_with(Role.CADRE, staff_no=SUBJECT, name="林一诺")
    return grant_propose(
        user=person,
        role=Role.PARTY_OFFICE,
        unit=None,
        valid_from=clock.today(),
        valid_to=None,
        reason="任职文件",
        actor=user_with(Role.SECURITY_OFFICER, staff_no="81002", name="安予衡"),
    )


def subject_pk() -> list[object]:
    return [User.objects.get(staff_no=SUBJECT).pk]


def grant_pk() -> list[object]:
    return [User.objects.get(staff_no=SUBJECT).grants.get().pk]


def proposal_pk() -> list[object]:
    return [GrantProposal.objects.get(user__staff_no=SUBJECT).pk]
