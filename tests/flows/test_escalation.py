"""Overdue cards and tolerance cases go to the next level on an officer's click, and by nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import Role, RoleGrant
from alerts.models import Card
from core import clock
from notices.models import Reminder, Urge
from notices.selectors_urges import Overdue, overdue_of
from notices.services.urges import duty_urge
from tests.support.alerts import Office
from tests.support.people import SINCE, user_with
from tests.support.reminding import night
from tests.support.tolerance import Story

pytestmark = pytest.mark.django_db


def late(user: object, kind: str) -> list[Overdue]:
    return [row for row in overdue_of(user, clock.today()) if row.duty.kind == kind]


def test_an_overdue_plan_goes_to_the_unit_and_an_inquiry_to_nobody() -> None:
    office = Office()
    card, inquiry = office.signed(), office.signed("inquiry")
    Card.objects.filter(pk__in=(card.pk, inquiry.pk)).update(due_on=clock.today() - timedelta(days=1))
    night()
    assert not Reminder.objects.filter(user=office.party).exists()
    found = {row.duty.url.split("/")[-2]: row for row in late(office.officer, "alerts.own")}
    plan = found[str(card.pk)]
    assert (plan.level, plan.above) == (Role.UNIT_PARTY, (office.party.pk,))
    duty_urge(key=plan.key, due=plan.due, actor=office.officer)
    assert Reminder.objects.get(user=office.party).stage == "urged"
    assert Urge.objects.get().actor == office.officer
    # A unit hears nothing of a measure of 第八条; the officer calls.
    assert (found[str(inquiry.pk)].level, found[str(inquiry.pk)].above) == (None, ())
    # The cadre of the card oversees nothing of it in whatever office, and a unit follows nothing.
    RoleGrant.objects.create(user=office.own, role=Role.DISCIPLINE_OFFICER, valid_from=SINCE)
    assert late(office.own, "alerts.own") == late(office.party, "alerts.own") == []


def test_an_overdue_opinion_on_a_tolerance_case_goes_to_the_leader_of_the_unit(client: Client) -> None:
    story = Story(client).submitted()
    leader = user_with(staff_no="61009", name="分管")
    RoleGrant.objects.create(user=leader, role=Role.LEADER, unit=story.unit, valid_from=SINCE)
    opinion = story.case.other_opinions.get()
    assert late(story.discipline, "tolerance.opinion") == []
    with time_machine.travel(f"{opinion.due + timedelta(days=1)}T09:00:00+08:00", tick=False):
        (row,) = late(story.discipline, "tolerance.opinion")
        assert (row.level, row.above) == (Role.LEADER, (leader.pk,))
        assert late(story.org, "tolerance.opinion") == [row]
        assert late(story.desk, "tolerance.opinion") == [], "officers read single cases only"
        duty_urge(key=row.key, due=row.due, actor=story.discipline)
        assert Reminder.objects.filter(user=leader, stage="urged").count() == 1
