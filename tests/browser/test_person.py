"""An officer of the organization department reads a cadre, corrects, meets a colleague, looks once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role, SecurityEvent, User
from appraisal.models import EarlierResult
from cadres.models import Absence, Appointment, Cadre, Term
from cadres.services import cadre_edit, identity_change
from core import clock
from core.models import ImportBatch, Installation
from matters.models import Mark, Matter, Relief
from tests.support.browser import SEEN, axe_faults, fits, picture
from tests.support.people import PASSWORD, user_with
from tests.support.register import appointed, post, unit
from tests.support.rulebook import rulebook_restore
from tests.support.scoring import confirmed_as_if
from tests.support.small_year import small_year, staff_no

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
SIZES = ((1280, 900), (768, 1024), (390, 844))
IDENTITY, PHONE = "11010519491231002X", "13812345678"
NAME = "阿卜杜热西提·麦麦提托合提·阿卜杜拉江·吐尔逊尼亚孜"


@pytest.fixture
def address(live_server: LiveServer) -> str:
    rulebook_restore()
    user_with(Role.ORG_OFFICER, staff_no="90001", name="周敏", password=PASSWORD)
    user_with(Role.ORG_HEAD, staff_no="90002", name="许文澜")
    user_with(Role.UNIT_PARTY, staff_no="90003", name="林晓", password=PASSWORD)
    Installation.objects.create(name="示范大学", is_demo=True)
    furnish()
    return live_server.url


def furnish() -> None:
    """Twenty years of somebody's life in the register."""
    confirmed_as_if(small_year(6))
    who = Cadre.objects.get(staff_no=staff_no(1))
    system = User.objects.system()
    basics = {
        "name": NAME,
        "born": "1975-03",
        "sex": "男",
        "ethnicity": "维吾尔族",
        "started_work": "1997-07",
    }
    identity_change(cadre=who, version=1, identity_no=IDENTITY, phone=PHONE, actor=system, reason="补录")
    cadre_edit(cadre=who, version=2, values=basics, actor=system, reason="导入 干部名册.xlsx")
    present = who.appointments.get()
    Appointment.objects.filter(pk=present.pk).update(
        in_post_since="2021-03", admin_level="正处级", document_no="校党〔2021〕3号"
    )
    Term.objects.create(appointment=present, starts="2021-03", ends="2026-03")
    for name, title, since, until in (
        ("马克思主义学院", "副院长", "2012-06", "2016-09"),
        ("𠮷林研究中心", "副主任", "2006-07", "2012-06"),
        ("国际合作与交流处（港澳台事务办公室）", "副处长", "2016-09-15", "2021-03"),
    ):
        Appointment.objects.create(
            cadre=who,
            post=post(unit(name), title=title, rank="副职"),
            in_post_since=since,
            ended_on=until,
            end_reason="交流任职",
        )
    appointed(who, post(unit("校友会"), title="秘书长"), Appointment.Kind.CONCURRENT, "2022-05")
    appointed(who, post(unit("后勤处")), Appointment.Kind.ACTING, "2024-11")
    Absence.objects.create(
        cadre=who, kind="secondment", starts=date(2018, 3, 1), ends=date(2019, 2, 28), note="某县副县长"
    )
    batch = ImportBatch.objects.create(
        kind="earlier", file_name="历年.xlsx", created_by=system, created_at=clock.now()
    )
    for year, rank, grade in ((2021, 31, "称职"), (2022, 18, "称职"), (2023, 6, "优秀"), (2024, 12, "称职")):
        EarlierResult.objects.create(
            cadre=who, year=year, category="机关正职", grade=grade, rank=rank, out_of=42, source=batch
        )
    lifted = Matter.objects.create(number="SX2024003")
    Mark.objects.create(
        matter=lifted,
        cadre=who,
        measure="黄牌",
        decided_on=date(2024, 3, 1),
        points=Decimal(2),
        file_year=2024,
    )
    Relief.objects.create(
        matter=lifted, cadre=who, kind="免除责任", source="校党委会纪要〔2024〕8号", file_year=2024
    )
    Mark.objects.create(
        matter=Matter.objects.create(number="SX2025001"),
        cadre=who,
        measure="诫勉",
        decided_on=date(2025, 4, 1),
    )


def sign_in(page: Page, address: str, number: str = "90001") -> None:
    page.goto(f"{address}/sign-in/")
    page.get_by_label("工号").fill(number)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="您好")).to_be_visible()


def check(page: Page, name: str) -> None:
    """Nothing serious for those who cannot see or use no mouse; at every width it fits; a picture."""
    assert axe_faults(page, seen=SEEN) == [], name
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        fits(page)
        picture(page, f"person-{name}-{width}")
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_cadre_is_read_corrected_and_revealed(page: Page, address: str) -> None:
    sign_in(page, address)
    page.goto(f"{address}/cadres/{staff_no(1)}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    check(page, "page")
    page.get_by_role("link", name="更正基本信息").click()
    expect(page.get_by_role("button", name="保存")).to_be_visible()
    check(page, "edit")
    page.get_by_label("参加工作时间").fill("1997.1")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_text("请写成 1997.01 或 1997.10")).to_have_count(2)
    check(page, "mistake")
    page.get_by_label("参加工作时间").fill("1997年10月")
    page.get_by_label("政治面貌").fill("中共党员")
    page.get_by_label("更正依据或原因").fill("核对档案")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存。")).to_be_visible()
    expect(page.locator("#basics")).to_contain_text("1997-10")
    expect(page.locator("#history")).to_contain_text("核对档案")
    page.get_by_role("link", name="逐项查看全部变动").click()
    expect(page.get_by_text("中共党员")).to_be_visible()
    check(page, "history")


def test_the_numbers_are_seen_once(page: Page, address: str) -> None:
    sign_in(page, address)
    page.goto(f"{address}/cadres/{staff_no(1)}/")
    expect(page.get_by_text("110105********002X")).to_be_visible()
    page.locator("#basics .person-reveal").first.click()
    page.get_by_label("查看原因").fill("办理因公出国审批")
    page.get_by_role("button", name="记录原因并查看").click()
    expect(page.get_by_text(IDENTITY)).to_be_visible()
    check(page, "revealed")
    assert SecurityEvent.objects.filter(kind=SecurityEvent.Kind.REVEAL, subject=staff_no(1)).count() == 1
    page.get_by_role("link", name="回到干部页面").click()
    expect(page.get_by_text(IDENTITY)).to_have_count(0)


@pytest.mark.filterwarnings("ignore")
def test_two_people_at_one_form(browser: object, address: str) -> None:
    # Not the page that fails on an error of the console: the browser reports the 409 there.
    page: Page = browser.new_context(locale="zh-CN").new_page()  # type: ignore[attr-defined]
    sign_in(page, address)
    page.goto(f"{address}/cadres/{staff_no(1)}/edit/")
    who = Cadre.objects.get(staff_no=staff_no(1))
    colleague = User.objects.get(staff_no="90002")
    cadre_edit(cadre=who, version=who.version, values={"native_place": "新疆喀什"}, actor=colleague)
    page.get_by_label("备注").fill("我写的备注")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="许文澜改过这条记录")).to_be_visible()
    expect(page.get_by_label("备注")).to_have_value("我写的备注")
    check(page, "conflict")
    page.get_by_label("籍贯").fill("新疆喀什")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存。")).to_be_visible()
    who.refresh_from_db()
    assert (who.native_place, who.remark) == ("新疆喀什", "我写的备注")
    page.context.close()


def test_a_post_is_begun_and_ended(page: Page, address: str) -> None:
    free = post(unit("科研处"))
    sign_in(page, address)
    page.goto(f"{address}/cadres/{staff_no(2)}/")
    page.get_by_role("link", name="登记任职").click()
    page.get_by_label("任职单位").select_option("科研处")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("button", name="登记任职")).to_be_visible()
    check(page, "appointment")
    page.get_by_label("职务", exact=True).select_option(str(free.pk))
    page.get_by_label("任职类型").select_option("兼任")
    page.get_by_label("任现职时间").fill("2026.09")
    page.get_by_role("button", name="登记任职").click()
    expect(page.locator("#tenure")).to_contain_text("科研处")
    page.locator("#tenure tr", has_text="科研处").get_by_role("link", name="免职").click()
    page.get_by_label("免职时间").fill("2026-10")
    check(page, "end")
    page.get_by_role("button", name="登记免职").click()
    expect(page.locator("#tenure table")).to_contain_text("2026-10")
    for name, link in (("leave", "登记离册"), ("kin", "亲属（回避）"), ("absence", "登记离岗")):
        page.goto(f"{address}/cadres/{staff_no(2)}/")
        page.get_by_role("link", name=link).click()
        expect(page).not_to_have_url(f"{address}/cadres/{staff_no(2)}/")
        check(page, name)


def test_what_the_unit_sees(page: Page, address: str) -> None:
    sign_in(page, address, "90003")
    page.goto(f"{address}/cadres/{staff_no(1)}/")
    expect(page.get_by_role("heading", name="按您的角色不显示")).to_be_visible()
    expect(page.get_by_text("诫勉")).to_have_count(0)
    check(page, "unit")


def test_by_keyboard_alone(page: Page, address: str) -> None:
    sign_in(page, address)
    page.goto(f"{address}/cadres/{staff_no(1)}/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim().replace(/\\s+/g, ' ')"))
    for name in ("更正信息", "登记离册", "年度考核", "更正基本信息", "查看完整身份证号", "登记任职"):
        assert name in reached, name
