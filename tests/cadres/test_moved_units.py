"""P7: a unit moves, merges or closes, a grant ends or has not begun; every page follows at once."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, RoleGrant, Unit, User
from accounts.services.units import unit_merge, unit_move
from cadres.models import Appointment
from cadres.services import appointment_edit, appointment_end, appointments_move, kin_add
from core import clock
from core.pages import RuleBroken
from tests.support.register import appointed, cadre, keeper, post, unit

pytestmark = pytest.mark.django_db
STEPS = {  # what a role may open below the page of somebody it sees
    Role.ORG_OFFICER: {
        "",
        "edit",
        "numbers",
        "reveal",
        "kin",
        "history",
        "leave",
        "absences/new",
        "held",
        "end",
    },
    Role.DISCIPLINE_OFFICER: {"", "history"},
    Role.LEADER: {""},
    Role.UNIT_PARTY: {""},
}
EVERY = STEPS[Role.ORG_OFFICER]
NOBODY = (Role.PARTY_OFFICE, Role.SYSTEM_OFFICER, Role.SECURITY_OFFICER, Role.AUDIT_OFFICER)


@pytest.fixture
def school() -> SimpleNamespace:
    """An institute of one college, and another college; its director is 1001."""
    arts, law = unit("文学院"), unit("法学院")
    institute = unit("古籍所", arts)
    who = cadre("1001", "阿卜杜热西提·麦麦提")
    held = appointed(who, post(institute, "所长"))
    appointed(cadre("1002", "李梅"), post(law, "院长"))
    kin_add(cadre=who, relation="spouse", name="林一诺", actor=User.objects.system())
    return SimpleNamespace(arts=arts, law=law, institute=institute, who=who, held=held)


def address(step: str, school: SimpleNamespace) -> str:
    page = f"/cadres/{school.who.staff_no}/"
    places = {"": page, "held": f"{page}appointments/{school.held.pk}/"}
    return places.get(step) or (f"{places['held']}end/" if step == "end" else f"{page}{step}/")


def open_to(client: Client, school: SimpleNamespace) -> set[str]:
    """Which of the pages open, and that the others say 403, or 404 where the person is out of sight."""
    answers = {step: client.get(address(step, school)).status_code for step in EVERY}
    opened = {step for step, status in answers.items() if status == 200}
    assert set(answers.values()) <= {200, 403 if opened else 404}, answers
    assert (client.get(reverse("unit", args=[school.institute.pk])).status_code == 200) == bool(opened)
    assert (school.who.name in client.get("/cadres/").content.decode()) == bool(opened)
    return opened


@pytest.mark.parametrize("role", STEPS)
def test_every_page_follows_a_moved_unit(client: Client, school: SimpleNamespace, role: Role) -> None:
    old, new = keeper(role, school.arts, "8001"), keeper(role, school.law, "8002")
    for user, sees in ((old, True), (new, False)):
        client.force_login(user)
        assert open_to(client, school) == (STEPS[role] if sees else set())
    unit_move(unit=school.institute, version=1, parent=school.law, actor=User.objects.system())
    for user, sees in ((old, False), (new, True)):
        client.force_login(user)
        assert open_to(client, school) == (STEPS[role] if sees else set())


@pytest.mark.parametrize("role", STEPS)
def test_every_page_follows_a_merged_unit_and_its_people(
    client: Client, school: SimpleNamespace, role: Role
) -> None:
    system = User.objects.system()
    old, new = keeper(role, school.institute, "8001"), keeper(role, school.law, "8002")
    gone = unit_merge(
        unit=Unit.objects.get(pk=school.institute.pk), version=1, successor=school.law,
        merged_on=date(2026, 6, 30), actor=system,
    )  # fmt: skip
    for user in (old, new):
        client.force_login(user)
        assert open_to(client, school) == STEPS[role]
    appointments_move(unit=gone, to=Unit.objects.get(pk=school.law.pk), moved_on="2026-07", actor=system)
    client.force_login(new)
    assert open_to(client, school) == STEPS[role]
    client.force_login(old)
    assert client.get(address("", school)).status_code == 404, "nobody is left in the old unit"
    assert client.get(reverse("unit", args=[school.law.pk])).status_code == 404


@pytest.mark.parametrize("role", STEPS)
@pytest.mark.parametrize(("first", "last"), [(1, None), (-9, -1)])
def test_a_grant_to_come_or_gone_opens_nothing(
    client: Client, school: SimpleNamespace, role: Role, first: int, last: int | None
) -> None:
    today = clock.today()
    user = keeper(role, school.arts, "8001")
    RoleGrant.objects.filter(user=user).update(
        valid_from=today + timedelta(first), valid_to=None if last is None else today + timedelta(last)
    )
    client.force_login(user)
    assert {client.get(address(step, school)).status_code for step in EVERY} == {404}
    assert client.get(reverse("units")).status_code == 404
    assert client.get(reverse("unit", args=[school.institute.pk])).status_code == 404


@pytest.mark.parametrize("role", NOBODY)
def test_who_has_no_business_there_sees_no_person_and_no_unit(
    client: Client, school: SimpleNamespace, role: Role
) -> None:
    client.force_login(keeper(role, staff_no="1001"))  # even under the 工号 of somebody in the register
    assert {client.get(address(step, school)).status_code for step in EVERY} == {404}
    assert client.get(reverse("units")).status_code == 404
    assert client.post(address("reveal", school), {"reason": "办理因公出国审批"}).status_code == 404


def test_an_officer_of_one_college_leaves_the_post_in_another_alone(school: SimpleNamespace) -> None:
    """The person is in reach by the own unit; the side post elsewhere is that unit's."""
    side = appointed(school.who, post(school.law, "兼职教授", "副职"), Appointment.Kind.CONCURRENT)
    officer = keeper(Role.ORG_OFFICER, school.arts)
    with pytest.raises(RuleBroken, match=r"法学院.*不在您的管理范围内"):
        appointment_end(appointment=side, version=1, ended_on="2026-05", actor=officer)
    with pytest.raises(RuleBroken, match=r"法学院.*不在您的管理范围内"):
        appointment_edit(appointment=side, version=1, values={"document_no": "甲"}, actor=officer)
    side.refresh_from_db()
    assert (side.ended_on, side.document_no, side.version) == ("", "", 1)
