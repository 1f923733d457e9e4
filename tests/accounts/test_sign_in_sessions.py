"""How long a session lasts, and what ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role, SecurityEvent, User
from accounts.services.people import account_disable
from accounts.services.sessions import device_of
from tests.support.people import PASSWORD, user_with

pytestmark = pytest.mark.django_db
MONDAY = "2026-11-02T09:00:00+08:00"
OFFICERS = (Role.SYSTEM_OFFICER, Role.SECURITY_OFFICER, Role.AUDIT_OFFICER)


def signed_in(user: User) -> Client:
    client = Client()
    answer = client.post(reverse("sign_in"), {"username": user.staff_no, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("role", "minutes"), [(Role.CADRE, 30), (Role.ORG_HEAD, 30), *((role, 15) for role in OFFICERS)]
)
def test_an_idle_session_ends(role: Role, minutes: int) -> None:
    user = user_with(role, password=PASSWORD)
    with time_machine.travel(MONDAY, tick=False) as moment:
        client = signed_in(user)
        moment.shift(timedelta(minutes=minutes, seconds=-1))
        assert is_in(client)
        moment.shift(timedelta(minutes=minutes, seconds=-1))
        assert is_in(client)
        moment.shift(timedelta(minutes=minutes))
        left = client.get("/my-sessions/?x=1")
        assert left["Location"] == "/sign-in/?next=/my-sessions/%3Fx%3D1"
        assert "您较长时间没有操作，系统已自动退出" in client.get(left["Location"]).content.decode()
        answer = client.post(left["Location"], {"username": user.staff_no, "password": PASSWORD})
    assert answer["Location"] == "/my-sessions/?x=1"
    assert "长时间没有操作" in SecurityEvent.objects.filter(kind="sign_out").get().note


@pytest.mark.once  # thirty pages, and nothing that a database decides
def test_no_session_lasts_longer_than_ten_hours() -> None:
    user = user_with(Role.ORG_OFFICER, password=PASSWORD)
    with time_machine.travel(MONDAY, tick=False) as moment:
        client = signed_in(user)
        for _ in range(29):
            moment.shift(timedelta(minutes=20))
            assert is_in(client)
        moment.shift(timedelta(minutes=20))
        assert not is_in(client)
        assert "本次登录已达最长时间" in client.get("/sign-in/").content.decode()


def test_asking_how_long_is_left_lengthens_nothing() -> None:
    user = user_with(Role.CADRE, password=PASSWORD)
    with time_machine.travel(MONDAY, tick=False) as moment:
        client = signed_in(user)
        moment.shift(timedelta(minutes=20))
        told = client.get(reverse("session_state")).json()
        assert (told["left"], told["user"], bool(told["token"])) == (600, user.pk, True)
        moment.shift(timedelta(minutes=10))
        assert client.get(reverse("session_state")).json() == {"left": 0, "user": None, "token": ""}
        assert not is_in(client)


def test_one_click_goes_on() -> None:
    user = user_with(Role.CADRE, password=PASSWORD)
    with time_machine.travel(MONDAY, tick=False) as moment:
        client = signed_in(user)
        moment.shift(timedelta(minutes=28, seconds=30))
        page = client.post(reverse("session_extend"), headers={"accept": "application/json"})
        assert page.json() == {"left": 1800}
        moment.shift(timedelta(minutes=29))
        assert client.post(reverse("session_extend"))["Location"] == "/"
        moment.shift(timedelta(minutes=29))
        assert is_in(client)


def test_the_page_knows_when_to_warn() -> None:
    user = user_with(Role.AUDIT_OFFICER, password=PASSWORD)
    with time_machine.travel(MONDAY, tick=False):
        html = signed_in(user).get("/").content.decode()
    assert 'data-left="900"' in html and "js/idle.js" in html


def test_a_form_sent_too_late_leads_back_to_its_page() -> None:
    user = user_with(Role.CADRE, password=PASSWORD)
    with time_machine.travel(MONDAY, tick=False) as moment:
        client = signed_in(user)
        moment.shift(timedelta(minutes=30))
        page = "http://testserver/my-sessions/"
        late = client.post(reverse("my_sessions_end"), headers={"referer": page})
        assert late["Location"] == "/sign-in/?next=/my-sessions/"
        html = client.get(late["Location"]).content.decode()
    assert "刚才提交的内容没有保存" in html


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in() -> None:
    headers = {"hx-request": "true", "hx-current-url": "http://testserver/appraisal/2025/?category=1"}
    answer = Client().get("/", headers=headers)
    assert answer["HX-Redirect"] == "/sign-in/?next=/appraisal/2025/%3Fcategory%3D1"
    foreign = headers | {"hx-current-url": "https://evil.example/x"}
    assert Client().get("/", headers=foreign)["HX-Redirect"] == "/sign-in/?next=/"


def test_a_session_is_dead_after_signing_out() -> None:
    client = signed_in(user_with(Role.CADRE, password=PASSWORD))
    cookie = client.cookies["sessionid"].value
    client.post(reverse("sign_out"))
    thief = Client()
    thief.cookies["sessionid"] = cookie
    assert not is_in(thief)


def test_a_session_is_dead_after_its_account_was_closed_and_stays_so() -> None:
    user = user_with(Role.CADRE, staff_no="20001", password=PASSWORD)
    officer = user_with(Role.SYSTEM_OFFICER, staff_no="90008")
    client = signed_in(user)
    account_disable(user=user, actor=officer, reason="调离")
    assert not is_in(client)
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert not is_in(client)


def test_even_a_session_that_no_list_knows_dies_with_the_account() -> None:
    user = user_with(Role.CADRE, staff_no="20001", password=PASSWORD)
    client = signed_in(user)
    user.sessions.all().delete()
    account_disable(user=user, actor=user_with(Role.SYSTEM_OFFICER, staff_no="90008"), reason="调离")
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert Session.objects.count() == 1
    left = client.get("/")
    assert left.status_code == 302
    assert "已有变更，请重新登录" in client.get(left["Location"]).content.decode()


def test_other_sign_ins_are_seen_and_ended() -> None:
    user = user_with(Role.CADRE, password=PASSWORD)
    here, there = signed_in(user), signed_in(user)
    agent = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"
    phone = Client(headers={"user-agent": agent}, REMOTE_ADDR="10.2.3.4")
    phone.post(reverse("sign_in"), {"username": user.staff_no, "password": PASSWORD})
    stranger = signed_in(user_with(Role.CADRE, staff_no="20002", password=PASSWORD))
    html = here.get(reverse("my_sessions")).content.decode()
    assert html.count("登录中") == 2 and html.count("本次登录") == 1
    assert "Edge · Windows" in html and "10.2.3.4" in html
    answer = here.post(reverse("my_sessions_end"), {"user": "1", "keep": "x", "is_active": ""}, follow=True)
    assert "已退出其他 2 处登录" in answer.content.decode()
    assert [is_in(client) for client in (here, there, phone, stranger)] == [True, False, False, True]


@pytest.mark.parametrize(
    ("agent", "shown"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox · Linux"),
        ("Mozilla/5.0 (iPhone) AppleWebKit/605 Version/17 Safari/604", "Safari · iPhone"),
        ("", "未能识别"),
        ("<script>alert(1)</script>\r\n\x1b[31m" * 400, "未能识别"),
    ],
)
def test_a_browser_is_named_in_few_words(agent: str, shown: str) -> None:
    assert device_of(agent) == shown


def test_being_there_costs_no_query_more_each_time() -> None:
    user = user_with(Role.CADRE, password=PASSWORD)
    with time_machine.travel(MONDAY, tick=False) as moment:
        client = signed_in(user)
        client.get("/")
        with CaptureQueriesContext(connection) as first:
            client.get(reverse("my_sessions"))
        moment.shift(timedelta(seconds=59))
        with CaptureQueriesContext(connection) as second:
            client.get(reverse("my_sessions"))
    assert len(first) == len(second)
    assert not [q for q in second.captured_queries if q["sql"].startswith("UPDATE")]
