"""Guessing: who guesses is locked out, whose account it is not; nobody learns which accounts exist."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.forms import WRONG
from accounts.models import Role, SecurityEvent, User
from tests.support.people import PASSWORD, user_with

pytestmark = pytest.mark.django_db
ATTACKER, VICTIM = "10.20.30.40", "10.1.1.7"
Kind = SecurityEvent.Kind


@pytest.fixture
def user() -> User:
    return user_with(Role.CADRE, staff_no="20001", name="何秀", password=PASSWORD)


@pytest.fixture
def officer() -> User:
    return user_with(Role.SECURITY_OFFICER, staff_no="90009", name="安予衡", password=PASSWORD)


def tries(name: str, password: str = "wrong", *, ip: str = ATTACKER, times: int = 1):
    client = Client(REMOTE_ADDR=ip)
    for _ in range(times):
        answer = client.post(reverse("sign_in"), {"username": name, "password": password})
    return answer


def test_five_wrong_passwords_lock_the_guesser_and_not_the_owner(user: User) -> None:
    assert tries("20001", times=4).status_code == 200
    assert tries("20001").status_code == 429
    assert tries("20001", PASSWORD).status_code == 429
    assert tries("20001", PASSWORD, ip=VICTIM).status_code == 302


def test_a_right_password_forgets_the_wrong_ones(user: User) -> None:
    for _ in range(3):
        tries("20001", times=4)
        assert tries("20001", PASSWORD).status_code == 302


def test_other_spellings_of_the_number_count_as_the_same(user: User) -> None:
    for typed in ("20001", "２０００１", " 20001", "2 0001"):
        tries(typed)
    assert tries("20001\u200b").status_code == 429


@pytest.mark.parametrize("name", ["20001", "20009", "不存在的人", "Some-Secret-7"])
def test_the_answer_is_the_same_whether_the_account_exists(user: User, name: str) -> None:
    with time_machine.travel("2026-11-02T14:00:00+08:00", tick=False):
        assert WRONG in tries(name, times=4).content.decode()
        locked = tries(name)
        again = tries(name)
    for page in (locked, again):
        html = page.content.decode()
        assert page.status_code == 429
        assert "暂时不能登录" in html and "到 14:15 为止" in html and name not in html
        assert page["Retry-After"] == "900"


def test_a_closed_account_locks_like_any_other(user: User) -> None:
    user.is_active = False
    user.save()
    assert tries("20001", PASSWORD, times=4).status_code == 200
    assert tries("20001", PASSWORD).status_code == 429


def test_known_and_unknown_cost_the_same_work(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    encode, verify = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify
    monkeypatch.setattr(
        Argon2PasswordHasher, "encode", lambda self, *a, **k: hashed.append("x") or encode(self, *a, **k)
    )
    monkeypatch.setattr(
        Argon2PasswordHasher, "verify", lambda self, *a, **k: hashed.append("x") or verify(self, *a, **k)
    )
    costs = {}
    for name in ("20001", "20009"):
        tries(name)  # the first one makes the row
        hashed.clear()
        with CaptureQueriesContext(connection) as queries:
            tries(name)
        costs[name] = (len(hashed), len(queries))
    assert costs["20001"][0] == costs["20009"][0] == 1
    assert costs["20001"][1] == costs["20009"][1]


def test_the_lock_ends_by_itself(user: User) -> None:
    with time_machine.travel("2026-11-02T14:00:00+08:00", tick=False) as moment:
        tries("20001", times=5)
        moment.shift(timedelta(minutes=14))
        assert tries("20001", PASSWORD).status_code == 429
        moment.shift(timedelta(minutes=1, seconds=1))
        assert tries("20001", PASSWORD).status_code == 302


def test_a_password_typed_as_a_name_is_kept_nowhere(user: User, caplog: pytest.LogCaptureFixture) -> None:
    tries(PASSWORD, "20001", times=5)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {table}")
            assert PASSWORD not in str(cursor.fetchall()), table
    assert PASSWORD not in caplog.text
    assert AccessAttempt.objects.get().username.startswith("?")


def test_every_try_and_the_lock_are_in_the_security_log(user: User) -> None:
    tries("20001", times=6)
    tries("20009")
    tries("20001", PASSWORD, ip=VICTIM)
    events = SecurityEvent.objects.order_by("number").values_list("kind", "subject", "ip", "refused")
    wrong = (Kind.SIGN_IN_FAILED, "20001", ATTACKER, True)
    found = list(events)
    assert found.count(wrong) == 6
    assert found.count((Kind.LOCKED, "20001", ATTACKER, True)) == 1
    assert (Kind.SIGN_IN_FAILED, "未知工号", ATTACKER, True) in found
    assert found[-1] == (Kind.SIGN_IN, "20001", VICTIM, False)


def test_behind_a_proxy_the_address_is_the_one_the_proxy_saw(user: User, settings) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, behind_proxy=True)

    def through(seen: str, invented: str):
        client = Client(REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": f"{invented}, {seen}"})
        return client.post(reverse("sign_in"), {"username": "20001", "password": "wrong"})

    for turn in range(4):
        through(ATTACKER, f"10.9.9.{turn}")
    assert through(ATTACKER, "10.9.9.9").status_code == 429
    assert through(VICTIM, ATTACKER).status_code == 200


def test_the_security_officer_sees_the_lock_and_takes_it_off(
    client: Client, user: User, officer: User
) -> None:
    tries("20001", times=5)
    tries("20009", times=5)
    client.force_login(officer)
    html = client.get(reverse("lockouts")).content.decode()
    assert "何秀" in html and ATTACKER in html and "没有这个工号" in html and "20009" not in html
    data = {"name": "20001", "ip": ATTACKER}
    assert client.post(reverse("lockout_release"), data)["Location"] == reverse("lockouts")
    assert tries("20001", PASSWORD).status_code == 302
    assert tries("20009").status_code == 429
    event = SecurityEvent.objects.filter(actor=officer, kind=Kind.ACCOUNT).get()
    assert (event.subject, event.note) == ("20001", f"解除登录锁定（来源地址 {ATTACKER}）")


def test_no_officer_takes_off_an_own_lock(client: Client, officer: User) -> None:
    tries("90009", times=5)
    client.force_login(officer)
    assert "本人，不能自行解除" in client.get(reverse("lockouts")).content.decode()
    client.post(reverse("lockout_release"), {"name": "90009", "ip": ATTACKER})
    assert tries("90009", PASSWORD).status_code == 429


def test_releasing_changes_nothing_else(client: Client, user: User, officer: User) -> None:
    tries("20001", times=5)
    client.force_login(officer)
    extra = {"is_active": "", "failures_since_start": "0", "role": "org_head", "user": str(user.pk)}
    client.post(reverse("lockout_release"), {"name": "20001", "ip": VICTIM} | extra)
    assert tries("20001", PASSWORD).status_code == 429
    user.refresh_from_db()
    assert user.is_active and set(user.grants.values_list("role", flat=True)) == {Role.CADRE}
