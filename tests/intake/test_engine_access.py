"""Who sees a file on its way in, and who may go on with it: both halves say the same."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import Role, RoleGrant, User
from intake import access, selectors
from intake.models import Intake

pytestmark = pytest.mark.django_db
ORGANISATION = {Role.ORG_HEAD, Role.ORG_OFFICER}
KEEPERS = ORGANISATION | {Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER}
MAY = {
    "roster": ORGANISATION,
    "participants": ORGANISATION,
    "ballots": ORGANISATION,
    "earlier_years": ORGANISATION,
    "matters": KEEPERS,
    "sanctions": KEEPERS,
    "risks": KEEPERS,
    "register": KEEPERS,
    "unit_results": ORGANISATION,
}


@pytest.fixture
def files() -> dict[str, Intake]:
    by = User.objects.create_user(staff_no="1", name="甲")
    return {
        code: Intake.objects.create(
            kind=code, file_name=f"{code}.csv", size=1, sha256="0" * 64, created_by=by
        )
        for code in MAY
    }


@pytest.mark.parametrize("role", list(Role))
def test_kind_by_role(role: Role, files: dict[str, Intake]) -> None:
    user = User.objects.create_user(staff_no="2", name="乙")
    RoleGrant.objects.create(user=user, role=role, valid_from=date(2020, 1, 1))
    expected = {code for code, roles in MAY.items() if role in roles}
    assert {kind.code for kind in selectors.kinds_for(user)} == expected
    assert set(Intake.objects.visible_to(user).values_list("kind", flat=True)) == expected
    for code, intake in files.items():
        for step in access.STEPS:
            assert access.may(user, step, intake) == (code in expected)


def test_nobody_without_a_role_and_no_step_without_a_name(files: dict[str, Intake]) -> None:
    user = User.objects.create_user(staff_no="2", name="乙")
    assert not Intake.objects.visible_to(user).exists() and not selectors.intakes_for(user).exists()
    with pytest.raises(KeyError):
        access.may(user, "delete", files["roster"])
