"""State × role × step: who may do what, when. One table for meetings, one for publicity."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import OFFICER_ROLES, Role
from decisions import services
from decisions.access import STEPS, may, steps_of
from decisions.models import Meeting, MeetingEvent, Publicity
from tests.support.meetings import Room, furnish_meetings, item_pk, meeting_pk, public, publicity_pk
from tests.support.people import user_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cheap_refusals")]
PREPARES = {Role.ORG_HEAD, Role.ORG_OFFICER, Role.PARTY_OFFICE}
RECORDS = {Role.ORG_HEAD, Role.PARTY_OFFICE}
ORG = {Role.ORG_HEAD, Role.ORG_OFFICER}
READS_MEETINGS = PREPARES | {Role.DISCIPLINE_HEAD}
# step -> (who may, in which states)
MEETING_STEPS = {
    "meeting_edit": (PREPARES, {"preparing", "agenda_set"}),
    "meeting_agenda_set": (PREPARES, {"preparing"}),
    "meeting_agenda_reopen": (PREPARES, {"agenda_set"}),
    "meeting_cancel": (PREPARES, {"preparing", "agenda_set"}),
    "meeting_hold": (RECORDS, {"agenda_set"}),
    "meeting_proxy": (RECORDS, {"preparing", "agenda_set", "held"}),
    "meeting_finalise": (RECORDS, {"held"}),
    "meeting_item_withdraw": (PREPARES, {"preparing"}),
    "meeting_result": (RECORDS, {"held"}),
    "meeting_result_withdraw": (RECORDS, {"held"}),
    "meeting_item_postpone": (RECORDS, {"held"}),
    "meeting_correction": (PREPARES, {"final"}),
    "meeting_recusal_new": (PREPARES, {"preparing", "agenda_set", "held"}),
}
OF_AN_ITEM = ("meeting_item_withdraw", "meeting_result", "meeting_result_withdraw",
              "meeting_item_postpone", "meeting_correction", "meeting_recusal_new")  # fmt: skip
PUBLICITY_STEPS = {
    "publicity_edit": {"draft"},
    "publicity_publish": {"draft"},
    "publicity_expire": set(),  # not before its last day is over: tests/decisions/test_publicity.py
    "publicity_withdraw": {"draft", "running"},
    "objection_new": {"running"},
}


@pytest.fixture(scope="module")
def furnished(module_db: None) -> None:
    furnish_meetings()


@pytest.mark.once
@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("role", list(Role))
def test_every_step_of_a_meeting_by_role_and_state(client: Client, role: Role) -> None:
    """404 without sight, 403 without the right, 409 in a state that does not know the step, else the page."""
    client.force_login(user_with(role))
    for name, (roles, states) in MEETING_STEPS.items():
        for state in ("preparing", "agenda_set", "held", "final"):
            args = item_pk(state) if name in OF_AN_ITEM else meeting_pk(state)
            found = client.get(reverse(name, args=args)).status_code
            wanted = 404 if role not in READS_MEETINGS else 403 if role not in roles else 200
            if wanted == 200 and state not in states:
                wanted = 409
            assert found == wanted, (name, state, role)


@pytest.mark.once
@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("role", list(Role))
def test_every_step_of_a_publicity_by_role_and_state(client: Client, role: Role) -> None:
    client.force_login(user_with(role))
    staff = ORG | {Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER}
    for name, states in PUBLICITY_STEPS.items():
        allowed = staff if name == "objection_new" else ORG
        for state in ("draft", "running"):
            found = client.get(reverse(name, args=publicity_pk(state))).status_code
            hidden = role in OFFICER_ROLES or (state == "draft" and role not in staff)
            wanted = 404 if hidden else 403 if role not in allowed else 200 if state in states else 409
            assert found == wanted, (name, state, role)


def test_visible_rows_and_steps_agree() -> None:
    """Nobody may take a step on rows that are hidden from them."""
    room, listed = Room(), public("王建国")
    for place, role in enumerate(Role):
        user = user_with(role, staff_no=f"6{place:03}")
        assert Meeting.objects.visible_to(user).exists() is (role in READS_MEETINGS)
        assert Publicity.objects.visible_to(user).exists() is (role not in OFFICER_ROLES)
        steps = steps_of(user)
        assert steps == {step for step in STEPS if may(user, step)}
        if not Meeting.objects.visible_to(user).exists():
            assert not steps & {"prepare", "record", "finalise"}
    assert room.now.state == "preparing"
    assert listed.state == "running"


def test_a_service_refuses_whom_the_page_would_refuse() -> None:
    room = Room()
    room.item("王建国")
    room.members()
    stranger = user_with(Role.LEADER, staff_no="6999")
    before = MeetingEvent.objects.count()

    for act in (services.agenda_set, services.meeting_hold, services.meeting_finalise):
        with pytest.raises(ValidationError, match="不能办理"):
            act(**room.given, actor=stranger)
    assert MeetingEvent.objects.count() == before
