"""Every chart says what its table says: also without a script, on paper, on a phone, by its shapes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from core.models import Installation
from tests.support.browser import fits
from tests.support.people import user_with
from tests.support.rulebook import rulebook_restore
from tests.support.settled import settle_gaps
from tests.support.small_year import DEPUTIES, YEAR, small_year, staff_no

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
# What the picture was told to draw, as the library holds it.
OPTION = """name => {
  const box = document.querySelector(`#${name} [data-chart-picture]`);
  const option = echarts.getInstanceByDom(box).getOption();
  const series = option.series.map(item => ({
    type: item.type, name: item.name, symbol: typeof item.symbol === "string" ? item.symbol : "",
    data: item.data.map(entry => entry.value),
    lines: ((item.markLine || {}).data || []).map(line => [line.name, line.xAxis]),
  }));
  return {
    series, groups: option.yAxis[0].data || [],
    aria: box.getAttribute("aria-label"), role: box.getAttribute("role"),
  };
}"""
TABLE = """name => [...document.querySelectorAll(`#${name} tr`)]
  .map(row => [...row.cells].map(cell => cell.textContent.trim().replace(/\\s+/g, " ")))"""
BOX = ["最低", "下四分位", "中位数", "上四分位", "最高"]
MARKS = ["平均分", "表彰名额线", "研判名额线"]


@pytest.fixture
def site(live_server: LiveServer) -> str:
    rulebook_restore()
    Installation.objects.create(name="示范大学", is_demo=True)
    # Forty people in one category, and three ranked, too few for a box, in another one.
    settle_gaps(small_year(45, same={7: 8}, deputies=tuple(range(40, 45)), without_leaders=(40, 41)))
    return live_server.url


def session(site: str, staff: str = "80001") -> dict[str, str]:
    client = Client()
    client.force_login(user_with(Role.ORG_HEAD, staff_no=staff))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}


@pytest.fixture
def officer(page: Page, site: str) -> Page:
    page.context.add_cookies([session(site)])  # type: ignore[list-item]
    page.set_viewport_size({"width": 1280, "height": 900})
    return page


def records(page: Page, name: str) -> list[dict[str, str]]:
    header, *rows = page.evaluate(TABLE, name)
    return [dict(zip(header, row, strict=True)) for row in rows]


def number(text: str) -> float:
    return float(text.replace("\u2212", "-"))


def drawn(page: Page, name: str) -> dict[str, Any]:
    expect(page.locator(f"#{name} svg")).to_be_visible()
    return dict(page.evaluate(OPTION, name))


def assert_bars(page: Page, *, lines: int) -> None:
    # The picture first: it waits for the page that a click has asked for.
    option, table = drawn(page, "distribution"), records(page, "distribution")
    (bars,) = option["series"]
    step = 0.01
    assert bars["data"] == [
        [number(row["总分从"]), pytest.approx(number(row["到（含）"]) + step), number(row["人数"])]
        for row in table
    ]
    said = [
        (
            line.locator("[data-chart-line-name]").inner_text(),
            number(line.locator("[data-chart-line-value]").inner_text()),
        )
        for line in page.locator("#distribution [data-chart-line]").all()
    ]
    assert [tuple(line) for line in bars["lines"]] == said
    assert len(said) == lines


def assert_boxes(page: Page) -> None:
    option, table = drawn(page, "boxes"), records(page, "boxes")
    assert option["groups"] == [f"{row['考核类别']}（{row['人数']} 人）" for row in table]
    series = {item["name"]: item for item in option["series"]}
    boxes = series["箱体"]["data"]
    points = [tuple(value) for value in series.get("各人总分", {"data": []})["data"]]
    for place, row in enumerate(table):
        few = int(row["人数"]) < 5
        assert boxes[place] == (["-"] * 5 if few else [number(row[name]) for name in BOX])
        own = [value for value, at in points if at == place]
        assert own == ([number(text) for text in row["各人总分"].split("、")] if few else [])
        for name in MARKS:
            at = [value for value, where in series.get(name, {"data": []})["data"] if where == place]
            assert at == ([] if row[name] == "—" else [number(row[name])])
    signs = [item["symbol"] for item in option["series"] if item["type"] == "scatter"]
    assert len(set(signs)) == len(signs), "no sign differs by its colour alone"


def test_every_chart_equals_its_table(officer: Page, site: str) -> None:
    officer.goto(f"{site}/appraisal/{YEAR}/")
    assert_bars(officer, lines=0)
    assert_boxes(officer)
    assert [row["人数"] for row in records(officer, "boxes")] == ["40", "3"]
    officer.locator("#charts nav a").nth(1).click()
    expect(officer).to_have_url(re.compile("category="))
    expect(officer.locator("#distribution [data-chart-line]")).to_have_count(2)
    assert_bars(officer, lines=2)
    assert_boxes(officer)


def test_a_picture_has_words_of_its_own(officer: Page, site: str) -> None:
    officer.goto(f"{site}/appraisal/{YEAR}/")
    for name in ("distribution", "boxes"):
        option = drawn(officer, name)
        assert option["role"] == "img"
        about = officer.locator(f"#{name}-about").inner_text()
        assert option["aria"] == about
        assert re.search(r"\d+ 人", about), "n is said"


def test_a_changed_table_would_be_found(officer: Page, site: str) -> None:
    officer.goto(f"{site}/appraisal/{YEAR}/")
    drawn(officer, "distribution")
    officer.evaluate("document.querySelector('#distribution tbody td:nth-child(3)').textContent = '99'")
    with pytest.raises(AssertionError):
        assert_bars(officer, lines=0)


def test_without_a_script_the_table_is_all_and_whole(browser: Browser, site: str) -> None:
    context = browser.new_context(locale="zh-CN", java_script_enabled=False)
    context.add_cookies([session(site)])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{site}/appraisal/{YEAR}/")
    for name in ("distribution", "boxes"):
        expect(page.locator(f"#{name} table")).to_be_visible()
        expect(page.locator(f"#{name} [data-chart-picture]")).to_be_hidden()
    context.close()


def test_on_a_phone_and_on_paper_nothing_is_cut_off(officer: Page, site: str) -> None:
    officer.set_viewport_size({"width": 390, "height": 844})
    officer.goto(f"{site}/appraisal/{YEAR}/")
    assert_boxes(officer)
    fits(officer)
    # A4 across, less the margins, at 96 dots to the inch.
    officer.set_viewport_size({"width": 1032, "height": 700})
    officer.emulate_media(media="print")
    for name in ("distribution", "boxes"):
        picture = officer.locator(f"#{name} svg")
        expect(picture).to_be_visible()
        found = picture.bounding_box()
        assert found is not None
        assert found["x"] >= 0
        assert found["x"] + found["width"] <= 1032


def test_who_takes_part_is_drawn_the_other_categories_only(page: Page, site: str) -> None:
    page.context.add_cookies([session(site, staff_no(0))])  # type: ignore[list-item]
    page.goto(f"{site}/appraisal/{YEAR}/")
    expect(page.get_by_text("党委决定前不显示本类别的数字").first).to_be_visible()
    option = drawn(page, "boxes")
    assert option["groups"] == [f"{DEPUTIES}（3 人）"]
    assert_boxes(page)
    assert sum(bar[2] for bar in drawn(page, "distribution")["series"][0]["data"]) == 3


def test_no_other_page_loads_the_library(officer: Page, site: str) -> None:
    for path in ("/", "/appraisal/", f"/appraisal/{YEAR}/sittings/"):
        officer.goto(site + path)
        assert "echarts" not in officer.content(), path
