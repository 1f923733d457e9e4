"""Every kind of duty there is, over a furnished world: each holder opens the page it leads to.

A new kind is walked from its first day: a kind of which the world holds no object fails here.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import OFFICER_ROLES, Role, RoleGrant, User
from accounts.selectors import role_holders
from cadres.models import Absence, Appointment, Cadre, ExportRequest, Term
from core import clock
from intake.models import Intake, IntakeState
from notices.registry import Audience, Duty, kinds
from notices.selectors import inbox_of
from supervision.models import Risk
from tests.support.people import SINCE, user_with
from tests.support.waiting_cases import FURNISHERS
from tests.test_url_matrix import furnish

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# Kinds of which the world below holds no object: each is opened by its holder where its story is told.
TOLD_ELSEWHERE = {
    "appraisal.count_confirm": "tests/appraisal",
    "appraisal.gap_confirm": "tests/appraisal",
    "appraisal.gap_papers": "tests/appraisal",
    "appraisal.gap_propose": "tests/appraisal",
    "appraisal.panel": "tests/appraisal",
    "appraisal.people": "tests/appraisal",
    "appraisal.regrade": "tests/appraisal",
    "decisions.publicity": "tests/decisions",
    "evidence.disputes": "tests/evidence",
    "evidence.interviews": "tests/evidence",
    "evidence.report_ask": "tests/evidence",
    "evidence.report_publish": "tests/evidence",
    "evidence.tasks_verify": "tests/evidence",
    "matters.accountability_again": "tests/tolerance",
    "matters.accountability_decide": "tests/matters",
    "outcomes.appeal": "tests/outcomes",
    "outcomes.carry_on": "tests/outcomes",
    "outcomes.commendation": "tests/outcomes",
    "outcomes.review_answer": "tests/outcomes",
    "outcomes.review_replace": "tests/outcomes",
    "outcomes.review_verify": "tests/outcomes",
    "outcomes.talk": "tests/outcomes",
}


@pytest.fixture(scope="module")
def world(module_db: None) -> None:
    """The world of the matrix, and beside it what only duties speak of."""
    furnish()
    for further in FURNISHERS:
        further()
    today = clock.today()
    for role in Role:
        user_with(role, staff_no=f"70-{role.value}", name=role.label)
    held = Appointment.objects.latest("pk")
    Appointment.objects.filter(pk=held.pk).update(probation_to=f"{today:%Y-%m}")
    listed = Appointment.objects.filter(post__unit__in=Risk.objects.values("unit"))
    listed.update(in_post_since=f"{today:%Y-%m}")
    Term.objects.update_or_create(appointment=held, defaults={"starts": "2020-01", "ends": f"{today:%Y-%m}"})
    Absence.objects.create(
        cadre=held.cadre, kind="sick", starts=date(2025, 1, 1), ends=today + timedelta(days=3)
    )
    lapsed = clock.now() - timedelta(hours=1)
    User.objects.filter(staff_no="81001").update(first_password_until=lapsed)
    officer = User.objects.get(staff_no="70-org_officer")
    Intake.objects.filter(state=IntakeState.STAGED).update(created_by=officer)
    Intake.objects.filter(state=IntakeState.APPLIED).update(created_by=officer, applied_at=clock.now())
    chief = User.objects.get(staff_no="70-org_head")
    ExportRequest.objects.create(
        requester=officer,
        purpose="报送年度统计",
        row_count=1,
        rows_sha256="0" * 64,
        state=ExportRequest.State.APPROVED,
        decider=chief,
        decided_at=clock.now(),
        expires_at=clock.now() + ExportRequest.VALID_FOR,
    )


def holders(duty: Duty) -> list[User]:
    if duty.holder.role is None:
        return [User.objects.get(pk=duty.holder.user_id)]
    people = role_holders([duty.holder.role], on=clock.today())[duty.holder.role]
    unit = duty.holder.unit_id
    reached = [person for person in people if unit is None or person.scope.covers(unit)]
    able = [person.user_id for person in reached if person.user_id not in duty.holder.besides]
    return list(User.objects.filter(pk__in=able).order_by("staff_no"))


def test_every_duty_opens_for_whoever_holds_it_and_stands_in_that_inbox(client: Client, world: None) -> None:
    today = clock.today()
    duties = [duty for kind in kinds() for duty in kind.source(Audience(today))]
    walked = {duty.kind for duty in duties}
    assert {kind.code for kind in kinds()} - walked == set(TOLD_ELSEWHERE), "furnish a new kind above"
    inboxes: dict[User, list[Duty]] = {}
    for duty in duties:
        able = holders(duty)
        assert able, duty
        for user in able[:2]:
            client.force_login(user)
            response = client.get(duty.url, follow=True)
            assert response.status_code == 200, (duty, user)
            if user not in inboxes:
                inboxes[user] = [item.duty for item in inbox_of(user, today).waiting]
            assert duty in inboxes[user], (duty, user)


def test_every_duty_that_an_inbox_shows_opens_for_its_reader(client: Client, world: None) -> None:
    """Also what somebody started: the way there is open as long as the line stands."""
    seen = 0
    for user in User.objects.filter(is_system=False).order_by("staff_no"):
        inbox = inbox_of(user, clock.today())
        client.force_login(user)
        for item in (*inbox.waiting, *inbox.started):
            assert client.get(item.duty.url, follow=True).status_code == 200, (item, user)
            seen += 1
    assert seen > len(kinds()) - len(TOLD_ELSEWHERE)


def test_each_kind_says_its_own_code_and_words_that_can_be_read(world: None) -> None:
    for kind in kinds():
        for duty in kind.source(Audience(clock.today())):
            assert duty.kind == kind.code
            assert duty.label
            assert duty.about
            assert duty.since <= clock.today()


def test_the_three_officers_hear_of_no_business_and_nobody_else_of_accounts(world: None) -> None:
    for role in Role:
        user = User.objects.get(staff_no=f"70-{role.value}")
        inbox = inbox_of(user, clock.today())
        rooms = {item.duty.kind.split(".")[0] for item in (*inbox.waiting, *inbox.started)}
        if role in OFFICER_ROLES:
            assert rooms <= {"accounts"}
        else:
            assert "accounts" not in rooms


def test_a_unit_hears_of_nobody_elses_people(world: None) -> None:
    """A role over a unit without people: what the register tells stays with those it is about."""
    user = user_with(staff_no="70-elsewhere")
    unit = Cadre.objects.earliest("pk").appointments.get().post.unit
    other = type(unit).objects.create(name="空单位", kind=unit.kind)
    RoleGrant.objects.create(user=user, role=Role.ORG_OFFICER, unit=other, valid_from=SINCE)
    found = {item.duty.kind for item in inbox_of(user, clock.today()).waiting}
    assert not found & {"cadres.absence", "cadres.probation", "cadres.term"}
