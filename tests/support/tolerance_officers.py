"""Two offices, a cadre in a unit, and a submitted tolerance case, for tests of who handles it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from accounts.models import Role, RoleGrant, Unit, User
from cadres.models import Cadre
from core import clock
from matters.models import Matter
from tolerance.models import ToleranceCase, ToleranceGrant
from tolerance.services.officers import officer_name

from .people import SINCE, user_with
from .register import appointed, cadre, post, unit


@dataclass
class Offices:
    """Everybody whom a case may concern, by role; one more officer in each office than is needed."""

    org_head: User
    org: User
    org_two: User
    discipline_head: User
    discipline: User
    discipline_two: User
    party_office: User
    leader: User
    person: User
    secretary: User
    stranger: User
    unit: Unit
    other_unit: Unit
    cadre: Cadre
    case: ToleranceCase
    extra: dict[str, Any] = field(default_factory=dict)

    def name(self, user: User, capacity: str, days: int = 30, actor: User | None = None) -> ToleranceGrant:
        today = clock.today()
        return officer_name(
            case=self.case,
            user=user,
            capacity=capacity,
            valid_from=today,
            valid_to=today + timedelta(days=days),
            reason="部务会研究",
            actor=actor or self.discipline_head,
        )


def submitted_case(of: Cadre, at: Unit, by: User, number: str = "RC2026001") -> ToleranceCase:
    """A case as it lies before the discipline office: handed in, on a matter of its own."""
    matter = Matter.objects.create(number=f"SX-{number}")
    return ToleranceCase.objects.create(
        number=number,
        matter=matter,
        matter_title="实验室改造提前开工",
        cadre=of,
        unit=at,
        applicant="cadre",
        applied_by=by,
        office="discipline",
        state="submitted",
        submitted_on=clock.today(),
        grounds="为赶在开学前完成改造，先行组织施工。",
    )


def offices() -> Offices:
    """The world: both offices with a head and two officers, a unit with secretary and cadre."""
    at, other = unit("化学学院"), unit("物理学院")
    person = user_with(Role.CADRE, staff_no="70001", name="秦素")
    secretary = user_with(staff_no="70002", name="葛岭")
    RoleGrant.objects.create(user=secretary, role=Role.UNIT_PARTY, unit=at, valid_from=SINCE)
    who = cadre("70001", "秦素")
    appointed(who, post(at, "副院长"))
    return Offices(
        org_head=user_with(Role.ORG_HEAD, staff_no="71001", name="方仲"),
        org=user_with(Role.ORG_OFFICER, staff_no="71002", name="郝立"),
        org_two=user_with(Role.ORG_OFFICER, staff_no="71003", name="贾宁"),
        discipline_head=user_with(Role.DISCIPLINE_HEAD, staff_no="72001", name="严正"),
        discipline=user_with(Role.DISCIPLINE_OFFICER, staff_no="72002", name="蒙田"),
        discipline_two=user_with(Role.DISCIPLINE_OFFICER, staff_no="72003", name="倪安"),
        party_office=user_with(Role.PARTY_OFFICE, staff_no="73001", name="卜文"),
        leader=user_with(Role.LEADER, staff_no="74001", name="校领导乙"),
        person=person,
        secretary=secretary,
        stranger=user_with(Role.CADRE, staff_no="79001", name="路人"),
        unit=at,
        other_unit=other,
        cadre=who,
        case=submitted_case(who, at, person),
    )
