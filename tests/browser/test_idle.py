"""Somebody who types for a long time is warned, goes on with one click, and never loses what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role, User
from tests.support.people import PASSWORD, user_with
from tests.support.rulebook import rulebook_restore

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clock_file(settings, tmp_path: Path) -> Path:
    """Two seconds after a page was opened the warning is due."""
    settings.SESSION_IDLE_SECONDS_OFFICERS = 122
    path = tmp_path / "clock"
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, clock_file=str(path))
    return path


@pytest.fixture
def site(live_server: LiveServer) -> Iterator[str]:
    rulebook_restore()
    user_with(Role.SYSTEM_OFFICER, staff_no="90008", name="程运维", password=PASSWORD)
    yield live_server.url


def sign_in(page: Page) -> None:
    page.fill("#id_username", "90008")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="登录").click()


def test_what_was_typed_survives_the_end_of_the_session(page: Page, site: str, clock_file: Path) -> None:
    page.goto(site + "/sign-in/?next=/accounts/new/")
    sign_in(page)
    page.fill("#id_staff_no", "30001")
    page.fill("#id_name", "林一诺")
    on = page.get_by_role("button", name="继续使用")
    expect(on).to_be_visible()
    expect(page.locator("#idle")).to_contain_text(re.compile(r"将在 \d\d:\d\d 自动退出"))
    on.click()
    expect(on).to_be_hidden()
    expect(on).to_be_visible()
    # Ten minutes later, back at the desk.
    clock_file.write_text("600")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    link = page.get_by_role("link", name="在新窗口登录")
    expect(link).to_be_visible()
    expect(page.locator("#content")).to_be_hidden()
    with page.context.expect_page() as opened:
        link.click()
    other = opened.value
    other.wait_for_load_state()
    assert "您较长时间没有操作" in other.content()
    sign_in(other)
    other.wait_for_url("**/accounts/new/")
    other.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("#content")).to_be_visible()
    assert page.input_value("#id_staff_no") == "30001"
    page.get_by_role("button", name="建立账号").click()
    expect(page.get_by_role("heading", name="首次密码", exact=True)).to_be_visible()
    assert User.objects.filter(staff_no="30001", name="林一诺").exists()
    expect(page.get_by_role("button", name="打印")).to_be_visible()
