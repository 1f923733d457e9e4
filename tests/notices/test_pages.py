"""Pages of messages, choices, urges and operations, through the client."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Role, RoleGrant, User
from core import clock
from core.models import Job
from notices import registry
from notices.models import Delivery, Digest, NoticeChoice, Reminder, Urge
from notices.registry import Contact, Duty, DutyKind, Holder
from tests.support.people import SINCE, user_with
from tests.support.register import unit
from tests.support.reminding import duty, in_days, night

pytestmark = pytest.mark.django_db
WAITS = "不该写进消息的事由"


def page(client: Client, name: str, **query: str) -> str:
    answer = client.get(reverse(name), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def me(client: Client) -> User:
    user = user_with(Role.ORG_OFFICER, staff_no="1", name="林静")
    client.force_login(user)
    return user


def test_a_message_leads_to_the_step_and_says_of_what_only_while_it_is_mine(
    client: Client, me: User, declared: list[Duty], hand: Any
) -> None:
    declared += [duty(Holder(user_id=me.pk), in_days(days), url=f"/{days}/") for days in (0, 3)]
    night()
    shown = page(client, "messages")
    assert shown.count("标为已读</button>") == 3  # two, and all
    assert 'href="/0/"' in shown
    assert shown.count(WAITS) == 2
    assert "2<span" in shown.split("</header>")[0]  # beside the bell
    declared.clear()
    shown = page(client, "messages")
    assert WAITS not in shown
    assert shown.count("已经办结，或不再由您办理") == 2


def test_reading_is_a_button_and_only_for_ones_own(
    client: Client, me: User, declared: list[Duty], hand: Any
) -> None:
    other = user_with(Role.ORG_HEAD, staff_no="2")
    declared += [duty(Holder(user_id=user.pk), in_days(0)) for user in (me, other)]
    declared.append(duty(Holder(user_id=me.pk), in_days(1), url="/1"))
    night()
    page(client, "messages")
    assert Reminder.objects.filter(read_at=None).count() == 3
    theirs, mine = Reminder.objects.get(user=other), Reminder.objects.filter(user=me).earliest("pk")
    for row in (theirs, mine):
        client.post(reverse("messages_read"), {"message": row.pk})
    mine.refresh_from_db()
    assert mine.read_at is not None
    assert Reminder.objects.filter(read_at=None).count() == 2
    client.post(reverse("messages_read"))
    assert set(Reminder.objects.filter(read_at=None)) == {theirs}


def test_what_opens_a_robot_is_sealed_and_never_shown_again(client: Client, me: User) -> None:
    url = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=geheim"
    given = {"mail": "on", "email": "l@example.edu.cn", "robot": "wecom", "robot_url": url,
             "quiet_from": "21:00", "quiet_to": "08:00"}  # fmt: skip
    assert client.post(reverse("notice_choice"), given).status_code == 303
    assert "geheim" not in page(client, "notice_choice")
    with connection.cursor() as cursor:
        cursor.execute("SELECT robot_url FROM notices_noticechoice")
        assert b"geheim" not in bytes(cursor.fetchone()[0])
    client.post(reverse("notice_choice"), given | {"robot_url": "", "email": ""})
    row = NoticeChoice.objects.get()
    assert (row.robot_url, row.email, str(row.quiet_to)) == (url, "", "08:00:00")
    client.post(reverse("notice_choice"), given | {"robot": ""})
    assert NoticeChoice.objects.get().robot_url is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"robot": "wecom"}, "选择了群机器人，请填写机器人地址。"),
        ({"robot": "wecom", "robot_url": "https://10.0.0.1/"}, "本系统不向这个网址发送消息。"),
        ({"quiet_from": "21:00"}, "免打扰的开始和结束须一并填写，或一并留空。"),
        ({"email": "l@"}, "邮箱不是完整的地址"),
    ],
)
def test_a_choice_that_cannot_work_is_refused_in_words(
    client: Client, me: User, wrong: dict[str, str], said: str
) -> None:
    answer = client.post(reverse("notice_choice"), {"mail": "on", **wrong})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not NoticeChoice.objects.exists()


@pytest.fixture
def late(declared: list[Duty], me: User, hand: Any) -> Duty:
    """A college is two working days late with what the officer started; its leader is known."""
    college = unit("文学院")
    for role, number, name in ((Role.UNIT_PARTY, "5", "赵书记"), (Role.LEADER, "6", "郑分管")):
        user = user_with(staff_no=number, name=name)
        RoleGrant.objects.create(user=user, role=role, unit=college, valid_from=SINCE)
    waits = duty(Holder(role=Role.UNIT_PARTY, unit_id=college.pk), in_days(-3), started_by=me.pk)
    declared.append(waits)
    return waits


def test_nobody_above_the_unit_hears_of_it_but_on_the_click_and_once_a_day(
    client: Client, late: Duty, hand: Any
) -> None:
    leader = User.objects.get(staff_no="6")
    night()
    assert not Reminder.objects.filter(user=leader).exists()
    shown = page(client, "overdue_duties")
    assert "提请分管领导督促</span>" in shown
    asked = {"key": late.key, "due": f"{late.due}"}
    for _ in range(2):
        client.post(reverse("duty_urge"), asked)
    urge = Urge.objects.get()
    assert (urge.level, urge.held_by, urge.actor.name) == ("leader", "二级党组织（赵书记）", "林静")
    assert list(Reminder.objects.filter(stage="urged").values_list("user", flat=True)) == [leader.pk]
    assert "今天不再催办" in page(client, "overdue_duties")
    assert "这一项今天已经催办过" in client.post(reverse("duty_urge"), asked, follow=True).content.decode()
    client.force_login(leader)
    shown = page(client, "messages")
    assert "请督促：核对" in shown
    assert "林静 提请您督促" in shown
    assert WAITS not in shown
    hand.shift(timedelta(days=3))
    night()
    assert Digest.objects.filter(user=leader).count() == 1
    night()
    assert Reminder.objects.get(stage="urged").digest.weekly


def test_an_officer_urges_only_what_the_officer_follows(
    client: Client, late: Duty, declared: list[Duty], hand: Any
) -> None:
    other = user_with(Role.ORG_OFFICER, staff_no="8")
    client.force_login(other)
    assert "没有逾期的事项" in page(client, "overdue_duties")
    client.post(reverse("duty_urge"), {"key": late.key, "due": f"{late.due}"})
    assert not Urge.objects.exists()
    registry._kinds.clear()
    watched = DutyKind("test.kind", lambda audience: list(declared), frozenset({Role.ORG_OFFICER}))
    registry.register(watched)
    assert "核对" in page(client, "overdue_duties")
    client.force_login(user_with(Role.DISCIPLINE_OFFICER, staff_no="9"))
    assert "没有逾期的事项" in page(client, "overdue_duties")


def test_a_person_who_is_late_stands_where_the_person_works(
    client: Client, late: Duty, declared: list[Duty], me: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    cadre = user_with(Role.CADRE, staff_no="7", name="孙一")
    (college,) = {late.holder.unit_id}
    monkeypatch.setattr(registry, "_contacts", [lambda pks: {cadre.pk: Contact("", frozenset({college}))}])
    declared[:] = [duty(Holder(user_id=cadre.pk), in_days(-1), started_by=me.pk)]
    assert "提请二级党组织督促</span>" in page(client, "overdue_duties")
    head = user_with(Role.ORG_HEAD, staff_no="3")
    declared[:] = [duty(Holder(user_id=head.pk), in_days(-1), started_by=me.pk)]
    assert "没有可以督促的上一级，请直接联系" in page(client, "overdue_duties")


def test_the_system_officer_sees_what_failed_and_runs_it_again(client: Client) -> None:
    officer, actor = user_with(Role.SYSTEM_OFFICER), User.objects.system()
    client.force_login(officer)
    ended = {"state": "failed", "finished_at": clock.now(), "attempts": 5, "created_by": actor}
    job = Job.objects.create(kind="appraisal.score", key="7", last_error="磁盘已满。", **ended)
    digest = Digest.objects.create(user=user_with(staff_no="5", name="赵五"), starts_on=clock.today())
    row = Delivery.objects.create(
        digest=digest,
        channel="mail",
        state="failed",
        finished_at=clock.now(),
        last_error="连不上邮件服务器。",
    )
    shown = page(client, "jobs")
    for said in ("汇总计分", "磁盘已满。", "再次执行", "赵五", "连不上邮件服务器。", "重新发送"):
        assert said in shown
    assert "汇总计分" not in page(client, "jobs", state="open")
    client.post(reverse("job_again", args=[job.pk]))
    client.post(reverse("delivery_again", args=[row.pk]))
    job.refresh_from_db()
    row.refresh_from_db()
    assert (job.state, job.attempts, row.state) == ("waiting", 0, "waiting")
    said = client.post(reverse("job_again", args=[job.pk]))
    assert said.status_code == 409


def test_a_failed_job_is_not_run_beside_the_same_one(client: Client) -> None:
    client.force_login(user_with(Role.SYSTEM_OFFICER))
    actor = User.objects.system()
    failed = Job.objects.create(
        kind="appraisal.score", key="7", state="failed", finished_at=clock.now(), created_by=actor
    )
    Job.objects.create(kind="appraisal.score", key="7", created_by=actor)
    answer = client.post(reverse("job_again", args=[failed.pk]), follow=True)
    assert "同样的任务已在执行或等待执行" in answer.content.decode()
    failed.refresh_from_db()
    assert failed.state == "failed"
