"""An officer of the organization department signs in and reads the year, on a desk and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from core.models import Installation
from tests.support.browser import fits
from tests.support.people import PASSWORD, user_with
from tests.support.rulebook import rulebook_restore
from tests.support.small_year import YEAR, small_year
from tests.support.years import appraise

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
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
    folder = settings.VAR_DIR / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")


def check(page: Page) -> None:
    """It fits, and holds nothing serious for those who cannot see or cannot use a mouse."""
    fits(page)
    found = Axe().run(page).response["violations"]
    assert [
        (item["id"], [node["html"] for node in item["nodes"]])
        for item in found
        if item["impact"] in ("serious", "critical")
    ] == []


def test_signing_in_and_reading_the_sample_year(page: Page, address: str, tmp_path: Path) -> None:
    appraise(tmp_path / "results.xlsx")
    for size, looked_at in ((SMALLEST, fits), (DESK, check), (PHONE, check)):
        sized(page, size)
        page.context.clear_cookies()
        sign_in(page, address)
        looked_at(page)
        shoot(page, f"home-{size[0]}")
        page.get_by_role("link", name="查看 2025 年度结果").click()
        expect(page.get_by_role("heading", name="2025 年度考核结果")).to_be_visible()
        looked_at(page)
        shoot(page, f"year-{size[0]}")
        page.get_by_role("link", name="后 3% 名单").click()
        expect(page.locator("#bottom")).to_be_in_viewport()
        shoot(page, f"bottom-{size[0]}")
        one_category_alone_and_back(page)


def one_category_alone_and_back(page: Page) -> None:
    page.locator("#category-4").get_by_role("link", name="只看本类别").click()
    expect(page.locator("#ranking h3")).to_have_text(["直属单位正职"])
    fits(page)
    page.get_by_role("link", name="显示全部类别").click()
    expect(page.locator("#ranking h3")).to_have_count(6)


def test_why_somebody_has_this_rank(page: Page, year: str, address: str) -> None:
    sized(page, DESK)
    sign_in(page, address)
    page.goto(year)
    person = page.locator("#ranking tr", has_text="20004")
    expect(person.locator("details p").first).to_be_hidden()
    person.locator("summary").click()
    expect(person.locator("details p").first).to_contain_text("40 人中列第 4 名")
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
