"""Publicity: how long, for whom, what an objection stops, and who may know who objected."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Role, RoleGrant, Unit
from cadres.models import Cadre
from core import clock
from core.pages import RuleBroken, StaleState
from decisions import services, signals
from decisions.access import may
from decisions.models import Objection, Publicity, PublicityEvent, PublicityPerson
from decisions.services import PublicPerson
from notices.models import WorkDay
from notices.services import workday_set
from tests.support.meetings import closed, objected, public, somebody
from tests.support.people import SINCE, user_with
from tests.support.register import appointed, cadre, post, unit

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
S, PersonState = Publicity.State, PublicityPerson.State


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch):
    """Sets the day; a working week in March 2026 without a holiday."""

    def on(day: date) -> None:
        monkeypatch.setattr(clock, "today", lambda: day)

    on(MONDAY)
    return on


def states(publicity: Publicity) -> dict[str, str]:
    return dict(publicity.people.values_list("name", "state"))


def stored(publicity: Publicity) -> Publicity:
    return Publicity.objects.get(pk=publicity.pk)


def expired(publicity: Publicity) -> Publicity:
    actor = somebody("95001", Role.ORG_OFFICER, "林静")
    return services.publicity_expire(pk=publicity.pk, version=stored(publicity).version, actor=actor)


def test_five_working_days_after_the_day_on_which_it_began(today) -> None:
    found = public("王建国")
    assert (found.state, found.begins_on, found.ends_on) == (S.RUNNING, MONDAY, date(2026, 3, 9))
    assert not found.provisional


def test_a_year_not_published_yet_makes_the_end_provisional(today) -> None:
    today(date(2026, 12, 29))
    found = public("王建国")
    assert (found.ends_on, found.provisional) == (date(2027, 1, 5), True)


def test_a_changed_calendar_counts_running_lists_again_and_no_others(today) -> None:
    running, gone = public("王建国"), public("李秀英")
    today(date(2026, 3, 4))
    head = somebody("95002", Role.ORG_HEAD, "周启明")
    services.publicity_withdraw(pk=gone.pk, version=gone.version, reason="名单有误", actor=head)
    workday_set(day=date(2026, 3, 6), is_working=False, note="校运会放假", actor=head)
    assert stored(running).ends_on == date(2026, 3, 10)
    assert stored(gone).ends_on == date(2026, 3, 9)
    assert "工作日历有变化" in PublicityEvent.objects.filter(case=running).latest("pk").note


def test_an_end_is_never_moved_into_the_past(today) -> None:
    found = public("王建国")
    today(date(2026, 3, 9))
    head = somebody("95002", Role.ORG_HEAD, "周启明")
    workday_set(day=date(2026, 3, 7), is_working=True, note="补课上班", actor=head)
    assert stored(found).ends_on == date(2026, 3, 9)


def test_nobody_finishes_before_the_last_day_is_over(today) -> None:
    found = public("王建国")
    today(date(2026, 3, 9))
    with pytest.raises(RuleBroken, match="次日起"):
        expired(found)
    today(date(2026, 3, 10))
    assert expired(found).state == S.ENDED
    assert states(found) == {"王建国": PersonState.FINISHED}


def test_an_open_objection_stops_the_end_for_that_person_alone(today) -> None:
    ended, finished = [], []

    def hear_end(sender, publicity, **kwargs):
        ended.append(publicity.pk)

    def hear_people(sender, people, **kwargs):
        finished.append([person.name for person in people])

    signals.publicity_ended.connect(hear_end)
    signals.publicity_finished.connect(hear_people)
    try:
        found = public("王建国", "李秀英")
        objection = objected(found, "王建国")
        today(date(2026, 3, 10))
        assert expired(found).state == S.EXPIRED
        assert states(found) == {"王建国": PersonState.RUNNING, "李秀英": PersonState.FINISHED}
        assert (ended, finished) == ([], [["李秀英"]])
        closed(objection, "not_true")
        assert stored(found).state == S.ENDED
        assert (ended, finished) == ([found.pk], [["李秀英"], ["王建国"]])
    finally:
        signals.publicity_ended.disconnect(hear_end)
        signals.publicity_finished.disconnect(hear_people)


def test_an_objection_that_is_true_takes_the_person_off(today) -> None:
    found = public("王建国", "李秀英")
    objection = objected(found, "王建国")
    with pytest.raises(RuleBroken, match="不再继续"):
        closed(objection, "true", stays=True)
    closed(objection, "true", stays=False)
    assert states(found)["王建国"] == PersonState.UPHELD
    today(date(2026, 3, 10))
    assert expired(found).state == S.ENDED
    assert states(found) == {"王建国": PersonState.UPHELD, "李秀英": PersonState.FINISHED}


def test_a_finding_while_it_runs_lets_the_period_go_on(today) -> None:
    found = public("王建国")
    closed(objected(found, "王建国"), "partly", stays=True)
    assert (stored(found).state, states(found)) == (S.RUNNING, {"王建国": PersonState.RUNNING})


def test_an_objection_against_the_whole_list_stops_everybody(today) -> None:
    found = public("王建国", "李秀英")
    objection = objected(found)
    today(date(2026, 3, 10))
    assert expired(found).state == S.EXPIRED
    assert set(states(found).values()) == {PersonState.RUNNING}
    closed(objection, "not_true")
    assert stored(found).state == S.ENDED


def test_two_objections_against_one_person_are_both_needed(today) -> None:
    found = public("王建国")
    first, second = objected(found, "王建国"), objected(found, "王建国", "反映其兼职未报告")
    today(date(2026, 3, 10))
    expired(found)
    closed(first, "not_true")
    assert stored(found).state == S.EXPIRED
    closed(second, "not_true")
    assert stored(found).state == S.ENDED


def test_a_finding_stands_once(today) -> None:
    objection = objected(public("王建国", "李秀英"), "王建国")
    closed(objection, "not_true")
    with pytest.raises(StaleState, match="刚刚由其他人"):
        closed(objection, "true", stays=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.update(received_on=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.all().delete()


def test_what_was_public_keeps_its_words(today) -> None:
    found = public("王建国")
    for act in (
        lambda: Publicity.objects.filter(pk=found.pk).update(text="另一段话"),
        lambda: Publicity.objects.filter(pk=found.pk).update(days=1),
        lambda: PublicityPerson.objects.filter(publicity=found).update(name="换人"),
        lambda: PublicityEvent.objects.update(note="改过"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    officer = somebody("95001", Role.ORG_OFFICER, "林静")
    with pytest.raises(RuleBroken, match="公示中"):
        services.publicity_edit(pk=found.pk, version=found.version, values={}, actor=officer)


def test_one_person_is_taken_off_and_the_others_go_on(today) -> None:
    heard = []

    def hear(sender, publicity, people, reason, **kwargs):
        heard.append((publicity.state, [person.name for person in people], reason))

    signals.publicity_withdrawn.connect(hear)
    try:
        found = public("王建国", "李秀英")
        officer = somebody("95001", Role.ORG_OFFICER, "林静")
        services.publicity_person_withdraw(
            pk=found.pk,
            person_pk=found.people.get(name="王建国").pk,
            version=found.version,
            reason="本人提出退出",
            actor=officer,
        )
        again = stored(found)
        assert again.state == S.RUNNING
        services.publicity_withdraw(pk=found.pk, version=again.version, reason="名单有误", actor=officer)
    finally:
        signals.publicity_withdrawn.disconnect(hear)
    assert heard == [("running", ["王建国"], "本人提出退出"), ("withdrawn", ["李秀英"], "名单有误")]


def test_what_was_said_and_by_whom_lies_sealed(today) -> None:
    objection = objected(public("王建国"), "王建国")
    with connection.cursor() as cursor:
        cursor.execute("SELECT objector, content FROM decisions_objection")
        (row,) = cursor.fetchall()
    for sealed, plain in zip(row, ("张三", "弄虚作假"), strict=True):
        assert plain.encode() not in bytes(sealed)
    assert Objection.objects.get(pk=objection.pk).objector == "张三 13900000000"
    notes = " ".join(PublicityEvent.objects.values_list("note", flat=True))
    assert "张三" not in notes
    assert "弄虚作假" not in notes


@pytest.mark.parametrize(
    ("role", "status", "content", "objector"),
    [
        (Role.DISCIPLINE_HEAD, 200, True, True),
        (Role.DISCIPLINE_OFFICER, 200, True, True),
        (Role.ORG_HEAD, 200, True, False),
        (Role.ORG_OFFICER, 403, False, False),
        (Role.PARTY_OFFICE, 404, False, False),
        (Role.LEADER, 404, False, False),
        (Role.CADRE, 404, False, False),
    ],
)
def test_only_the_discipline_office_learns_who_objected(
    client: Client, role: Role, status: int, content: bool, objector: bool
) -> None:
    found = public("王建国", "李秀英")
    objection = objected(found, "王建国")
    client.force_login(user_with(role))
    response = client.get(f"/publicity/{found.pk}/objections/{objection.pk}/")
    assert response.status_code == status
    body = response.content.decode()
    assert ("弄虚作假" in body) is content
    assert ("张三" in body) is objector
    listed = client.get(f"/publicity/{found.pk}/").content.decode()
    assert "张三" not in listed
    assert "弄虚作假" not in listed


def unit_with(name: str, staff_no: str) -> tuple[Unit, Cadre]:
    """A school and its dean."""
    school = unit(name, kind="二级学院")
    dean = cadre(staff_no, f"{name}院长")
    appointed(dean, post(school, "院长"))
    return school, dean


def test_a_list_for_the_own_unit_is_read_there_and_nowhere_else(client: Client) -> None:
    (law, dean), (art, other) = unit_with("法学院", "3001"), unit_with("艺术学院", "3002")
    people = [
        PublicPerson(dean.pk, "法学院院长", "法学院", "院长"),
        PublicPerson(other.pk, "艺术学院院长", "艺术学院", "院长"),
    ]
    found = public(people=people, scope="unit")
    reader = user_with(staff_no="5001")
    RoleGrant.objects.create(user=reader, role=Role.UNIT_PARTY, unit=law, valid_from=SINCE)
    client.force_login(reader)
    body = client.get(f"/publicity/{found.pk}/").content.decode()
    assert "法学院院长" in body
    assert "艺术学院院长" not in body
    elsewhere = user_with(staff_no="5002")
    machines, _ = unit_with("机械学院", "3003")
    RoleGrant.objects.create(user=elsewhere, role=Role.UNIT_PARTY, unit=machines, valid_from=SINCE)
    client.force_login(elsewhere)
    assert client.get(f"/publicity/{found.pk}/").status_code == 404
    client.force_login(user_with(Role.CADRE, staff_no="3002"))
    assert "艺术学院院长" in client.get(f"/publicity/{found.pk}/").content.decode()
    assert art.pk != law.pk


def test_the_text_is_gone_for_readers_after_the_last_day(client: Client, today) -> None:
    found = public("王建国")
    client.force_login(user_with(Role.CADRE))
    for day, status in ((MONDAY, 200), (date(2026, 3, 9), 200), (date(2026, 3, 10), 404)):
        today(day)
        assert client.get(f"/publicity/{found.pk}/").status_code == status
        shown = "拟表彰人选公示" in client.get("/publicity/").content.decode()
        assert shown is (status == 200)
    client.force_login(user_with(Role.ORG_OFFICER, staff_no="90002"))
    assert client.get(f"/publicity/{found.pk}/").status_code == 200


def test_a_reader_sees_names_units_and_posts_and_nothing_of_the_office(client: Client) -> None:
    found = public("王建国")
    objected(found, "王建国")
    client.force_login(user_with(Role.CADRE))
    body = client.get(f"/publicity/{found.pk}/").content.decode()
    assert "王建国" in body
    assert "异议" not in body.partition("公示内容")[2]
    assert "办理记录" not in body


def test_who_handles_an_objection_may_do_so(today) -> None:
    found = public("王建国")
    wrong = user_with(Role.ORG_OFFICER, staff_no="5009", name="何某")
    with pytest.raises(RuleBroken, match="不能查核"):
        services.objection_record(
            publicity_pk=found.pk,
            person_pk=None,
            received_on=MONDAY,
            channel="letter",
            objector="",
            content="反映",
            handler=wrong,
            actor=somebody("95001", Role.ORG_OFFICER, "林静"),
        )
    assert not may(wrong, "handle")


def test_the_calendar_is_seeded_with_the_published_holidays() -> None:
    assert not WorkDay.objects.get(day=date(2026, 10, 1)).is_working
    assert WorkDay.objects.get(day=date(2026, 10, 10)).is_working
    assert WorkDay.history.count() == WorkDay.objects.count()
    assert date(2026, 10, 10) - timedelta(days=9) == date(2026, 10, 1)


def test_nobody_reads_that_the_period_is_over_before_it_is(client: Client, today: Any) -> None:
    found = public("王建国")
    address = reverse("publicity_expire", args=[found.pk])
    client.force_login(user_with(Role.ORG_OFFICER, staff_no="95007"))
    early = client.get(address)
    assert early.status_code == 409
    assert "公示期已满" not in early.content.decode()
    assert f"{found.ends_on}" in early.content.decode()
    assert found.ends_on is not None
    today(found.ends_on + timedelta(days=1))
    late = client.get(address)
    assert late.status_code == 200
    assert "公示期已满" in late.content.decode()
