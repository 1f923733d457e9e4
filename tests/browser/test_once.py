"""A double click sends a form once: the page that follows is the first one's, without a refusal (F5)."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from core import clock
from decisions.models import Meeting
from tests.support import walk
from tests.support.rulebook import rulebook_restore
from tests.support.workdays import workdays_restore

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_a_double_click_sends_a_form_once(browser: Browser, live_server: LiveServer) -> None:
    rulebook_restore()
    workdays_restore()
    walk.people_of_the_school()
    desk = walk.Somebody(browser, live_server.url, walk.OFFICER).sign_in()
    sent: list[str] = []
    desk.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    desk.page.goto(f"{live_server.url}{reverse('meeting_new')}")
    desk.page.locator("[name=kind]").select_option("standing")
    desk.fill(number="2026年第1次", held_on=clock.today().isoformat(), place="一会议室", chair="陈正")
    desk.page.get_by_role("button", name="建立").dblclick()
    expect(desk.page.locator("main")).to_contain_text("会议已登记")
    assert len(sent) == 1
    assert Meeting.objects.count() == 1
    desk.close()
