"""Words of the URL matrix: visitors, and answers that many pages share."""

from __future__ import annotations

from accounts.models import Role

ANONYMOUS, NOBODY = "anonymous", "no role"
VISITORS = (ANONYMOUS, NOBODY, *Role.values)
TWO_DEPARTMENTS = (Role.ORG_HEAD, Role.ORG_OFFICER, Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER)


def for_all(status: int, **others: int) -> dict[str, int]:
    """The same answer to a GET by every visitor, but for those named."""
    return dict.fromkeys(VISITORS, status) | {
        NOBODY if key == "nobody" else key: s for key, s in others.items()
    }


ONLY_THE_TWO = for_all(404, anonymous=302, **dict.fromkeys(TWO_DEPARTMENTS, 200))
ONLY_THE_SYSTEM_OFFICER = for_all(404, anonymous=302, system_officer=200)
THREE_OFFICERS = for_all(404, anonymous=302, system_officer=200, security_officer=200, audit_officer=200)
