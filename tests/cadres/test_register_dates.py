"""Dates that people mistype: tomorrow, the end before the start, an absence drawn out over another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from cadres import services
from cadres.models import Absence, Appointment, Cadre
from core import clock
from core.pages import RuleBroken
from tests.support.register import appointed, cadre, post, unit

pytestmark = pytest.mark.django_db


def system() -> User:
    return User.objects.system()


def next_month() -> str:
    return (clock.today().replace(day=28) + timedelta(days=10)).isoformat()[:7]


def tomorrow() -> str:
    return (clock.today() + timedelta(days=1)).isoformat()


@pytest.mark.parametrize("when", [next_month, tomorrow])
def test_nobody_is_dismissed_before_the_day_has_come(when: object) -> None:
    """An end takes the post, and the unit's view of the cadre, away at once."""
    held = appointed(cadre("1001"), post(unit("教务处")))
    with pytest.raises(RuleBroken, match="免职时间不能晚于今天"):
        services.appointment_end(appointment=held, version=1, ended_on=when(), actor=system())
    held.refresh_from_db()
    assert held.is_open


def test_the_present_month_and_today_have_come() -> None:
    for number, when in (("1001", clock.today().isoformat()[:7]), ("1002", clock.today().isoformat())):
        held = appointed(cadre(number), post(unit(number)))
        services.appointment_end(appointment=held, version=1, ended_on=when, actor=system())
        held.refresh_from_db()
        assert (held.ended_on, held.is_open) == (when, False)


@pytest.mark.parametrize("when", [next_month, tomorrow])
def test_nobody_leaves_the_register_before_the_day_has_come(when: object) -> None:
    who = cadre("1001")
    with pytest.raises(RuleBroken, match="离册时间不能晚于今天"):
        services.cadre_leave(cadre=who, version=1, left_on=when(), left_reason="retired", actor=system())
    assert Cadre.objects.get().status == "in"


def test_people_of_a_merged_unit_are_not_moved_before_the_day_has_come() -> None:
    gone, stays = unit("物理系"), unit("理学院")
    appointed(cadre("1001"), post(gone, "主任"))
    with pytest.raises(RuleBroken, match="转入时间不能晚于今天"):
        services.appointments_move(unit=gone, to=stays, moved_on=next_month(), actor=system())
    assert Appointment.objects.get().post.unit == gone


@pytest.mark.parametrize("field", ["born", "joined_party", "started_work"])
def test_what_happened_in_a_life_has_happened(field: str) -> None:
    who = cadre("1001")
    with pytest.raises(ValidationError, match="不能晚于今天"):
        services.cadre_edit(cadre=who, version=1, values={field: next_month()}, actor=system())
    with pytest.raises(ValidationError, match="不能晚于今天"):
        services.cadre_create(staff_no="1002", values={"name": "李梅", field: next_month()}, actor=system())


def test_an_end_in_the_same_month_is_not_before_the_start_where_both_days_are_known() -> None:
    held = appointed(cadre("1001"), post(unit("教务处")), since="2021-03-20")
    with pytest.raises(ValidationError, match="免职时间不能早于任现职时间"):
        services.appointment_end(appointment=held, version=1, ended_on="2021-03-10", actor=system())
    held.refresh_from_db()
    with pytest.raises(ValidationError, match="试用期止不能早于试用期起"):
        services.appointment_edit(
            appointment=held,
            version=1,
            values={"probation_from": "2021-03-20", "probation_to": "2021-03-10"},
            actor=system(),
        )
    held.refresh_from_db()
    services.appointment_end(appointment=held, version=1, ended_on="2021-03", actor=system())


def test_a_term_may_end_in_the_month_it_began_in() -> None:
    held = appointed(cadre("1001"), post(unit("教务处")))
    for values, is_wrong in (
        ({"term_starts": "2021-03-20", "term_ends": "2021-03-10"}, True),
        ({"term_starts": "2021-03-20", "term_ends": "2021-02"}, True),
        ({"term_starts": "2021-03", "term_ends": "2021-03-20"}, False),
    ):
        held.refresh_from_db()
        if is_wrong:
            with pytest.raises(ValidationError, match="任期止不能早于任期起"):
                services.appointment_edit(
                    appointment=held, version=held.version, values=values, actor=system()
                )
        else:
            services.appointment_edit(appointment=held, version=held.version, values=values, actor=system())
    assert held.terms.get().ends == "2021-03-20"


def test_an_absence_is_not_drawn_out_over_another_of_its_kind() -> None:
    who = cadre("1001")
    first = services.absence_add(
        cadre=who, kind="sick", starts=date(2026, 1, 1), ends=date(2026, 1, 31), actor=system()
    )
    services.absence_add(
        cadre=who, kind="sick", starts=date(2026, 3, 1), ends=date(2026, 3, 31), actor=system()
    )
    with pytest.raises(RuleBroken, match="重叠"):
        services.absence_end(absence=first, version=1, ends=date(2026, 3, 15), actor=system())
    assert Absence.objects.get(pk=first.pk).ends == date(2026, 1, 31)
    first.refresh_from_db()
    services.absence_end(absence=first, version=1, ends=date(2026, 2, 10), actor=system())


def test_who_left_unlisted_does_not_hold_up_the_others_of_a_merged_unit() -> None:
    """A roster that no longer lists somebody leaves the appointment as it is: nobody knows its end."""
    gone, stays = unit("物理系"), unit("理学院")
    appointed(cadre("1001"), post(gone, "主任"))
    appointed(cadre("1002", status="left", left_reason="unlisted"), post(gone, "副主任", "副职"))
    assert services.appointments_move(unit=gone, to=stays, moved_on="2024-07", actor=system()) == 1
    assert Appointment.objects.get(ended_on="", cadre__staff_no="1001").post.unit == stays
    assert Appointment.objects.get(ended_on="", cadre__staff_no="1002").post.unit == gone
