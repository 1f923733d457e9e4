"""A committee's papers as Chromium prints them: A3, numbered on every sheet, nothing cut off."""

from __future__ import annotations

import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role, User
from appraisal.models import Cycle, PrintDocument, PrintRun
from appraisal.services import prints_make
from appraisal.tables.prints import paper_of
from cadres.models import Cadre
from core import clock
from core.models import Installation
from tests.support.people import user_with
from tests.support.rulebook import rulebook_restore
from tests.support.small_year import YEAR, small_year

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
PEOPLE, COPIES = 60, 3
LONG_NAME, RARE_NAME = "阿卜杜热西提·麦麦提", "𠮷田文"


@pytest.fixture
def site(live_server: LiveServer) -> str:
    rulebook_restore()
    user_with(Role.ORG_OFFICER, staff_no="91001", name="许文澜")
    Installation.objects.create(name="示范大学", is_demo=True)
    small_year(PEOPLE, ungraded={59: "援派挂职"}, marked={2: "诫勉"}, same={11: 12})
    for staff_no, name in (("20001", LONG_NAME), ("20002", RARE_NAME)):
        Cadre.objects.filter(staff_no=staff_no).update(name=name)
    return live_server.url


def made(document: str) -> PrintRun:
    return prints_make(
        cycle_pk=Cycle.objects.get(year=YEAR).pk,
        document=PrintDocument(document),
        meeting="党委常委会研究年度考核结果",
        meeting_on=clock.today() + timedelta(days=3),
        copies=COPIES,
        holders=["王书记"],
        actor=User.objects.get(staff_no="91001"),
    )


def signed_in(page: Page, site: str) -> None:
    client = Client()
    client.force_login(User.objects.get(staff_no="91001"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])


def pdf(page: Page, url: str, path: Path) -> list[str]:
    """Prints the page; the text of each sheet, without the blanks between signs that the font sets."""
    page.goto(url)
    page.pdf(path=path, prefer_css_page_size=True)
    said = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert "(A3)" in said
    wide, high = map(float, re.search(r"Page size: +([\d.]+) x ([\d.]+)", said).groups())
    assert wide > high, "landscape"
    sheets = int(re.search(r"Pages: +(\d+)", said)[1])
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    found = [re.sub(r"\s+", "", sheet) for sheet in text.split("\f")[:-1]]
    assert len(found) == sheets
    return found


@pytest.mark.parametrize("document", PrintDocument.values)
def test_every_sheet_is_a3_and_says_whose_copy_it_is(
    page: Page, site: str, document: str, tmp_path: Path
) -> None:
    signed_in(page, site)
    run = made(document)
    paper = paper_of(run.cycle, PrintDocument(document), on=clock.today())
    one = pdf(page, site + reverse("print_copy", args=[YEAR, run.pk, 1]), tmp_path / "one.pdf")
    assert len(one) > 1, "the head must have something to repeat"
    for number, sheet in enumerate(one, 1):
        assert "第1号共3份" in sheet
        assert "持有人：王书记" in sheet
        assert f"第{number}页共{len(one)}页" in sheet
        assert "内部资料会后收回" in sheet
        for column in paper.columns:
            assert column.header in sheet, (number, column.header)
    text = "".join(one)
    assert "单位：示范大学党委组织部" in text
    for sign in ("计分人（签字）", "监票人（签字）", "组织部负责人（签字）"):
        assert sign in one[-1]
    # Every row, whole: each cell is there, and the last column of the longest rows too.
    rows = [row for part in paper.parts for row in part.printed]
    assert len(rows) == PEOPLE
    for row in rows:
        for _, cell in row:
            # A long cell has several lines, between which the text of its neighbours may stand.
            said = re.sub(r"\s+", "", cell)
            assert said[:12] in text, cell
            assert said[-4:] in text, cell
    assert LONG_NAME in text
    assert RARE_NAME in text

    every = pdf(page, site + reverse("print_papers", args=[YEAR, run.pk]), tmp_path / "all.pdf")
    assert len(every) == COPIES * len(one)
    for number in range(COPIES):
        own = every[number * len(one) : (number + 1) * len(one)]
        assert all(f"第{number + 1}号共3份" in sheet for sheet in own), "no sheet holds two copies"
    assert [f"本次印制第{place}页" in sheet for place, sheet in enumerate(every, 1)] == [True] * len(every)


def test_no_column_is_wider_than_the_sheet(page: Page, site: str) -> None:
    signed_in(page, site)
    for document in PrintDocument.values:
        page.goto(site + reverse("print_copy", args=[YEAR, made(document).pk, 1]))
        page.emulate_media(media="print")
        # 420 mm less both margins, at 96 dots an inch.
        page.set_viewport_size({"width": int((420 - 24) / 25.4 * 96), "height": 1000})
        wide, room = page.evaluate(
            """[Math.max(...[...document.querySelectorAll(".paper *")]
                 .map(node => node.getBoundingClientRect().right)), document.documentElement.clientWidth]"""
        )
        assert wide <= room + 1


def test_made_printed_and_collected_by_hand(page: Page, site: str) -> None:
    signed_in(page, site)
    page.goto(f"{site}/appraisal/{YEAR}/prints/")
    page.get_by_role("link", name="印制会议材料").click()
    page.get_by_label("排序总表").check()
    page.get_by_label("会议或用途").fill("党委常委会研究 2025 年度考核结果")
    page.get_by_label("份数").fill("3")
    page.get_by_label("持有人").fill("王书记\n李校长\n张部长")
    page.get_by_role("button", name="印制").click()
    expect(page.get_by_text("已编号 3 份")).to_be_visible()
    page.get_by_role("link", name="打开全部 3 份以打印").click()
    expect(page.get_by_role("button", name="打印")).to_be_visible()
    expect(page.locator("article")).to_have_count(3)
    page.go_back()
    for number in (1, 3):
        page.get_by_label(f"收回第 {number} 号").check()
    page.get_by_role("button", name="收回所选").click()
    expect(page.get_by_text("已收回 2 份：第 1、3 号。")).to_be_visible()
    page.get_by_role("link", name=re.compile("报告遗失 ?：第 2 号")).click()
    page.get_by_label("遗失情况").fill("会后未交回，已请本人书面说明。")
    page.get_by_role("button", name="报告遗失").click()
    expect(page.get_by_text("已记录第 2 号遗失。")).to_be_visible()
    assert [copy.state_word for copy in PrintRun.objects.get().numbered.all()] == [
        "已收回",
        "报告遗失",
        "已收回",
    ]
