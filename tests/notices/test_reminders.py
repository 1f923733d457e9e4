"""A night of reminders: exactly one for each stage, in one digest, and the school leaders' once a week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, RoleGrant, User
from core import clock
from notices.models import Delivery, Digest, NoticeChoice, Reminder, ReminderRun
from notices.registry import Duty, Holder
from notices.services import reminders_purge, reminders_sweep
from tests.support.people import SINCE, user_with
from tests.support.register import unit
from tests.support.reminding import Sink, duty, in_days, night, states

pytestmark = pytest.mark.django_db


def told(user: User) -> list[tuple[str, int]]:
    rows = Reminder.objects.filter(user=user).order_by("pk")
    return [(row.stage, row.turn) for row in rows]


def test_a_deadline_is_said_once_at_each_stage_and_on_every_working_day_after(
    declared: list[Duty], hand: Any
) -> None:
    me = user_with(Role.ORG_OFFICER)
    declared.append(duty(Holder(role=Role.ORG_OFFICER), in_days(7)))
    for _day in range(12):  # Friday the 20th to Tuesday, 1 December
        night()
        night()  # a second beat, or a job that is run twice
        hand.shift(timedelta(days=1))
    expected = [("early", 0), ("near", 0), ("eve", 0), ("today", 0), ("overdue", 1), ("overdue", 2)]
    assert told(me) == expected
    assert ReminderRun.objects.count() == 12
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(user=me, kind="x", key=Reminder.objects.first().key, url="/",
                                due=Reminder.objects.first().due, stage="overdue", turn=2)  # fmt: skip


def test_everybody_who_may_act_is_told_and_nobody_else(declared: list[Duty], hand: Any) -> None:
    near, far = unit("文学院"), unit("理学院")
    mine, other = user_with(staff_no="1", name="赵"), user_with(staff_no="2", name="钱")
    for user, where in ((mine, near), (other, far)):
        RoleGrant.objects.create(user=user, role=Role.UNIT_PARTY, unit=where, valid_from=SINCE)
    asker, second = (user_with(Role.ORG_HEAD, staff_no=number) for number in ("3", "4"))
    gone = user_with(staff_no="5")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    declared += [
        duty(Holder(role=Role.UNIT_PARTY, unit_id=near.pk), in_days(1)),
        duty(Holder(role=Role.ORG_HEAD, besides=frozenset({asker.pk})), in_days(3)),
        duty(Holder(user_id=gone.pk), in_days(0)),
        duty(Holder(user_id=other.pk), None),
    ]
    night()
    assert [told(user) for user in (mine, other, asker, second, gone)] == [
        [("eve", 0)], [], [], [("near", 0)], [],
    ]  # fmt: skip


def test_what_is_stored_and_sent_tells_nothing_of_what_it_is_about(declared: list[Duty], hand: Any) -> None:
    me = user_with(Role.ORG_OFFICER)
    declared.append(duty(Holder(user_id=me.pk), in_days(0), label="核定缺票处理"))
    night()
    row = Reminder.objects.get()
    assert (row.url, row.user) == ("/", me)
    stored = " ".join(str(value) for value in Reminder.objects.values().get().values())
    assert "事由" not in stored
    assert "缺票" not in stored


def test_one_digest_a_day_and_a_row_for_each_channel_that_was_chosen(
    declared: list[Duty], hand: Any, sink: Sink
) -> None:
    plain, asked, quiet = (user_with(Role.ORG_OFFICER, staff_no=number) for number in ("1", "2", "3"))
    NoticeChoice.objects.create(user=asked, email="a@example.edu.cn", robot="wecom", robot_url="https://x")
    NoticeChoice.objects.create(user=quiet, mail=False, email="q@example.edu.cn")
    declared += [duty(Holder(role=Role.ORG_OFFICER), in_days(days), url=f"/{days}") for days in (0, 1, 3)]
    night()
    assert Reminder.objects.count() == 9
    rows = Delivery.objects.order_by("digest__user__staff_no", "pk")
    assert [(row.digest.user.staff_no, row.channel, row.state) for row in rows] == [
        ("1", "in_app", "sent"),
        ("2", "in_app", "sent"), ("2", "mail", "waiting"), ("2", "robot", "waiting"),
        ("3", "in_app", "sent"),
    ]  # fmt: skip
    assert set(Reminder.objects.values_list("digest__user__staff_no", "user__staff_no")) == {
        (number, number) for number in "123"
    }
    assert told(plain)


def test_quiet_hours_hold_a_mail_back_until_they_end(declared: list[Duty], hand: Any, sink: Sink) -> None:
    me = user_with(Role.ORG_OFFICER)
    NoticeChoice.objects.create(user=me, email="a@example.edu.cn", quiet_from="08:00", quiet_to="10:30")
    declared.append(duty(Holder(user_id=me.pk), in_days(0)))
    night()
    row = Delivery.objects.get(channel="mail")
    assert row.due_at.astimezone(clock.ZONE).isoformat() == "2026-11-20T10:30:00+08:00"


def test_a_school_leader_gets_one_digest_a_week_whatever_comes_up(declared: list[Duty], hand: Any) -> None:
    college = unit("文学院")
    leader = user_with(staff_no="1", name="郑分管")
    RoleGrant.objects.create(user=leader, role=Role.LEADER, unit=college, valid_from=SINCE)
    first, then = in_days(2), in_days(4)
    declared.append(duty(Holder(role=Role.LEADER, unit_id=college.pk), first))
    for day in range(4):  # Friday to Monday; a second duty comes up on Saturday
        if day == 1:
            declared.append(duty(Holder(user_id=leader.pk), then, url="/2"))
        night()
        hand.shift(timedelta(days=1))
    digests = Digest.objects.order_by("pk")
    assert [(row.starts_on, row.weekly, row.reminders.count()) for row in digests] == [
        (date(2026, 11, 16), True, 1),
        (date(2026, 11, 23), True, 2),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.create(user=leader, starts_on=date(2026, 11, 23), weekly=True)


def test_a_room_that_cannot_be_read_takes_no_other_reminders_away(declared: list[Duty], hand: Any) -> None:
    from notices import registry  # noqa: PLC0415

    def broken(audience: registry.Audience) -> list[Duty]:
        raise RuntimeError("no such column")

    registry.register(registry.DutyKind("test.broken", broken))
    me = user_with(Role.ORG_OFFICER)
    declared.append(duty(Holder(user_id=me.pk), in_days(0)))
    with override_settings(TESTING=False):
        night()
    assert told(me) == [("today", 0)]
    assert ReminderRun.objects.get().unreadable == ["test.broken"]


def test_the_sweep_asks_for_one_job_a_day_from_the_hour_of_the_rulebook_on(
    declared: list[Duty], hand: Any
) -> None:
    from core.models import Job  # noqa: PLC0415

    hand.move_to("2026-11-20T05:59:00+08:00")
    reminders_sweep()
    assert not Job.objects.exists()
    hand.move_to("2026-11-20T06:00:00+08:00")
    for _ in range(3):
        reminders_sweep()
    assert list(Job.objects.values_list("kind", "key")) == [("notices.remind", "2026-11-20")]
    Job.objects.all().delete()
    night()
    reminders_sweep()
    assert not Job.objects.filter(state="waiting").exists()


def test_the_plan_costs_the_same_for_one_duty_and_many(declared: list[Duty], hand: Any) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            night()
        return len(found)

    for place in range(3):
        user_with(Role.ORG_OFFICER, staff_no=f"{place}")
    declared.append(duty(Holder(role=Role.ORG_OFFICER), in_days(0)))
    one = cost()
    Reminder.objects.all().delete()
    Digest.objects.all().delete()
    declared += [duty(Holder(role=Role.ORG_OFFICER), in_days(1), url=f"/{n}") for n in range(25)]
    assert cost() == one
    assert Reminder.objects.count() == 78


def test_old_reminders_go_and_what_is_still_to_leave_stays(
    declared: list[Duty], hand: Any, sink: Sink
) -> None:
    me = user_with(Role.ORG_OFFICER)
    NoticeChoice.objects.create(user=me, email="a@example.edu.cn")
    declared.append(duty(Holder(user_id=me.pk), in_days(0)))
    night()
    hand.shift(timedelta(days=181))
    reminders_purge()
    assert not Reminder.objects.exists()
    assert states() == ["waiting"]
    Delivery.objects.filter(channel="mail").update(state="failed", finished_at=clock.now())
    reminders_purge()
    assert not Digest.objects.exists()
