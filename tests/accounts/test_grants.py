"""Rights change only when two persons want it, and never one's own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import GrantProposal, Role, RoleGrant, SecurityEvent, Unit, User
from accounts.selectors import holds_role, roles_of
from accounts.services.grants import (
    grant_end_propose,
    grant_propose,
    proposal_approve,
    proposal_reject,
    proposal_withdraw,
)
from core import clock
from core.pages import StaleState
from tests.support.people import PASSWORD, user_with

pytestmark = pytest.mark.django_db
BUSINESS = tuple(
    role for role in Role if not role.endswith("_officer") or role in ("org_officer", "discipline_officer")
)
OFFICERS = (Role.SYSTEM_OFFICER, Role.SECURITY_OFFICER, Role.AUDIT_OFFICER)


@pytest.fixture
def security() -> User:
    return user_with(Role.SECURITY_OFFICER, staff_no="90009", name="安予衡")


@pytest.fixture
def system() -> User:
    return user_with(Role.SYSTEM_OFFICER, staff_no="90008", name="程运维")


@pytest.fixture
def person() -> User:
    return user_with(staff_no="20001", name="何秀", password=PASSWORD)


@pytest.fixture
def school() -> Unit:
    return Unit.objects.create(name="文学院", kind="二级学院")


def asked(person: User, security: User, role: Role = Role.ORG_OFFICER, **others) -> GrantProposal:
    terms = {"unit": None, "valid_from": clock.today(), "valid_to": None, "reason": "任职文件 2026-12 号"}
    return grant_propose(user=person, role=role, actor=security, **terms | others)


def roles(user: User) -> set[Role]:
    return roles_of(User.objects.get(pk=user.pk), on=clock.today())


def test_a_grant_counts_nothing_until_the_second_person_agrees(
    person: User, security: User, system: User
) -> None:
    proposal = asked(person, security)
    assert roles(person) == set() and not RoleGrant.objects.filter(user=person).exists()
    proposal_approve(proposal=proposal, actor=system)
    assert roles(person) == {Role.ORG_OFFICER}


def test_a_refused_or_withdrawn_proposal_counts_nothing(person: User, security: User, system: User) -> None:
    proposal_reject(proposal=asked(person, security), actor=system, note="不属实")
    proposal_withdraw(proposal=asked(person, security), actor=security)
    assert roles(person) == set()
    for proposal in GrantProposal.objects.all():
        with pytest.raises(StaleState):
            proposal_approve(proposal=proposal, actor=system)


def test_nobody_decides_alone(person: User, security: User, system: User) -> None:
    proposal = asked(person, security)
    for actor in (
        security,
        person,
        user_with(Role.AUDIT_OFFICER, staff_no="90010"),
        user_with(Role.ORG_HEAD),
    ):
        with pytest.raises(ValidationError, match="只有系统管理员"):
            proposal_approve(proposal=proposal, actor=actor)
    for actor in (system, person):
        with pytest.raises(ValidationError, match="只有安全管理员"):
            asked(person, actor)
    with pytest.raises(IntegrityError, match="proposal_two_persons"), transaction.atomic():
        GrantProposal.objects.update(state="approved", decided_by=security, decided_at=clock.now())


def test_nobody_changes_own_rights(security: User, system: User) -> None:
    second = user_with(Role.SECURITY_OFFICER, staff_no="90019")
    with pytest.raises(ValidationError, match="不能为本人"):
        asked(security, security)
    own = security.grants.get()
    with pytest.raises(ValidationError, match="不能为本人"):
        grant_end_propose(grant=own, last_day=None, reason="轮换", actor=security)
    user_with(Role.SYSTEM_OFFICER, staff_no="90018")
    end = grant_end_propose(grant=system.grants.get(), last_day=None, reason="轮换", actor=second)
    with pytest.raises(ValidationError, match="涉及本人"):
        proposal_approve(proposal=end, actor=system)
    with pytest.raises(IntegrityError, match="proposal_not_for_oneself"), transaction.atomic():
        GrantProposal.objects.update(proposed_by=system)


@pytest.mark.parametrize("held", OFFICERS)
@pytest.mark.parametrize("wanted", Role)
def test_an_officer_is_nothing_else(
    held: Role, wanted: Role, person: User, security: User, school: Unit
) -> None:
    if held == wanted:
        return
    RoleGrant.objects.create(user=person, role=held, valid_from=clock.today())
    unit = school if wanted in (Role.LEADER, Role.UNIT_PARTY) else None
    with pytest.raises(ValidationError, match="不能由同一人担任"):
        asked(person, security, wanted, unit=unit)
    with pytest.raises(IntegrityError, match="互相分立"), transaction.atomic():
        RoleGrant.objects.create(user=person, role=wanted, unit=unit, valid_from=clock.today())


@pytest.mark.parametrize("held", BUSINESS)
def test_nobody_with_a_business_role_becomes_an_officer(held: Role, person: User, security: User) -> None:
    grant = RoleGrant.objects.create(user=person, role=held, valid_from=clock.today())
    with pytest.raises(ValidationError, match="不能由同一人担任"):
        asked(person, security, Role.AUDIT_OFFICER)
    with pytest.raises(IntegrityError, match="互相分立"), transaction.atomic():
        RoleGrant.objects.create(user=person, role=Role.AUDIT_OFFICER, valid_from=clock.today())
    past = RoleGrant.objects.create(
        user=person, role=Role.AUDIT_OFFICER, valid_from=date(2019, 1, 1), valid_to=date(2019, 12, 31)
    )
    with pytest.raises(IntegrityError, match="互相分立"), transaction.atomic():
        RoleGrant.objects.filter(pk=past.pk).update(valid_to=None)
    assert grant.pk


def test_two_proposals_that_exclude_each_other_do_not_both_take_effect(
    person: User, security: User, system: User
) -> None:
    first, second = asked(person, security), asked(person, security, Role.AUDIT_OFFICER)
    proposal_approve(proposal=first, actor=system)
    with pytest.raises(ValidationError, match="不能由同一人担任"):
        proposal_approve(proposal=second, actor=system)
    assert roles(person) == {Role.ORG_OFFICER}


def test_after_the_last_day_another_office_may_follow(person: User, security: User, system: User) -> None:
    today = clock.today()
    proposal_approve(proposal=asked(person, security, valid_to=today), actor=system)
    next_day = asked(person, security, Role.AUDIT_OFFICER, valid_from=today + timedelta(days=1))
    proposal_approve(proposal=next_day, actor=system)
    assert roles(person) == {Role.ORG_OFFICER}
    assert holds_role(person, [Role.AUDIT_OFFICER], on=today + timedelta(days=1))


@pytest.mark.parametrize("role", Role)
def test_leaders_and_unit_parties_have_a_unit_and_nobody_else(
    role: Role, person: User, security: User, school: Unit
) -> None:
    of_a_unit = role in (Role.LEADER, Role.UNIT_PARTY)
    with pytest.raises(ValidationError, match="请选择单位" if of_a_unit else "请不要选择单位"):
        asked(person, security, role, unit=None if of_a_unit else school)
    assert asked(person, security, role, unit=school if of_a_unit else None).pk
    with pytest.raises(IntegrityError, match="proposal_scope_of_role"), transaction.atomic():
        GrantProposal.objects.update(unit=None if of_a_unit else school)


def test_a_grant_begins_and_ends_on_its_days(person: User, security: User, system: User) -> None:
    with time_machine.travel("2026-11-02T09:00:00+08:00", tick=False) as moment:
        wanted = asked(person, security, valid_from=date(2026, 11, 3), valid_to=date(2026, 11, 4))
        proposal_approve(proposal=wanted, actor=system)
        found = []
        for _ in range(4):
            found.append(roles(person))
            moment.shift(timedelta(days=1))
    assert found == [set(), {Role.ORG_OFFICER}, {Role.ORG_OFFICER}, set()]


def test_no_grant_reaches_back_before_its_approval(person: User, security: User, system: User) -> None:
    proposal = proposal_approve(proposal=asked(person, security, valid_from=date(2020, 1, 1)), actor=system)
    assert proposal.grant.valid_from == clock.today()


def test_the_end_of_a_grant_needs_two_persons_and_keeps_its_row(
    person: User, security: User, system: User
) -> None:
    grant = RoleGrant.objects.create(user=person, role=Role.ORG_HEAD, valid_from=date(2024, 1, 1))
    end = grant_end_propose(grant=grant, last_day=None, reason="调离", actor=security)
    assert roles(person) == {Role.ORG_HEAD}
    proposal_approve(proposal=end, actor=system)
    assert roles(person) == set()
    grant.refresh_from_db()
    assert grant.valid_to == clock.today() - timedelta(days=1)


def test_a_grant_of_today_can_end_today(person: User, security: User, system: User) -> None:
    grant = proposal_approve(proposal=asked(person, security), actor=system).grant
    end = grant_end_propose(grant=grant, last_day=None, reason="有误", actor=security)
    proposal_approve(proposal=end, actor=system)
    assert roles(person) == set()
    assert RoleGrant.objects.get(user=person).is_void
    assert roles(person) == set()
    proposal_approve(proposal=asked(person, security), actor=system)
    assert roles(person) == {Role.ORG_OFFICER}


def test_an_end_only_comes_earlier(person: User, security: User) -> None:
    today = clock.today()
    grant = RoleGrant.objects.create(user=person, role=Role.ORG_HEAD, valid_from=today, valid_to=today)
    with pytest.raises(ValidationError, match="只能提前"):
        grant_end_propose(grant=grant, last_day=today + timedelta(days=1), reason="延长", actor=security)
    with pytest.raises(ValidationError, match="不能早于今天"):
        grant_end_propose(grant=grant, last_day=today - timedelta(days=1), reason="补记", actor=security)


def test_the_last_officer_stays_until_there_is_another(person: User, security: User, system: User) -> None:
    with pytest.raises(ValidationError, match="最后一名在任的系统管理员"):
        grant_end_propose(grant=system.grants.get(), last_day=None, reason="轮换", actor=security)
    proposal_approve(proposal=asked(person, security, Role.SYSTEM_OFFICER), actor=system)
    end = grant_end_propose(grant=system.grants.get(), last_day=None, reason="轮换", actor=security)
    proposal_approve(proposal=end, actor=person)
    assert roles(system) == set() and roles(person) == {Role.SYSTEM_OFFICER}


@pytest.mark.parametrize("office", OFFICERS)
def test_no_date_leaves_an_office_empty_either(
    office: Role, person: User, security: User, system: User
) -> None:
    """A dated end of the last officer needs a successor for the day after."""
    today = clock.today()
    last = {Role.SYSTEM_OFFICER: system, Role.SECURITY_OFFICER: security}.get(office) or user_with(office)
    asking = user_with(Role.SECURITY_OFFICER, staff_no="90019") if last == security else security
    ends = {
        "grant": last.grants.get(),
        "last_day": today + timedelta(days=9),
        "reason": "轮换",
        "actor": asking,
    }
    if last == security:
        asking.grants.update(valid_to=today + timedelta(days=9))
    with pytest.raises(ValidationError, match="最后一名在任的"):
        grant_end_propose(**ends)
    RoleGrant.objects.create(user=person, role=office, valid_from=today + timedelta(days=10))
    assert grant_end_propose(**ends).state == GrantProposal.State.WAITING


def test_a_session_dies_with_a_change_of_role(person: User, security: User, system: User) -> None:
    client = Client()
    client.post(reverse("sign_in"), {"username": "20001", "password": PASSWORD})
    proposal = asked(person, security)
    assert client.get("/").status_code == 200
    proposal_approve(proposal=proposal, actor=system)
    left = client.get("/")
    assert left.status_code == 302
    assert "角色或账号状态已有变更" in client.get(left["Location"]).content.decode()


def test_one_proposal_at_a_time_and_none_for_what_is_held(person: User, security: User, system: User) -> None:
    proposal = asked(person, security)
    with pytest.raises(ValidationError, match="待复核"):
        asked(person, security)
    proposal_approve(proposal=proposal, actor=system)
    with pytest.raises(ValidationError, match="无需重复授予"):
        asked(person, security)


def test_each_step_is_in_the_security_log(person: User, security: User, system: User) -> None:
    proposal_approve(proposal=asked(person, security), actor=system)
    events = SecurityEvent.objects.order_by("number").values_list("kind", "actor_staff_no", "subject")
    assert list(events) == [
        ("grant", "90009", "20001"),
        ("grant", "90008", "20001"),
        ("role_change", "90008", "20001"),
    ]


def test_closed_accounts_and_closed_units_get_nothing(person: User, security: User, school: Unit) -> None:
    school.valid_to = clock.today() - timedelta(days=1)
    school.save()
    with pytest.raises(ValidationError, match="撤销"):
        asked(person, security, Role.LEADER, unit=school)
    User.objects.filter(pk=person.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="已停用"):
        asked(person, security)
