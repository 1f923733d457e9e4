"""Passwords: the first one, the one people choose, and those that are guessed first."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import Role, SecurityEvent, User
from accounts.services.passwords import first_password_issue, password_change
from accounts.services.people import account_create
from core.models import Installation
from core.pages import StaleState
from policy.passwords import is_guessable
from tests.support.people import PASSWORD, user_with

pytestmark = pytest.mark.django_db
OWN = "Seven-otters-juggle"
BAD = (
    "Aa123456", "Aa12345678", "Aa1234567890", "1234567890", "0987654321", "password12", "Password123!",
    "P@ssw0rd2026", "qwertyuiop", "Qwer1234!@#$", "1qaz2wsx3edc", "1QAZ@WSX3edc", "zaq12wsxcde3",
    "asdfgh123456",
    "abcd123456", "a1b2c3d4e5", "aaaaaaaaaa", "Woaini5201314", "5201314woaini", "Admin@2026", "admin123456",
    "zhouqiming1985", "ZhouQiMing@2026", "zqm19850312", "qiming2026!", "9000120260101", "ganbu@2026#1",
    "Zuzhibu2026!", "Shanghai2026", "shangdaxuexiao1", "iloveyou1314",
)  # fmt: skip


@pytest.fixture
def officer() -> User:
    return user_with(Role.SYSTEM_OFFICER, staff_no="90008", name="程运维", password=PASSWORD)


def sign_in(client: Client, staff_no: str, password: str):
    return client.post(reverse("sign_in"), {"username": staff_no, "password": password})


def change(client: Client, old: str, new: str = OWN, **extra: str):
    data = {"old_password": old, "new_password1": new, "new_password2": new} | extra
    return client.post(reverse("password_change"), data)


@pytest.mark.parametrize("bad", BAD)
def test_what_is_guessed_first_is_refused(bad: str) -> None:
    Installation.objects.create(name="上大学校")
    user = User(staff_no="90001", name="周启明")
    with pytest.raises(ValidationError):
        validate_password(bad, user)


@pytest.mark.parametrize(
    "good",
    [OWN, PASSWORD, "梧桐树下三只猫在下棋", "correct horse battery", " xK7!pq;Lm2 vv ", "kq8wzt5vhm3d"],
)
def test_any_characters_may_make_a_good_one(good: str) -> None:
    user = User(staff_no="90001", name="周启明")
    validate_password(good, user)  # raises where it is refused
    user.set_password(good)
    assert user.check_password(good)


def test_the_length_has_two_ends() -> None:
    user = User(staff_no="90001", name="周启明")
    validate_password("梧桐otters" * 16, user)
    with pytest.raises(ValidationError, match="最多 128 个字符，现在是 129 个"):
        validate_password("梧桐otters" * 16 + "x", user)
    with pytest.raises(ValidationError, match="10"):
        validate_password("xK7!pqLm", user)


def test_own_words_count_only_for_their_owner() -> None:
    assert is_guessable("wenshuheng77", own=["wenshuheng"])
    assert not is_guessable("wenshuheng77")


def test_a_first_password_opens_once_and_leads_to_its_change(client: Client, officer: User) -> None:
    user, password = account_create(staff_no="30001", name="林一诺", actor=officer)
    assert sign_in(client, "30001", password).status_code == 302
    assert client.get("/")["Location"] == reverse("password_change")
    page = client.get(reverse("password_change")).content.decode()
    assert "请先换成您自己的密码" in page
    # The same words a second time, from anywhere, open nothing.
    again = sign_in(Client(), "30001", password).content.decode()
    assert "首次密码只能使用一次，已经用过" in again
    assert change(client, password)["Location"] == "/"
    assert client.get("/").status_code == 200
    assert sign_in(Client(), "30001", password).status_code == 200
    assert sign_in(Client(), "30001", OWN).status_code == 302
    user.refresh_from_db()
    assert not user.must_change_password


def test_until_then_nothing_else_answers(client: Client, officer: User) -> None:
    _, password = account_create(staff_no="30001", name="林一诺", actor=officer)
    sign_in(client, "30001", password)
    answers = {}
    for pattern in _plain_names():
        response = client.get(reverse(pattern))
        elsewhere = response.status_code == 302 and response["Location"] == reverse("password_change")
        answers[pattern] = "confined" if elsewhere else "answers"
    assert {name for name, answer in answers.items() if answer == "answers"} == {
        "password_change",
        "sign_out",
        "healthz",
    }


def _plain_names() -> list[str]:
    """Names of all URLs without arguments."""
    names = [name for name in get_resolver().reverse_dict if isinstance(name, str)]
    return [name for name in names if not get_resolver().reverse_dict[name][0][0][1]]


def test_a_first_password_lasts_72_hours(client: Client, officer: User) -> None:
    with time_machine.travel("2026-11-02T09:00:00+08:00", tick=False) as moment:
        _, password = account_create(staff_no="30001", name="林一诺", actor=officer)
        moment.shift(timedelta(hours=72))
        assert "首次密码已过有效期" in sign_in(client, "30001", password).content.decode()
        moment.shift(timedelta(minutes=-1))
        assert sign_in(client, "30001", password).status_code == 302


def test_a_first_password_is_shown_once_and_stored_nowhere(client: Client, officer: User, caplog) -> None:
    client.force_login(officer)
    answer = client.post(reverse("account_create"), {"staff_no": "３０００１ ", "name": "林一诺"})
    (password,) = re.findall(r'<code class="secret">(\w{12})</code>', answer.content.decode())
    assert answer["Cache-Control"] == "no-store"
    assert User.objects.get(staff_no="30001").check_password(password)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {table}")
            assert password not in str(cursor.fetchall()), table
    assert password not in caplog.text
    assert (
        password
        not in client.get(reverse("account", args=[User.objects.get(staff_no="30001").pk])).content.decode()
    )


def test_a_lost_password_is_replaced_and_its_sessions_end(client: Client, officer: User) -> None:
    user = user_with(Role.CADRE, staff_no="20001", password=PASSWORD)
    theirs = Client()
    theirs.force_login(user)
    client.force_login(officer)
    answer = client.post(reverse("account_password", args=[user.pk]))
    (password,) = re.findall(r'<code class="secret">(\w{12})</code>', answer.content.decode())
    assert theirs.get("/").status_code == 302
    assert sign_in(Client(), "20001", PASSWORD).status_code == 200
    assert sign_in(Client(), "20001", password).status_code == 302
    events = SecurityEvent.objects.filter(kind=SecurityEvent.Kind.PASSWORD)
    assert [(event.actor_staff_no, event.subject) for event in events] == [("90008", "20001")]


def test_a_change_that_was_under_way_does_not_undo_a_replacement(officer: User) -> None:
    """Whoever knows the old password must not win against the officer who takes it away."""
    user = user_with(Role.CADRE, staff_no="20001", password=PASSWORD)
    under_way = User.objects.get(pk=user.pk)
    replaced = first_password_issue(user=user, actor=officer)
    with pytest.raises(StaleState, match="重新登录"):
        password_change(user=under_way, password="Qv7mZkwtRbxp29hj", actor=under_way)
    assert User.objects.get(pk=user.pk).check_password(replaced)


def test_nobody_issues_a_first_password_to_oneself(client: Client, officer: User) -> None:
    client.force_login(officer)
    assert client.post(reverse("account_password", args=[officer.pk])).status_code == 403
    with pytest.raises(ValidationError, match="不能为本人"):
        first_password_issue(user=officer, actor=officer)


def test_a_change_needs_the_old_password_and_keeps_this_session_only(client: Client) -> None:
    user = user_with(Role.CADRE, staff_no="20001", password=PASSWORD)
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser, "20001", PASSWORD)
    assert "原密码不正确" in change(client, "wrong").content.decode()
    assert elsewhere.get("/").status_code == 200
    assert change(client, PASSWORD)["Location"] == "/"
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    assert [row.ended_at is None for row in user.sessions.order_by("pk")] == [True, False]
    assert client.get(reverse("my_sessions")).content.decode().count("本次登录") == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"new_password2": "something else 7"}, "两次输入的新密码不一致"),
        ({"new_password1": PASSWORD, "new_password2": PASSWORD}, "新密码与原密码相同"),
        ({"new_password1": "Aa12345678", "new_password2": "Aa12345678"}, "密码太容易被猜到"),
        ({"new_password1": "", "new_password2": ""}, "请填写新密码"),
    ],
)
def test_a_refused_new_password_says_why(client: Client, data: dict[str, str], said: str) -> None:
    user = user_with(Role.CADRE, staff_no="20001", password=PASSWORD)
    client.force_login(user)
    assert said in change(client, PASSWORD, **data).content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_guessing_the_old_password_is_counted_like_signing_in(client: Client) -> None:
    client.force_login(user_with(Role.CADRE, staff_no="20001", password=PASSWORD))
    for turn in range(5):
        answer = change(client, f"guess-number-{turn}")
    assert answer.status_code == 429
    assert change(client, PASSWORD).status_code == 429
    kept = str(list(AccessAttempt.objects.values()))
    assert "guess-number" not in kept and OWN not in kept


def test_a_password_of_180_days_must_be_changed_where_the_switch_is_on(client: Client, settings) -> None:
    with time_machine.travel("2026-01-05T09:00:00+08:00", tick=False) as moment:
        user_with(Role.CADRE, staff_no="20001", password=PASSWORD)
        moment.shift(timedelta(days=179, hours=23))
        sign_in(client, "20001", PASSWORD)
        assert client.get("/").status_code == 200
        moment.shift(timedelta(hours=1))
        sign_in(client, "20001", PASSWORD)
        assert client.get("/")["Location"] == reverse("password_change")
        settings.PASSWORD_MAX_DAYS = None
        assert client.get("/").status_code == 200


def test_a_change_writes_nothing_but_the_password(client: Client) -> None:
    user = user_with(Role.CADRE, staff_no="20001", password=PASSWORD)
    client.force_login(user)
    before = User.objects.values("staff_no", "name", "is_active", "is_system").get(pk=user.pk)
    extra = {
        "staff_no": "1",
        "name": "王",
        "is_active": "",
        "is_system": "on",
        "role": "org_head",
        "user": "1",
    }
    assert change(client, PASSWORD, **extra).status_code == 303
    assert User.objects.values("staff_no", "name", "is_active", "is_system").get(pk=user.pk) == before
    assert set(user.grants.values_list("role", flat=True)) == {Role.CADRE}
