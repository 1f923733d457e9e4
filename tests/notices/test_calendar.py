"""The month of what falls due, and the address that a calendar programme reads."""

from __future__ import annotations

import re
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from notices import rates
from notices.models import CalendarFeed
from notices.registry import Duty, Holder
from tests.support.people import user_with
from tests.support.reminding import duty, in_days

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    rates._counted.clear()


@pytest.fixture
def me(client: Client, declared: list[Duty], hand: Any) -> User:
    user = user_with(Role.ORG_OFFICER, staff_no="1", name="林静")
    client.force_login(user)
    declared += [duty(Holder(user_id=user.pk), in_days(days), url=f"/{days}") for days in (-1, 0, 6, 6, 20)]
    declared.append(duty(Holder(user_id=user.pk), None))
    return user


def test_a_month_shows_what_falls_due_in_it_and_whatever_is_late(client: Client, me: User) -> None:
    shown = client.get(reverse("duty_calendar")).content.decode()
    assert "已逾期" in shown
    sheet = shown[shown.index('class="month-sheet"') :]
    assert [sheet.count(f'href="/{days}"') for days in (-1, 0, 6, 20)] == [1, 1, 2, 0]
    assert "另有 1 项待办没有规定期限" in sheet
    later = client.get(reverse("duty_calendar"), {"month": "2026-12"}).content.decode()
    assert later[later.index('class="month-sheet"') :].count('href="/20"') == 1
    for wrong in ("2026-13", "x", "0001-01"):
        assert client.get(reverse("duty_calendar"), {"month": wrong}).status_code == 404


def feed_of(client: Client) -> str:
    shown = client.post(reverse("calendar_feed")).content.decode()
    found = re.search(r'value="http://testserver(/[^"]+)"', shown)
    assert found
    return found[1]


def test_a_feed_says_how_many_fall_due_on_which_day_and_nothing_else(client: Client, me: User) -> None:
    address = feed_of(client)
    answer = Client().get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer["Cache-Control"]
    book = icalendar.Calendar.from_ical(answer.content)
    events = [
        (str(e["summary"]), e["dtstart"].dt.isoformat(), e["dtend"].dt.isoformat()) for e in book.events
    ]
    assert events == [
        ("有 1 项待办到期", "2026-11-19", "2026-11-20"),
        ("有 1 项待办到期", "2026-11-20", "2026-11-21"),
        ("有 2 项待办到期", "2026-11-26", "2026-11-27"),
        ("有 1 项待办到期", "2026-12-10", "2026-12-11"),
    ]
    said = answer.content.decode()
    for secret in ("林静", "事由", "核对"):
        assert secret not in said
    assert Client().get(address).content == answer.content


def test_the_token_is_shown_once_stored_as_a_digest_and_ends_with_a_click(client: Client, me: User) -> None:
    address = feed_of(client)
    token = address.partition("=")[2]
    assert len(token) == 43
    assert token not in client.get(reverse("calendar_feed")).content.decode()
    assert token not in CalendarFeed.objects.get().token_hash
    assert Client().get(address).status_code == 200
    newer = feed_of(client)
    assert Client().get(address).status_code == 404
    assert Client().get(newer).status_code == 200
    client.post(reverse("calendar_feed_revoke"))
    assert Client().get(newer).status_code == 404
    for wrong in ("", "?token=", "?token=x", "?token=%00"):
        assert Client().get(reverse("calendar_feed_read") + wrong).status_code == 404


def test_the_feed_of_somebody_whose_account_is_closed_is_unknown(client: Client, me: User) -> None:
    address = feed_of(client)
    User.objects.filter(pk=me.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_who_asks_too_often_waits_and_the_neighbour_does_not(client: Client, me: User) -> None:
    address = feed_of(client)
    for _ in range(rates.MOST):
        assert Client().get(reverse("calendar_feed_read"), {"token": "guess"}).status_code == 404
    answer = Client().get(address)
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert Client(REMOTE_ADDR="10.0.0.2").get(address).status_code == 200
