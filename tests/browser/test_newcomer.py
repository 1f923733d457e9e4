"""A newcomer's first quarter of an hour with the demo, step by step as README tells it.

`PICTURES=docs/pictures ./test --fast tests/browser/test_newcomer.py` takes README's pictures anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from appraisal.models import Cycle
from portal import sign_ins
from portal.services import demo_load
from tests.support.browser import fits, picture
from tests.support.rulebook import rulebook_restore

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
ORGANIZATION, DISCIPLINE, CADRE = "组织部工作人员", "纪委监察部门工作人员", "干部"


@pytest.fixture
def people(live_server: LiveServer, tmp_path: Path) -> dict[str, sign_ins.Issued]:
    """The demo institution as `./run` loads it; role -> who signs in, the first of each."""
    rulebook_restore()
    demo_load(folder=tmp_path, may_mark=True, say=lambda _: None)
    issued = sign_ins.read(tmp_path / "demo-sign-ins.txt")
    return {person.role: person for person in reversed(issued)}


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """A page whose console says nothing; the policy's breaches stand there as errors."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport=DESK)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []


def sign_in(page: Page, address: str, who: sign_ins.Issued) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/sign-in/")
    page.get_by_label("工号").fill(who.staff_no)
    page.get_by_label("密码").fill(who.password)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name=f"{who.name}，您好")).to_be_visible()


def shoot(page: Page, name: str) -> None:
    """A picture of what a newcomer sees now; README's own where it is asked for."""
    fits(page)
    page.evaluate("document.fonts.ready")
    picture(page, name, whole=False)


def on_the_phone(page: Page, name: str) -> None:
    page.set_viewport_size(PHONE)
    shoot(page, name)
    page.set_viewport_size(DESK)


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1, name=words)).to_be_visible()


def test_the_first_quarter_of_an_hour(
    desk: Page, live_server: LiveServer, people: dict[str, sign_ins.Issued]
) -> None:
    desk.set_default_timeout(60_000)
    the_organization_department(desk, live_server.url, people[ORGANIZATION])
    the_discipline_office(desk, live_server.url, people[DISCIPLINE])
    the_second_of_two(desk, live_server.url, people[ORGANIZATION])
    a_cadre(desk, live_server.url, people[CADRE])
    assert Cycle.objects.get(year=2025).confirmed_at is not None, "two people confirmed the count by pages"


def the_organization_department(page: Page, address: str, who: sign_ins.Issued) -> None:
    """待办, the year at a glance, both lists, why somebody is on one, the sheet, the meeting's papers."""
    sign_in(page, address, who)
    expect(page.get_by_role("heading", name="待办")).to_be_visible()
    shoot(page, "home-1280")

    page.get_by_role("link", name="2025 年度考核").first.click()
    heading(page, "2025 年度考核")
    expect(page.locator("#charts svg").first).to_be_visible()
    shoot(page, "year-1280")
    on_the_phone(page, "year-390")
    page.locator("#charts").scroll_into_view_if_needed()
    page.locator("#charts").evaluate("node => window.scrollTo(0, node.offsetTop - 80)")
    shoot(page, "charts-1280")

    contents = page.get_by_role("navigation", name="本年度的页面")
    contents.get_by_role("link", name="两个名单").click()
    heading(page, "两个名单")
    shoot(page, "lists-1280")

    barred = page.get_by_role("row").filter(has_text="不得评优").first
    barred.get_by_role("link").first.click()
    heading(page, re.compile("为什么"))
    shoot(page, "why-1280")
    page.get_by_role("link", name=re.compile("^计分[单表]$")).click()
    heading(page, re.compile("计分"))
    shoot(page, "sheet-1280")

    page.goto(f"{address}/appraisal/2025/prints/")
    page.get_by_role("link", name="印制会议材料").click()
    page.get_by_label("排序总表").check()
    page.get_by_label("会议或用途").fill("党委常委会研究 2025 年度考核结果")
    page.get_by_label("份数").fill("3")
    page.get_by_label("持有人").fill("党委书记\n校长\n组织部部长")
    page.get_by_role("button", name="印制").click()
    page.get_by_role("link", name="单独打印").first.click()
    heading(page, "打印排序总表")
    shoot(page, "papers-1280")


def the_discipline_office(page: Page, address: str, who: sign_ins.Issued) -> None:
    """The 监票人 finds what waits, and confirms the count beside the 计分人."""
    sign_in(page, address, who)
    waiting = page.get_by_role("region", name="待办")
    expect(waiting.get_by_role("link").first).to_be_visible()
    page.goto(f"{address}/appraisal/2025/scoring/")
    heading(page, "计分与确认")
    shoot(page, "scoring-1280")
    page.get_by_role("link", name="核对并确认计分").click()
    page.get_by_role("button", name="确认计分").click()
    expect(page.get_by_text("等待另一名计分人员确认").first).to_be_visible()


def the_second_of_two(page: Page, address: str, who: sign_ins.Issued) -> None:
    """The 计分人 follows the 待办 and confirms too."""
    sign_in(page, address, who)
    page.get_by_role("region", name="待办").get_by_role("link", name=re.compile("确认.*计分")).click()
    compare = page.get_by_role("link", name="核对并确认计分")
    expect(compare.or_(page.get_by_role("button", name="确认计分")).first).to_be_visible()
    if compare.count():
        compare.click()
    page.get_by_role("button", name="确认计分").click()
    expect(page.get_by_text("计分已经两人确认").first).to_be_visible()


def a_cadre(page: Page, address: str, who: sign_ins.Issued) -> None:
    """Finds the own page and the own figures, and nobody else's."""
    sign_in(page, address, who)
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="我的信息").click()
    heading(page, re.compile(who.name))
    page.goto(f"{address}/appraisal/2025/mine/")
    heading(page, re.compile("我的计分表"))
    on_the_phone(page, "mine-390")
    assert page.request.get(f"{address}/appraisal/2025/").status == 404
