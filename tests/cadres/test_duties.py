"""Duties about the register: shown in time, counted as the list counts, gone when the act is done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, RoleGrant, Unit, User
from cadres.models import Absence, Appointment, Cadre, ExportRequest, Term
from cadres.services import absence_end, appointment_edit, appointment_end, cadre_leave
from cadres.services.exports import (
    export_request_approve,
    export_request_download,
    export_request_reject,
    export_request_submit,
)
from cadres.tables import CADRE_LIST
from core import clock
from core.lists import Reading
from notices.registry import Duty
from notices.selectors import inbox_of
from tests.support.people import SINCE, user_with
from tests.support.register import appointed, cadre, post, unit
from tests.support.roster import listed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def officer() -> User:
    return user_with(Role.ORG_OFFICER)


def head(staff_no: str, *, of: Unit | None = None, **values: str) -> Appointment:
    where = of or Unit.objects.filter(name="教务处").first() or unit("教务处")
    found = appointed(cadre(staff_no, name=f"王{staff_no}"), post(where, title=f"第{staff_no}处处长"))
    Appointment.objects.filter(pk=found.pk).update(**values)
    found.refresh_from_db()
    return found


def term(staff_no: str, ends: str, *, of: Unit | None = None) -> Term:
    return Term.objects.create(appointment=head(staff_no, of=of), starts="2015-01", ends=ends)


def waiting(user: User, kind: str) -> list[Duty]:
    return [item.duty for item in inbox_of(user, TODAY).waiting if item.duty.kind == kind]


def of_the_register(user: User) -> list[Duty]:
    """What waits because of the register; other rooms have duties of their own (平时考核)."""
    return [item.duty for item in inbox_of(user, TODAY).waiting if item.duty.kind.startswith("cadres.")]


def told(user: User, kind: str) -> list[tuple[str, str]]:
    return [(duty.about, f"{duty.due}") for duty in waiting(user, kind)]


def in_list(user: User, url: str) -> int:
    """How many people the list behind a duty's link shows."""
    page, _, query = url.partition("?")
    assert page == "/cadres/"
    reading = Reading(CADRE_LIST, user, QueryDict(query))
    assert not reading.problems
    return reading.total()


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ("2026-10", ("王1001的任期 2026-10 届满", "2026-10-31")),
        ("2026-11-21", ("王1001的任期 2026-11-21 届满", "2026-11-21")),
        ("2026-11", ("王1001的任期 2026-11 届满", "2026-11-30")),
        ("2027-02", ("王1001的任期 2027-02 届满", "2027-02-28")),
        ("2027-02-28", ("王1001的任期 2027-02-28 届满", "2027-02-28")),
        ("2027-03", None),
        ("2027-03-01", None),
        ("", None),
    ],
)
def test_a_month_stays_a_month_and_ends_with_its_last_day(
    officer: User, ends: str, said: tuple[str, str] | None
) -> None:
    term("1001", ends)
    assert told(officer, "cadres.term") == ([said] if said else [])


def test_many_are_one_line_for_each_month_and_the_list_counts_the_same(officer: User) -> None:
    for number, ends in enumerate(
        [
            "2020-01",
            "2026-10-31",
            "2026-11",
            "2026-11-30",
            "2026-11-02",
            "2026-12-01",
            "2026-12",
            "2027-01-05",
        ]
    ):
        term(f"{1001 + number}", ends)
    duties = waiting(officer, "cadres.term")
    assert [(duty.about, f"{duty.due}") for duty in duties] == [
        ("2 人的任期在本月以前届满，最早 2020-01", "2020-01-31"),
        ("3 人的任期 2026-11 届满", "2026-11-02"),
        ("2 人的任期 2026-12 届满", "2026-12-01"),
        ("王1008的任期 2027-01-05 届满", "2027-01-05"),
    ]
    assert [in_list(officer, duty.url) for duty in duties[:3]] == [2, 3, 2]


def test_probation_waits_for_its_outcome_and_the_list_counts_the_same(officer: User) -> None:
    for number, until in enumerate(["2026-09", "2026-10-01", "2026-12", "2026-12-22", "2027-01-01"]):
        head(f"{1001 + number}", probation_to=until)
    head("1009", probation_to="2026-12", probation_outcome=Appointment.Probation.PASSED)
    head("1010", probation_to="2026-12", ended_on="2026-11")
    duties = waiting(officer, "cadres.probation")
    assert [duty.about for duty in duties] == [
        "2 人的试用期在本月以前期满，最早 2026-09",
        "2 人的试用期 2026-12 期满",
    ]
    assert [in_list(officer, duty.url) for duty in duties] == [2, 2]


def test_the_outcome_ends_the_duty(officer: User) -> None:
    found = head("1001", probation_from="2025-12", probation_to="2026-12")
    assert told(officer, "cadres.probation") == [("王1001的试用期 2026-12 期满", "2026-12-31")]
    values = {"probation_outcome": Appointment.Probation.PASSED}
    appointment_edit(appointment=found, version=found.version, values=values, actor=officer)
    assert told(officer, "cadres.probation") == []


def test_a_new_term_or_the_end_of_the_post_ends_the_duty(officer: User) -> None:
    first, second = term("1001", "2026-11").appointment, term("1002", "2026-12").appointment
    appointment_edit(appointment=first, version=first.version, values={"term_ends": "2031-11"}, actor=officer)
    appointment_end(appointment=second, version=second.version, ended_on="2026-11", actor=officer)
    assert told(officer, "cadres.term") == []


def test_who_leaves_the_register_takes_the_duty_away(officer: User) -> None:
    found = term("1001", "2026-12").appointment.cadre
    Absence.objects.create(cadre=found, kind="sick", starts=date(2026, 9, 1), ends=date(2026, 11, 30))
    assert len(of_the_register(officer)) == 2
    cadre_leave(
        cadre=found,
        version=found.version,
        left_on="2026-11",
        left_reason=Cadre.LeftReason.RETIRED,
        actor=officer,
    )
    assert inbox_of(officer, TODAY).waiting == ()


@pytest.mark.parametrize(("ends", "shown"), [(-1, False), (0, True), (14, True), (15, False), (None, False)])
def test_who_comes_back_within_two_weeks(officer: User, ends: int | None, shown: bool) -> None:
    who = head("1001").cadre
    until = None if ends is None else TODAY + timedelta(ends)
    Absence.objects.create(cadre=who, kind="sick", starts=date(2026, 1, 1), ends=until, note="住院")
    said = told(officer, "cadres.absence")
    assert said == ([(f"王1001离岗至 {until}", f"{until}")] if shown else [])
    assert "住院" not in f"{said}"
    assert "病假" not in f"{said}"


def test_a_longer_absence_ends_the_duty(officer: User) -> None:
    who = head("1001").cadre
    away = Absence.objects.create(cadre=who, kind="study", starts=date(2026, 9, 1), ends=date(2026, 11, 30))
    assert waiting(officer, "cadres.absence")
    absence_end(absence=away, version=away.version, ends=date(2027, 6, 30), actor=officer)
    assert not waiting(officer, "cadres.absence")


def test_many_who_come_back_are_one_line(officer: User) -> None:
    for number in range(3):
        Absence.objects.create(
            cadre=head(f"{1001 + number}").cadre,
            kind="study",
            starts=date(2026, 9, 1),
            ends=date(2026, 12, 1),
        )
    (duty,) = waiting(officer, "cadres.absence")
    assert duty.about == "3 人离岗 14 天内期满，最早 2026-12-01"
    assert in_list(officer, duty.url) == 3


def test_a_scope_sees_the_ends_of_its_own_units_only(client: Client) -> None:
    school, elsewhere = unit("医学部"), unit("法学院")
    term("1001", "2026-12", of=unit("护理学院", parent=school))
    term("1002", "2026-12", of=elsewhere)
    Absence.objects.create(
        cadre=Cadre.objects.get(staff_no="1002"), kind="sick", starts=date(2026, 9, 1), ends=date(2026, 12, 1)
    )
    user = user_with()
    RoleGrant.objects.create(user=user, role=Role.ORG_OFFICER, unit=school, valid_from=SINCE)
    (duty,) = of_the_register(user)
    assert duty.about == "王1001的任期 2026-12 届满"
    client.force_login(user)
    assert client.get(duty.url).status_code == 200


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ORG_OFFICER])
def test_nobody_else_hears_of_the_register(role: Role) -> None:
    who = term("1001", "2026-12").appointment.cadre
    Absence.objects.create(cadre=who, kind="sick", starts=date(2026, 9, 1), ends=date(2026, 12, 1))
    waiting = inbox_of(user_with(role), TODAY).waiting
    assert not [item.duty for item in waiting if item.duty.kind.startswith("cadres.")]


def test_the_same_number_of_queries_for_one_person_and_for_fifty(officer: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            inbox_of(officer, TODAY)
        return len(found)

    def furnish(first: int, count: int) -> None:
        for number in range(first, first + count):
            found = term(f"{number}", "2026-12")
            Appointment.objects.filter(pk=found.appointment_id).update(probation_to="2026-12")
            Absence.objects.create(
                cadre=found.appointment.cadre, kind="study", starts=date(2026, 9, 1), ends=date(2026, 12, 1)
            )

    furnish(1001, 1)
    one = queries()
    furnish(1002, 49)
    assert queries() == one
    assert len(of_the_register(officer)) == 3


def reading(user: User) -> Reading:
    return Reading(CADRE_LIST, user, QueryDict("columns=phone"))


def asked_by(user: User) -> ExportRequest:
    listed("30001")
    return export_request_submit(actor=user, reading=reading(user), purpose="报送年度统计")


def test_a_request_waits_for_another_head_and_then_for_who_asked(officer: User) -> None:
    chief = user_with(Role.ORG_HEAD, staff_no="90002", name="周启明")
    asked = asked_by(officer)
    assert [duty.label for duty in waiting(chief, "cadres.export")] == ["审批导出申请"]
    (item,) = inbox_of(officer, TODAY).started
    assert (item.duty.label, item.held_by) == ("审批导出申请", "组织部负责人（周启明）")
    export_request_approve(actor=chief, request=asked, reading=reading(chief))
    assert waiting(chief, "cadres.export") == []
    (duty,) = waiting(officer, "cadres.export")
    assert duty.label == "下载已批准的名册"
    assert duty.due == (clock.now() + timedelta(hours=24)).date()
    assert "前可下载一次" in duty.about
    asked.refresh_from_db()
    export_request_download(actor=officer, request=asked, reading=reading(officer), write=lambda: None)
    assert waiting(officer, "cadres.export") == []


def test_nobody_is_asked_to_decide_on_the_own_request() -> None:
    chief = user_with(Role.ORG_HEAD)
    asked = asked_by(chief)
    assert waiting(chief, "cadres.export") == []
    (item,) = inbox_of(chief, TODAY).started
    assert item.held_by == "组织部负责人（目前没有可以办理的人）"
    other = user_with(Role.ORG_HEAD, staff_no="90002")
    export_request_reject(actor=other, request=asked, note="用途不明")
    assert inbox_of(chief, TODAY).started == ()


def test_a_lapsed_approval_and_a_lost_role_leave_nothing_behind(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    chief = user_with(Role.ORG_HEAD, staff_no="90002")
    asked = asked_by(officer)
    export_request_approve(actor=chief, request=asked, reading=reading(chief))
    now = clock.now()
    with monkeypatch.context() as later:
        later.setattr(clock, "now", lambda: now + timedelta(hours=24))
        assert waiting(officer, "cadres.export") == []
    assert waiting(officer, "cadres.export")
    RoleGrant.objects.filter(user=officer).update(valid_to=TODAY - timedelta(1))
    RoleGrant.objects.create(user=officer, role=Role.DISCIPLINE_OFFICER, valid_from=SINCE)
    assert waiting(officer, "cadres.export") == []
