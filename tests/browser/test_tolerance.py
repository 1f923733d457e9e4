"""A tolerance case in Chromium with seven sign-ins, from the application to the publication (第十二条)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from core import clock
from tests.support.browser import fits, picture
from tests.support.people import PASSWORD
from tests.support.rulebook import rulebook_restore
from tests.support.tolerance import STATEMENT, TEXTS, TRIAGE, Clock, Story

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


class Seat:
    """One person at an own browser; a word on the console fails."""

    def __init__(self, browser: Browser, site: str, user: User) -> None:
        user.set_password(PASSWORD)
        user.save()
        self.site = site
        self.context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport=DESK)  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.said: list[str] = []
        self.page.on(
            "console",
            lambda line: self.said.append(line.text) if line.type in ("error", "warning") else None,
        )
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.user = user
        self.sign_in()

    def sign_in(self) -> Seat:
        """Through the front door; again after days in which the session ended."""
        self.context.clear_cookies()
        self.page.goto(f"{self.site}/sign-in/")
        self.page.get_by_label("工号").fill(self.user.staff_no)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.get_by_role("heading", name=f"{self.user.name}，您好")).to_be_visible()
        return self

    def duty(self, name: str) -> Seat:
        """Opens what waits at home."""
        self.page.goto(self.site)
        self.page.get_by_role("region", name="待办").get_by_role("link", name=name).first.click()
        return self

    def fill(self, **given: str) -> Seat:
        """Texts by the name that the form gives them."""
        for name, value in given.items():
            self.page.locator(f"[name='{name}']").fill(value)
        return self

    def check(self, *values: tuple[str, Any]) -> Seat:
        """Boxes and circles by name and value."""
        for name, value in values:
            self.page.locator(f"[name='{name}'][value='{value}']").check()
        return self

    def press(self, name: str) -> Seat:
        self.page.locator("main").get_by_role("button", name=name, exact=True).first.click()
        return self

    def link(self, name: str) -> Seat:
        self.page.locator("main").get_by_role("link", name=name).first.click()
        return self

    def sees(self, *words: str) -> Seat:
        for said in words:
            expect(self.page.locator("body")).to_contain_text(said)
        return self

    def shoot(self, name: str) -> Seat:
        """Pictures at the desk and on the phone, where nothing scrolls sideways."""
        for width, view in (("1280", DESK), ("390", PHONE)):
            self.page.set_viewport_size(view)  # type: ignore[arg-type]
            fits(self.page)
            picture(self.page, f"tolerance-{name}-{width}")
        self.page.set_viewport_size(DESK)  # type: ignore[arg-type]
        return self

    def leave(self) -> None:
        self.context.close()
        assert self.said == []


def the_committee_decides(story: Story, org: Seat, party: Seat) -> None:
    """组织部 puts it on an agenda, 党办 records who came and what was decided, 组织部 makes it final."""
    org.page.goto(f"{org.site}/meetings/new/")
    org.page.locator("[name='kind']").select_option("standing")
    org.fill(number="2026年第9次", held_on=str(clock.today()), place="行政楼第一会议室", chair="陈正")
    org.press("建立").link("加入议题").page.get_by_role("button", name="列入议题").click()
    org.sees("已列入议题").page.get_by_role("link", name="2026年第9次").first.click()
    org.link("议题已定").press("确定议题").sees("议题已定。")
    party.duty("登记会议召开情况")
    party.fill(**{f"name-{place}": name for place, name in enumerate(("陈正", "白帆", "程朗"))})
    party.press("保存参会人员").link("登记召开").press("会议已召开").link("秦素容错认定")
    party.link("按提请、全票同意填好再改").press("保存结果").sees("结果已保存").leave()
    org.duty("核对会议结果并定稿").press("定稿").sees("已定稿")
    assert story.case.state == "decided"


@pytest.fixture
def story(live_server: LiveServer) -> Iterator[Story]:
    rulebook_restore()
    yield Story(Client())


def test_seven_people_walk_a_case_to_its_publication(
    story: Story, browser: Browser, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    days, site = Clock(monkeypatch), live_server.url

    cadre = Seat(browser, site, story.person)
    cadre.page.goto(f"{site}/tolerance/")
    cadre.link("申请容错认定").check(("office", "discipline")).press("开始填写")
    cadre.page.locator("[name='matter']").select_option(str(story.matter.pk))
    cadre.fill(**{name: text for name, text in TEXTS.items() if isinstance(text, str)})
    cadre.check(*(("conditions", one) for one in TEXTS["conditions"]))
    expect(cadre.page.locator("[data-saving]")).to_contain_text("已自动保存")
    cadre.shoot("write").press("提交申请").sees("申请已提交", "待受理", "还有").shoot("case-cadre")

    one = Seat(browser, site, story.one)
    one.duty("初步研判容错申请")
    one.check(*((code, "excused") for code in ("experience", "exploration", "development")))
    one.fill(**{name: text for name, text in TRIAGE.items() if name.endswith("_reason")})
    one.press("保存研判").sees("初步研判已保存")

    head = Seat(browser, site, story.discipline)
    head.duty("决定是否受理容错申请").check(("officers", story.one.pk), ("officers", story.two.pk))
    head.press("受理").sees("已受理", "核实人员：倪安、郝立")

    two = Seat(browser, site, story.two)
    one.duty("调查核实并确认结果").check(("step", "result"))
    one.page.locator("[name='with_officer']").select_option(str(story.two.pk))
    one.fill(on=str(story.case.since), document_no="纪核〔2026〕2号", content="查阅采购档案，情况属实。")
    one.press("保存").sees("核实步骤已登记", "还有 2 名核实人员没有确认")
    one.link("确认核实结果").press("确认")
    two.page.goto(f"{site}/tolerance/{story.case.pk}/")
    two.link("确认核实结果").press("确认").sees("综合分析").leave()

    one.duty("填写六要素分析")
    for name in ("动机态度", "客观条件", "程序方法", "性质程度", "后果影响", "挽回损失"):
        one.link(f"填写{name}").fill(facts="为按期开课，情况紧急。", evidence="纪核〔2026〕2号")
        one.check(("finding", "favourable")).press("保存").sees("已保存")
    one.leave()
    cadre.duty("对容错申请作本人陈述").fill(statement=STATEMENT).press("提交陈述").sees("陈述已提交")

    secretary = Seat(browser, site, story.secretary)
    secretary.duty("对容错申请提出书面意见").fill(text="情况属实，建议容错。", post="党总支书记")
    secretary.press("签署并提交").sees("书面意见已提交").leave()

    head.duty("签署容错共同意见").check(("proposal", "exempt")).fill(text="出于公心。").press("签署")
    org = Seat(browser, site, story.org)
    org.duty("签署容错共同意见").check(("proposal", "exempt")).fill(text="同意。").press("签署")
    head.duty("将容错申请提请党委研究").fill(considered="采纳。").press("提请党委研究").sees("待党委研究")

    the_committee_decides(story, org, Seat(browser, site, story.party))

    head.duty("将容错认定结果报上级").fill(
        to_whom="市教育卫生工作委员会", document_no="沪电机委〔2026〕9号", reported_on=str(story.case.since)
    )
    head.press("登记").sees("免除责任", "已报上级")
    head.duty("拟定公开内容").check(("scope", "unit")).fill(text="经党委研究，对秦素同志予以容错。")
    head.press("送本人阅看").sees("已送本人阅看")
    cadre.duty("阅看拟公开的认定结果").sees("经党委研究，对秦素同志予以容错").shoot("shown")
    org.leave()

    days.after(story.case.outcome_in_force.publication.objections_until)
    head.sign_in().duty("阅看期满后公开认定结果").press("公开").sees("认定结果已公开").shoot("case-head")
    head.page.goto(f"{site}/tolerance/")
    head.sees("秦素", "已公开").shoot("list").leave()
    cadre.sign_in().page.goto(f"{site}/tolerance/published/")
    cadre.sees("经党委研究，对秦素同志予以容错").leave()
