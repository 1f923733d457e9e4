"""In Chromium: a lead becomes a card, is signed, mended, lifted; a lifted matter vanishes from all counts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from alerts.models import Card
from core import clock
from matters.models import Relief
from matters.services import relief_record
from tests.support.alerts import FACTS, Office, item_values
from tests.support.people import PASSWORD
from tests.support.rulebook import rulebook_restore

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
LABELS = {
    "problem": "问题",
    "cause": "原因",
    "measure": "整改措施",
    "remedy": "单位的补救措施",
    "helper": "帮助的人",
    "owner": "责任人",
}


@pytest.fixture
def office(live_server: LiveServer) -> Iterator[Office]:
    rulebook_restore()
    found = Office()
    for user in User.objects.filter(is_system=False):
        user.set_password(PASSWORD)
        user.save()
    yield found


def sign_in(page: Page, site: str, user: User, path: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{site}/sign-in/?next={path}")
    page.fill("#id_username", user.staff_no)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"**{path}")


def pressed(page: Page, link: str, button: str) -> None:
    """Opens a step by its link, then presses its button."""
    page.get_by_role("link", name=link, exact=True).first.click()
    page.get_by_role("button", name=button, exact=True).click()


def test_from_a_lead_to_a_lifted_card_and_a_matter_that_vanishes(
    page: Page, live_server: LiveServer, office: Office
) -> None:
    site = live_server.url
    signal = office.signal(highest="yellow")
    sign_in(page, site, office.head, f"/alerts/signals/{signal.pk}/")
    page.get_by_role("link", name="转为办理").click()
    page.get_by_label("办理方式").select_option(label="黄牌警示")
    page.get_by_label("事由").fill("采购验收不规范")
    page.get_by_label("核实过的事实").fill(FACTS)
    page.get_by_role("button", name="提出").click()
    page.get_by_role("link", name="签发", exact=True).click()
    page.get_by_label("文号").fill("纪〔2026〕7 号")
    page.get_by_role("button", name="签发", exact=True).click()
    expect(page.get_by_text("已签发，请在期限内送达签收")).to_be_visible()
    card = Card.objects.get()
    here = f"/alerts/cards/{card.pk}/"

    sign_in(page, site, office.own, "/alerts/mine/")
    expect(page.get_by_text("请签收。签收表示收到")).to_be_visible()
    page.get_by_role("link", name="黄牌警示").click()
    pressed(page, "签收", "签收")
    page.get_by_role("link", name="填写一项").click()
    values = item_values()
    for name, label in LABELS.items():
        page.get_by_label(label, exact=True).fill(values[name])
    page.get_by_label("完成时限").fill(values["due"].isoformat())
    page.get_by_role("button", name="保存").click()
    pressed(page, "报送整改方案", "报送")
    page.get_by_role("link", name="报告完成").click()
    page.get_by_label("完成情况和佐证").fill("办法已修订，台账附后")
    page.get_by_role("button", name="报告完成").click()

    sign_in(page, site, office.officer, here)
    pressed(page, "销号", "销号")
    sign_in(page, site, office.second, here)
    pressed(page, "复核销号", "销号")
    sign_in(page, site, office.own, here)
    page.get_by_role("link", name="提交整改报告").click()
    page.get_by_label("整改情况").fill("逐项整改到位。")
    page.get_by_role("button", name="提交").click()
    sign_in(page, site, office.officer, here)
    page.get_by_role("link", name="核查", exact=True).click()
    page.get_by_label("整改到位，解除").check()
    page.get_by_label("核查情况").fill("两人到场核查属实")
    page.get_by_role("button", name="登记核查结论").click()
    sign_in(page, site, office.second, here)
    page.get_by_role("link", name="复核核查结论").click()
    page.get_by_label("解除文号").fill("纪解〔2026〕1 号")
    page.get_by_role("button", name="同意").click()
    expect(page.locator("h1")).to_contain_text("已解除")

    sign_in(page, site, office.head, "/alerts/")
    expect(page.get_by_text("共签发 1 件")).to_be_visible()
    relief_record(
        matter=Card.objects.get().matter,
        cadre=office.cadre,
        kind=Relief.Kind.EXEMPT,
        source=f"党委会 {clock.today()}",
        actor=office.org_head,
    )
    page.reload()
    expect(page.get_by_text("近十二个月没有签发").first).to_be_visible()
    page.goto(site + here)
    expect(page.get_by_text("不作负面评价，不计入任何统计")).to_be_visible()
