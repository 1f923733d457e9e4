"""Words of the URL matrix: visitors, and answers that many pages share."""

from __future__ import annotations

from django.test import Client

from accounts.models import Role, User

from .people import user_with

ANONYMOUS, NOBODY = "anonymous", "no role"
VISITORS = (ANONYMOUS, NOBODY, *Role.values)
# Between them they open all there is behind the sign-in: enough to hear that no page breaks on PostgreSQL.
WIDEST = ("org_head", "discipline_head", "unit_party", "cadre", "party_office",
          "system_officer", "security_officer", "audit_officer")  # fmt: skip
TWO_DEPARTMENTS = (Role.ORG_HEAD, Role.ORG_OFFICER, Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER)


def for_all(status: int, **others: int) -> dict[str, int]:
    """The same answer to a GET by every visitor, but for those named."""
    return dict.fromkeys(VISITORS, status) | {
        NOBODY if key == "nobody" else key: s for key, s in others.items()
    }


ONLY_THE_TWO = for_all(404, anonymous=302, **dict.fromkeys(TWO_DEPARTMENTS, 200))
ONLY_THE_SYSTEM_OFFICER = for_all(404, anonymous=302, system_officer=200)
THREE_OFFICERS = for_all(404, anonymous=302, system_officer=200, security_officer=200, audit_officer=200)


def signed_in(visitor: str) -> Client:
    """A browser of this visitor; the account is made where there is none yet."""
    client = Client()
    if visitor != ANONYMOUS:
        staff_no = f"8{visitor[:20]}"
        roles = [] if visitor == NOBODY else [Role(visitor)]
        user = User.objects.filter(staff_no=staff_no).first() or user_with(*roles, staff_no=staff_no)
        client.force_login(user)
    return client
