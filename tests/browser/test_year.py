"""An officer of the organization department signs in and reads the year, on a desk and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from appraisal.models import Cycle
from core.models import Installation
from tests.support.browser import SEEN, axe_faults, fits, picture
from tests.support.people import PASSWORD, user_with
from tests.support.rulebook import rulebook_restore
from tests.support.settled import settle_gaps
from tests.support.small_year import YEAR, small_year
from tests.support.years import appraise

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
DESK, PHONE, SMALLEST = (1280, 900), (390, 844), (320, 640)


@pytest.fixture
def address(live_server: LiveServer) -> str:
    rulebook_restore()
    user_with(Role.ORG_OFFICER, staff_no="20001", name="周敏", password=PASSWORD)
    Installation.objects.create(name="示范大学", is_demo=True)
    return live_server.url


@pytest.fixture
def year(address: str) -> str:
    small_year(40, marked={2: "诫勉"}, same={7: 8})
    return f"{address}/appraisal/{YEAR}/"


def sized(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in/")
    page.get_by_label("工号").fill("20001")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="周敏，您好")).to_be_visible()


def shoot(page: Page, name: str) -> None:
    picture(page, name, whole=False)


def check(page: Page) -> None:
    """It fits, and holds nothing serious for those who cannot see or cannot use a mouse."""
    fits(page)
    assert axe_faults(page, seen=SEEN) == []


def test_signing_in_and_reading_the_sample_year(page: Page, address: str, tmp_path: Path) -> None:
    appraise(tmp_path / "results.xlsx")
    for size, looked_at in ((SMALLEST, fits), (DESK, check), (PHONE, check)):
        sized(page, size)
        page.context.clear_cookies()
        sign_in(page, address)
        looked_at(page)
        shoot(page, f"home-{size[0]}")
        page.goto(f"{address}/appraisal/{YEAR}/")
        # Somebody lacks votes: until that is decided there is no figure, and the page says what to do.
        expect(page.get_by_text("还有 1 人缺票待核").first).to_be_visible()
        expect(page.locator("[data-chart]")).to_have_count(0)
        looked_at(page)
        shoot(page, f"year-open-{size[0]}")
    settle_gaps(Cycle.objects.get(year=YEAR))
    for size, looked_at in ((SMALLEST, fits), (DESK, check), (PHONE, check)):
        sized(page, size)
        page.goto(f"{address}/appraisal/{YEAR}/")
        expect(page.locator("#distribution svg")).to_be_visible()
        looked_at(page)
        shoot(page, f"year-{size[0]}")
        page.locator("#charts").get_by_role("link", name="二级学院副职").click()
        expect(page.locator("#distribution-title")).to_have_text("总分分布：二级学院副职")
        expect(page.locator("#charts")).to_be_in_viewport()
        fits(page)


def test_entering_who_came(page: Page, year: str, address: str) -> None:
    sized(page, DESK)
    sign_in(page, address)
    page.goto(year)
    page.get_by_role("link", name="登记应到、实到、发出").click()
    for name, number in (("校领导应到（人）", "5"), ("校领导实到（人）", "6")):
        page.get_by_label(name).fill(number)
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="校领导实到 6 人，多于应到 5 人。").click()
    expect(page.get_by_label("校领导实到（人）")).to_be_focused()
    check(page)
    page.get_by_label("校领导实到（人）").fill("5")
    page.get_by_label("校领导发出（张）").fill("4")
    sized(page, PHONE)
    check(page)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("收回 5 张，多于发出 4 张")).to_be_visible()
    expect(page.locator("#turnout tbody tr").first).to_contain_text("125.0%")
    check(page)


def test_the_workbook_comes_as_a_file(page: Page, year: str, address: str, tmp_path: Path) -> None:
    sign_in(page, address)
    page.goto(year)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载结果工作簿（xlsx）").click()
    assert waiting.value.suggested_filename == "2025年度考核结果.xlsx"
    waiting.value.save_as(tmp_path / "downloaded.xlsx")
    assert (tmp_path / "downloaded.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_mistake_at_signing_in_takes_the_focus(page: Page, address: str, size: tuple[int, int]) -> None:
    sized(page, size)
    page.goto(f"{address}/sign-in/")
    check(page)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_be_focused()
    shoot(page, f"sign-in-{size[0]}")
    check(page)
    page.get_by_role("link", name="请输入密码。").click()
    expect(page.get_by_label("密码")).to_be_focused()


def test_by_keyboard_alone(page: Page, year: str, address: str) -> None:
    sized(page, DESK)
    sign_in(page, address)
    page.goto(year)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    expect(page.get_by_role("link", name="跳到正文")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("navigation", name="所在位置").get_by_role("link", name="首页")).to_be_focused()


def test_signing_out_leaves_nothing_behind(page: Page, year: str, address: str) -> None:
    sign_in(page, address)
    page.goto(year)
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_text("您已退出。")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()


@pytest.mark.parametrize("path", ["/nothing-here/", "/sign-out/"])
def test_what_went_wrong_is_a_page_too(browser: object, address: str, path: str) -> None:
    # Not the page that fails on an error of the console: the browser reports the status there.
    context = browser.new_context(locale="zh-CN")  # type: ignore[attr-defined]
    page = context.new_page()
    sized(page, PHONE)
    page.goto(address + path)
    expect(page.get_by_text("请求编号")).to_be_visible()
    check(page)
    context.close()
