"""An officer finds people, narrows the list, keeps a view and takes it out: desk, tablet and phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from cadres.models import PostRank
from core.models import Installation
from tests.support.browser import SEEN, axe_faults, fits, picture
from tests.support.people import PASSWORD, user_with
from tests.support.roster import listed, many, unit_named

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
DESK, TABLET, PHONE = (1280, 900), (768, 1024), (390, 844)


@pytest.fixture
def address(live_server: LiveServer) -> str:
    user_with(Role.ORG_OFFICER, staff_no="20001", name="周敏", password=PASSWORD)
    Installation.objects.create(name="示范大学", is_demo=True)
    school = unit_named("机械工程学院")
    listed("10001", "阿卜杜热西提·麦麦提", unit=school, rank=PostRank.DEPUTY, ethnicity="维吾尔族")
    listed("10002", "欧阳文博", unit=school, born="1980-11")
    listed("10003", "王𠮷祥", sex="女", email="wjx@example.edu.cn")
    many(57)
    return live_server.url


def sign_in(page: Page, address: str, size: tuple[int, int] = DESK) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{address}/sign-in/?next=/cadres/")
    page.get_by_label("工号").fill("20001")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="干部名册")).to_be_visible()


def shoot(page: Page, name: str) -> None:
    picture(page, name, whole=name.endswith("whole"))


def check(page: Page) -> None:
    """Nothing scrolls sideways, and nothing serious for those who cannot see or cannot use a mouse."""
    fits(page)
    assert axe_faults(page, seen=SEEN) == []


def shows(page: Page, *numbers: str) -> None:
    """These people and nobody else, as soon as the answer has come."""
    expect(page.locator("td.staff-no")).to_have_text(numbers)


def test_typing_initials_narrows_the_list_and_back_goes_back(page: Page, address: str) -> None:
    sign_in(page, address)
    expect(page.locator("#list-count")).to_have_text("共 60 人")
    page.get_by_role("searchbox").press_sequentially("oyw", delay=20)
    expect(page.locator("#list-count")).to_have_text("符合条件的有 1 人")
    shows(page, "10002")
    expect(page).to_have_url(f"{address}/cadres/?q=oyw")
    expect(page.get_by_role("searchbox")).to_be_focused()
    # htmx remembers the address of the tab until it is closed or somebody signs out; no page is kept.
    kept = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert set(kept) <= {"htmx-current-path-for-history"}
    page.get_by_role("link", name="搜索：oyw").click()
    expect(page.locator("#list-count")).to_have_text("共 60 人")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("oyw")


def test_filter_columns_view_and_file(page: Page, address: str) -> None:
    sign_in(page, address)
    page.get_by_text("筛选条件").click()
    page.locator("#list-sex").select_option("女")
    expect(page.locator("#list-count")).to_have_text("符合条件的有 1 人")
    page.get_by_text("列与排序").click()
    page.get_by_label("邮箱").check()
    page.get_by_role("button", name="应用", exact=True).click()
    expect(page.get_by_role("cell", name="wjx@example.edu.cn")).to_be_visible()
    page.get_by_text("保存为视图").click()
    page.get_by_label("视图名称").fill("女干部")
    check(page)
    shoot(page, "cadres-tools-1280-whole")
    page.get_by_role("button", name="保存视图").click()
    expect(page.get_by_text("视图已保存。")).to_be_visible()
    expect(page.get_by_role("link", name="女干部")).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="导出", exact=True).click()
    expect(page.get_by_label("用途")).to_be_visible()
    check(page)
    shoot(page, "cadres-export-1280")
    page.get_by_role("button", name="导出").click()
    expect(page.get_by_role("alert")).to_contain_text("请填写用途。")
    page.get_by_label("用途").fill("报送年度统计")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="导出").click()
    assert re.fullmatch(r"干部名册-\d{8}-\d{4}\.xlsx", waiting.value.suggested_filename)


def test_sorting_and_paging_by_keyboard(page: Page, address: str) -> None:
    sign_in(page, address)
    page.locator("#sort-name").focus()
    page.keyboard.press("Enter")
    expect(page.locator("th", has=page.locator("#sort-name"))).to_have_attribute("aria-sort", "ascending")
    expect(page.locator("#sort-name")).to_be_focused()
    page.get_by_role("link", name="下一页").focus()
    page.keyboard.press("Enter")
    expect(page.locator("td.staff-no")).to_have_count(10)
    expect(page).to_have_url(f"{address}/cadres/?sort=name&page=2")


@pytest.mark.parametrize("size", [DESK, TABLET, PHONE])
def test_it_reads_well_at_every_width(page: Page, address: str, size: tuple[int, int]) -> None:
    sign_in(page, address, size)
    check(page)
    shoot(page, f"cadres-{size[0]}")
    page.goto(f"{address}/cadres/?sex=男&unit=机械")
    check(page)
    shoot(page, f"cadres-filtered-{size[0]}-whole")
    page.goto(f"{address}/cadres/?q=无此人")
    expect(page.get_by_text("没有符合条件的结果")).to_be_visible()
    check(page)
    shoot(page, f"cadres-empty-{size[0]}")


def test_without_a_script_everything_still_works(browser: object, address: str) -> None:
    context = browser.new_context(locale="zh-CN", java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    sign_in(page, address)
    page.get_by_role("searchbox").fill("王 𠮷")
    page.get_by_role("button", name="搜索").click()
    shows(page, "10003")
    page.get_by_text("筛选条件").click()
    page.locator("#list-unit").fill("机械")
    page.get_by_role("searchbox").fill("")
    page.get_by_role("button", name="应用筛选").click()
    shows(page, "10001", "10002")
    assert page.locator("td.staff-no").count() == 2
    context.close()
