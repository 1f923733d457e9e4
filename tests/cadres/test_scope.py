"""Who sees which cadre: by unit subtree, as the tree stands at that moment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, RoleGrant, Unit, User
from accounts.selectors import UnitScope, units_in_scope
from accounts.services.units import unit_merge, unit_move
from cadres import access
from cadres.models import Appointment, Cadre
from core import clock
from tests.support.register import appointed, cadre, keeper, post, unit

pytestmark = pytest.mark.django_db
SYSTEM = User.objects.system
UNIT_ROLES = [Role.ORG_HEAD, Role.ORG_OFFICER, Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER, Role.LEADER,
              Role.UNIT_PARTY]  # fmt: skip


def seen(user: User) -> set[str]:
    return set(Cadre.objects.visible_to(user).values_list("staff_no", flat=True))


@pytest.fixture
def school() -> dict[str, Unit]:
    """Two colleges; one has an institute, whose director is 1002."""
    found = {"arts": unit("文学院"), "law": unit("法学院")}
    found["institute"] = unit("古籍所", found["arts"])
    for number, place in (("1001", "arts"), ("1002", "institute"), ("1003", "law")):
        appointed(cadre(number), post(found[place], "负责人"))
    cadre("1004")  # holds no post
    return found


@pytest.mark.parametrize("role", UNIT_ROLES)
def test_a_grant_over_a_unit_reaches_its_subtree_only(school: dict[str, Unit], role: Role) -> None:
    assert seen(keeper(role, school["arts"])) == {"1001", "1002"}


@pytest.mark.parametrize("role", UNIT_ROLES)
def test_a_moved_unit_is_seen_by_the_new_side_at_once(school: dict[str, Unit], role: Role) -> None:
    arts, law = keeper(role, school["arts"]), keeper(role, school["law"], "9002")
    moved = school["institute"]
    unit_move(unit=moved, version=moved.version, parent=school["law"], actor=SYSTEM())
    assert seen(arts) == {"1001"}
    assert seen(law) == {"1002", "1003"}


def test_a_merged_unit_is_seen_where_it_went_and_not_the_other_way(school: dict[str, Unit]) -> None:
    arts, law = keeper(Role.UNIT_PARTY, school["arts"]), keeper(Role.UNIT_PARTY, school["law"], "9002")
    gone = school["law"]
    unit_merge(
        unit=gone, version=gone.version, successor=school["arts"], merged_on=clock.today(), actor=SYSTEM()
    )
    assert seen(arts) == {"1001", "1002", "1003"}
    assert seen(law) == {"1003"}, "a grant over what was merged does not grow"


def test_a_grant_counts_from_its_first_to_its_last_day(school: dict[str, Unit]) -> None:
    user, today = keeper(Role.LEADER, school["arts"]), clock.today()
    grants = RoleGrant.objects.filter(user=user)
    for start, end, sees in ((0, 0, True), (1, 2, False), (-2, -1, False), (-1, None, True)):
        grants.update(
            valid_from=today + timedelta(start), valid_to=None if end is None else today + timedelta(end)
        )
        assert bool(seen(user)) is sees


def test_a_cadre_sees_the_own_row_and_the_officers_nobody(school: dict[str, Unit]) -> None:
    assert seen(keeper(Role.CADRE, staff_no="1002")) == {"1002"}
    nobody = (Role.PARTY_OFFICE, Role.SYSTEM_OFFICER, Role.SECURITY_OFFICER, Role.AUDIT_OFFICER)
    for number, role in enumerate(nobody):
        assert not seen(keeper(role, staff_no=f"80{number}"))
    assert not seen(User.objects.create_user(staff_no="1001", name="无角色")), "same 工号, no role"


def test_who_holds_a_side_post_is_seen_there_until_it_ends(school: dict[str, Unit]) -> None:
    law = keeper(Role.UNIT_PARTY, school["law"])
    who = Cadre.objects.get(staff_no="1001")
    side = appointed(who, post(school["law"], "副院长", "副职"), Appointment.Kind.CONCURRENT)
    assert "1001" in seen(law)
    Appointment.objects.filter(pk=side.pk).update(ended_on="2025-06")
    assert "1001" not in seen(law)


@pytest.mark.parametrize("role", list(Role))
def test_rows_and_steps_agree(school: dict[str, Unit], role: Role) -> None:
    """Nobody may take a step on somebody they do not see; without the scope in `may` this turns red."""
    user = keeper(role, school["arts"], "1001")
    visible = seen(user)
    for who in Cadre.objects.all():
        steps = access.steps_of(user, who)
        assert steps == {step for step in access.STEPS if access.may(user, step, who)}
        if who.staff_no not in visible:
            assert not steps
        elif role in access.ORG:
            assert steps == set(access.STEPS)
        else:
            assert access.EDIT not in steps and access.REVEAL not in steps


def test_an_unknown_step_is_a_mistake_of_ours(school: dict[str, Unit]) -> None:
    with pytest.raises(KeyError):
        access.may(keeper(), "edti", Cadre.objects.get(staff_no="1001"))


def test_scope_takes_the_same_two_queries_for_3_units_and_60(school: dict[str, Unit]) -> None:
    user = keeper(Role.LEADER, school["arts"])

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            units_in_scope(user, [Role.LEADER], on=date(2026, 1, 1))
        return len(caught)

    few = queries()
    for number in range(60):
        unit(f"研究室{number}", school["arts"])
    assert queries() == few == 2


def test_scopes_unite() -> None:
    both = UnitScope.union([UnitScope(unit_ids=frozenset({1})), UnitScope(unit_ids=frozenset({2}))])
    assert both.covers(1) and both.covers(2) and not both.covers(3)
    assert UnitScope.union([both, UnitScope(everywhere=True)]).covers(3)
    assert not UnitScope.union([])
