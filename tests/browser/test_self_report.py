"""Who writes for hours loses nothing: the page saves itself, windows are told apart, a session may end."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from evidence.models import SelfReport
from tests.support.people import PASSWORD
from tests.support.reports import TEXTS, reporting_cycle, taking_part
from tests.support.rulebook import rulebook_restore

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
OWN = "/appraisal/2026/reports/mine/"


@pytest.fixture
def site(live_server: LiveServer) -> Iterator[str]:
    rulebook_restore()
    _, author = taking_part(reporting_cycle())
    author.set_password(PASSWORD)
    author.save()
    yield live_server.url


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/sign-in/?next={OWN}")
    page.fill("#id_username", User.objects.get(staff_no="20001").staff_no)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"**{OWN}")


def test_it_saves_itself_and_no_window_loses_its_text(page: Page, site: str) -> None:
    sign_in(page, site)
    saving = page.locator("[data-saving]")
    expect(saving).to_contain_text("还没有保存过")
    page.get_by_label("工作实绩").fill("新开课程 12 门")
    expect(saving).to_contain_text("已自动保存")
    assert SelfReport.objects.get().texts["results"] == "新开课程 12 门"
    # A second window, opened now, goes on while the first is typed in again.
    other = page.context.new_page()
    other.goto(site + OWN)
    page.get_by_label("工作实绩").fill("第一窗口")
    page.get_by_label("作风建设").focus()  # leaving the field saves at once
    expect(saving).to_contain_text("已自动保存")
    expect(page.locator("input[name=version]")).to_have_value("2")
    other.get_by_label("工作实绩").fill("第二窗口")
    expect(other.locator("[data-saving]")).to_contain_text("核对后再决定")
    other.get_by_role("button", name="保存草稿").click()
    both = other.locator(".conflict")
    expect(both).to_contain_text("第一窗口")
    expect(both).to_contain_text("第二窗口")
    other.get_by_role("button", name="保存草稿").click()
    expect(other.get_by_label("工作实绩")).to_have_value("第二窗口")
    other.get_by_text("在另一窗口或设备上写的").click()
    expect(other.locator(".report-copy")).to_contain_text("第一窗口")
    for code, text in TEXTS.items():
        other.locator(f"textarea[name={code}]").fill(text)
    other.get_by_role("button", name="提交给单位审核").click()
    expect(other.get_by_text("报告已提交，等待单位党组织审核")).to_be_visible(timeout=15_000)


def test_a_session_that_ends_takes_no_text_with_it(page: Page, site: str) -> None:
    sign_in(page, site)
    page.get_by_label("工作实绩").fill("写了一上午")
    Session.objects.all().delete()
    saving = page.locator("[data-saving]")
    expect(saving).to_contain_text("没有存上，文字还在这一页")
    expect(page.get_by_label("工作实绩")).to_have_value("写了一上午")


def test_what_is_typed_before_the_script_has_come_is_saved_too(page: Page, site: str) -> None:
    """A slow line: the form can be written in before autosave.js is there."""
    held: list[Route] = []
    sign_in(page, site)
    page.route("**/autosave*.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    page.goto(site + OWN, wait_until="commit")
    page.get_by_label("工作实绩").fill("脚本未到时写的")
    end = time.monotonic() + 20
    while not held and time.monotonic() < end:
        page.wait_for_timeout(50)
    assert held, "the script is still on its way"
    held[0].continue_()
    expect(page.locator("[data-saving]")).to_contain_text("已自动保存")
    assert SelfReport.objects.get().texts["results"] == "脚本未到时写的"
