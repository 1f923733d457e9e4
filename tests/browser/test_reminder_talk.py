"""The last of a year, walked: fact sheet, judgement, talk by the leader, refusal to sign, follow-up (第七条).

Thirty-four people are the fewest of whom three in a hundred are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role, User
from core import clock
from outcomes.models import ReminderTalk
from outcomes.services import bottom_list
from outcomes.uses_agenda import BOTTOM
from tests.support import walk
from tests.support.people import PASSWORD
from tests.support.rulebook import rulebook_restore
from tests.support.uses import Uses, at
from tests.support.walk import Somebody
from tests.support.workdays import workdays_restore

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def uses() -> Uses:
    rulebook_restore()
    workdays_restore()
    made = Uses().supervised()
    bottom_list(cycle_pk=made.cycle.pk, actor=made.officer)
    return made


@pytest.fixture
def desks(
    uses: Uses, browser: Browser, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, Somebody]]:
    """Officer, leader and the cadre at desks of their own."""
    cadre = uses.cadre_user(uses.review.participant.cadre)
    found = {}
    for name, user in (("officer", uses.officer), ("leader", uses.leader), ("cadre", cadre)):
        user.set_password(PASSWORD)
        user.save()
        monkeypatch.setitem(walk.PEOPLE_OF, user.staff_no, (user.name, Role.CADRE, False))
        found[name] = Somebody(browser, live_server.url, user.staff_no)
    yield found
    for desk in found.values():
        desk.close()


def test_from_the_fact_sheet_to_the_follow_up(
    uses: Uses, desks: dict[str, Somebody], monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = desks["officer"].sign_in()
    officer.duty("填写情况表并提请研判")
    officer.shoot("bottom-390", phone=True)
    officer.link("填写情况表")
    officer.label("承担急难险重任务、敢于碰硬的情况", "牵头老校区搬迁，涉及面广。")
    officer.label("排名靠后的原因分析", "搬迁触及部分教师利益，测评中一般票较多。")
    officer.button("保存")
    officer.link("提请研判")
    officer.button("提请研判")
    officer.sees("待党委研判")
    uses.meeting({BOTTOM: "talk"})  # the meeting itself is walked in test_cycle.py

    leader = desks["leader"].sign_in()
    leader.duty("进行谈话提醒并登记记录")
    leader.sees("谈话内容")
    leader.fill(
        talked_at=at(clock.now().astimezone(clock.ZONE)),
        place="行政楼 301",
        content="指出推进教学改革不够有力。",
        said="认为测评不能反映搬迁工作。",
        points="每月到课堂听课两次。",
        refused="本人认为名次不公，阅后拒绝签字。",
        witness_one="钱平",
        witness_one_post="教务处副处长",
        witness_two="孙立",
        witness_two_post="组织部科长",
    )
    leader.page.get_by_role("radio", name="本人拒绝签字").check()
    leader.shoot("talk-form-390", phone=True)
    leader.button("保存")
    leader.sees("钱平", "孙立", "拒绝签字")
    leader.shoot("talk-390", phone=True)
    leader.shoot("talk")

    cadre = desks["cadre"].sign_in()
    cadre.menu("谈话提醒")
    cadre.link(uses.review.participant.cadre.name, cadre.page.locator("main table"))
    cadre.sees("每月到课堂听课两次")
    expect(cadre.page.locator("main")).not_to_contain_text("名次靠后的原因")
    cadre.shoot("talk-cadre-390", phone=True)

    first = ReminderTalk.objects.get().follow_ups.order_by("months")[0]
    later = first.due_on - clock.today()
    monkeypatch.setattr(clock, "_shift", lambda: timedelta(days=later.days))
    leader.sign_in()
    leader.duty("登记谈话后 3 个月的跟踪情况")
    leader.label("跟踪情况", "三个月听课七次，教学改革方案已报。")
    leader.shoot("follow-up-390", phone=True)
    leader.button("保存")
    leader.sees("三个月听课七次")
    done = ReminderTalk.objects.get().follow_ups.get(months=first.months)
    assert done.done_by == User.objects.get(pk=uses.leader.pk)
