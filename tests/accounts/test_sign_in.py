"""Signing in and out."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.forms import WRONG
from accounts.models import Role, User
from tests.support.people import PASSWORD, user_with

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"


@pytest.fixture
def user() -> User:
    return user_with(Role.CADRE, staff_no="20001", password=PASSWORD)


@pytest.mark.parametrize("typed", ["20001", " 20001 ", "２０００１", "20001\u200b"])
def test_the_staff_number_is_read_as_meant(client: Client, user: User, typed: str) -> None:
    answer = client.post(SIGN_IN, {"username": typed, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_signing_in_leads_to_the_page_that_was_asked_for(client: Client, user: User) -> None:
    asked = client.get("/appraisal/2025/")
    assert (asked.status_code, asked["Location"]) == (302, "/sign-in/?next=/appraisal/2025/")
    answer = client.post(asked["Location"], {"username": "20001", "password": PASSWORD})
    assert answer["Location"] == "/appraisal/2025/"


def test_no_other_site_can_be_the_next_page(client: Client, user: User) -> None:
    data = {"username": "20001", "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post(SIGN_IN, data)["Location"] == "/"


@pytest.mark.parametrize("asked", ["/sign-in/", "/sign-in/?next=/sign-in/"])
def test_the_next_page_is_never_the_form_of_signing_in_again(client: Client, user: User, asked: str) -> None:
    data = {"username": "20001", "password": PASSWORD, "next": asked}
    assert client.post(SIGN_IN, data)["Location"] == "/"
    assert client.get(SIGN_IN, {"next": asked})["Location"] == "/"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, {"username": "请输入工号。", "password": "请输入密码。"}),
        ({"username": "20001", "password": ""}, {"password": "请输入密码。"}),
        ({"username": "　", "password": PASSWORD}, {"username": "请输入工号。"}),
        ({"username": "20001", "password": "wrong"}, {"password": WRONG}),
        ({"username": "20009", "password": PASSWORD}, {"password": WRONG}),
        ({"username": "SYSTEM", "password": "!"}, {"password": WRONG}),
        ({"username": "2" * 33, "password": PASSWORD}, {"password": WRONG}),
    ],
)
def test_a_mistake_stands_above_the_form_and_at_its_field(
    client: Client, user: User, data: dict[str, str], said: dict[str, str]
) -> None:
    User.objects.system()
    html = client.post(SIGN_IN, data).content.decode()
    assert "_auth_user_id" not in client.session
    assert re.search(r"<title>\s*错误：登录", html)
    summary = re.findall(r'<a href="#id_(\w+)">([^<]+)</a>', html)
    assert summary == list(said.items())
    for field, words in said.items():
        assert re.search(rf'id="id_{field}_error"[^>]*>\s*<li>{words}</li>', html)
        assert re.search(rf'<input[^>]*name="{field}"[^>]*aria-invalid="true"', html)
        assert re.search(rf'<input[^>]*name="{field}"[^>]*aria-describedby="id_{field}_error"', html)
    assert PASSWORD not in html


def test_a_closed_account_is_answered_like_a_wrong_password(client: Client, user: User) -> None:
    user.is_active = False
    user.save()
    answer = client.post(SIGN_IN, {"username": "20001", "password": PASSWORD})
    assert WRONG in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_signing_out_needs_the_button(client: Client, user: User) -> None:
    client.force_login(user)
    refused = client.get(reverse("sign_out"))
    assert (refused.status_code, refused["Allow"]) == (405, "POST")
    assert "_auth_user_id" in client.session
    answer = client.post(reverse("sign_out"), follow=True)
    assert "_auth_user_id" not in client.session
    assert "您已退出。" in answer.content.decode()
    assert client.get("/").status_code == 302


def test_signing_out_needs_the_token_of_the_form(user: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    refused = strict.post(reverse("sign_out"))
    assert refused.status_code == 403
    assert "页面已过期" in refused.content.decode()
    assert "_auth_user_id" in strict.session


def test_a_new_session_begins_at_signing_in(client: Client, user: User) -> None:
    client.get(SIGN_IN)
    session = client.session
    session["seen"] = "before"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    client.post(SIGN_IN, {"username": "20001", "password": PASSWORD})
    assert client.session.session_key != before
