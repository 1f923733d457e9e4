"""Radar, trend and heat map: what the library drew, the table beside it and the papers say the same."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role, Unit, UnitKind, User
from appraisal.models import Cycle, Participant, Result
from appraisal.services import year_score
from ballots.models import BallotLine
from ballots.selectors import BITS
from cadres.models import Appointment, Cadre, Post, PostRank
from core.models import Installation
from matters.models import Mark, Matter
from policy.numbers import rounded
from tests.appraisal.test_term import round_of
from tests.support.browser import fits
from tests.support.people import user_with
from tests.support.rulebook import rulebook_restore
from tests.support.settled import settle_gaps
from tests.support.small_year import CATEGORY, YEAR, small_year, staff_no

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
# Papers of person 0 all say the same; below 11 some group is of one voice in a dimension; 40 and 41 lack the
# papers of the leaders and have no total.
SHOWN, ONE_VOICE, MIXED, GAP = 20, 0, 11, 40
POINTS = {0: 90, 1: 75, 2: 60, 3: 40}
GROUPS = {0: Fraction(30, 100), 1: Fraction(30, 100), 2: Fraction(40, 100)}
DIMENSIONS = ("政治素质", "工作实绩", "作风建设", "决策部署执行")
OPTION = """name => {
  const box = document.querySelector(`#${name} [data-chart-picture]`);
  const option = echarts.getInstanceByDom(box).getOption();
  return {
    series: option.series.map(item => ({
      type: item.type, name: item.name,
      data: item.data.map(entry => entry.value),
      lines: ((item.markLine || {}).data || []).map(line => [line.xAxis, line.name]),
    })),
    indicators: ((option.radar || [])[0] || {indicator: []}).indicator.map(one => one.name),
    across: ((option.xAxis || [])[0] || {}).data || [], down: ((option.yAxis || [])[0] || {}).data || [],
    axes: [((option.xAxis || [])[0] || {}).name, ((option.yAxis || [])[0] || {}).name],
    legend: ((option.legend || [])[0] || {}).data || [],
    texts: [...box.querySelectorAll("svg text")].map(text => text.textContent),
  };
}"""
TABLE = """name => [...document.querySelectorAll(`#${name} tr`)]
  .map(row => [...row.cells].map(cell => cell.textContent.trim().replace(/\\s+/g, " ")))"""


@pytest.fixture
def site(live_server: LiveServer) -> str:
    rulebook_restore()
    Installation.objects.create(name="示范大学", is_demo=True)
    year = small_year(42, same={7: 8}, without_leaders=(GAP, GAP + 1))
    settle_gaps(year)
    _small_units()
    _earlier_years(year)
    return live_server.url


def _small_units() -> None:
    """Two are of a unit of their own; who has no total, and who has one voice, of two others."""
    for name, people in (
        ("学生处", (SHOWN, SHOWN + 1)),
        ("校医院", (GAP, GAP + 1)),
        ("档案馆", (ONE_VOICE,)),
    ):
        unit = Unit.objects.create(name=name, kind=UnitKind.OFFICE)
        for i in people:
            post = Post.objects.create(unit=unit, title=f"{name}{i}", rank=PostRank.CHIEF)
            Appointment.objects.filter(cadre__staff_no=staff_no(i)).update(post=post, in_post_since="2023-09")


def _earlier_years(year: Cycle) -> None:
    """Two years before with the same papers; a sanction in the first."""
    for back in (1, 2):
        given = {"policy": year.policy, "parameters": year.parameters, "round": round_of(year)}
        cycle = Cycle.objects.create(
            year=YEAR - back, kind=year.kind, level=year.level, state="voting", **given
        )
        people = Cadre.objects.filter(staff_no__in=[staff_no(i) for i in range(GAP)]).order_by("pk")
        Participant.objects.bulk_create(
            Participant(cycle=cycle, cadre=who, category=CATEGORY) for who in people
        )
        Mark.objects.create(
            matter=Matter.objects.create(number=f"SX{YEAR - back}001"),
            cadre=Cadre.objects.get(staff_no=staff_no(SHOWN)),
            measure="诫勉" if back == 2 else "通报批评",
            decided_on=date(YEAR - back, 5, 6),
            points=back,
        )
        year_score(cycle_pk=cycle.pk, actor=User.objects.system())


@pytest.fixture
def officer(page: Page, site: str) -> Page:
    client = Client()
    client.force_login(user_with(Role.ORG_HEAD, staff_no="80001"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
    page.set_viewport_size({"width": 1280, "height": 900})
    return page


def means_of(i: int, cycle: Cycle) -> dict[str, Fraction]:
    """The dimension means of one person, from the papers alone."""
    marks: dict[tuple[int, int], list[int]] = defaultdict(list)
    for line in BallotLine.objects.filter(round=cycle.round, cadre__staff_no=staff_no(i)):
        for question in range(len(DIMENSIONS)):
            marks[question, line.group].append(POINTS[line.marks >> BITS * question & (1 << BITS) - 1])
    return {
        name: sum(
            (weight * Fraction(sum(marks[q, g]), len(marks[q, g])) for g, weight in GROUPS.items()),
            Fraction(0),
        )
        for q, name in enumerate(DIMENSIONS)
    }


def drawn(page: Page, name: str) -> dict[str, Any]:
    expect(page.locator(f"#{name} svg")).to_be_visible()
    return dict(page.evaluate(OPTION, name))


def table(page: Page, name: str) -> list[dict[str, str]]:
    header, *rows = page.evaluate(TABLE, name)
    return [dict(zip(header, row, strict=True)) for row in rows]


def shown_people(page: Page, site: str) -> int:
    """How many people's dimension means are printed, as the radar says of the category."""
    words = page.locator("#radar-about").inner_text()
    return int(words.partition("可公布各维度均分的 ")[2].partition(" 人")[0])


def test_the_radar_is_the_persons_and_the_categorys_means(officer: Page, site: str) -> None:
    cycle = Cycle.objects.get(year=YEAR)
    officer.goto(f"{site}/appraisal/{YEAR}/panel/{staff_no(SHOWN)}/")
    option, rows = drawn(officer, "radar"), table(officer, "radar")
    own, other = option["series"]
    name = f"甲{SHOWN}"
    assert option["indicators"] == [row["维度"] for row in rows] == list(DIMENSIONS)
    assert option["legend"] == [own["name"], other["name"]] == [name, "类别平均"]
    assert own["data"] == [[float(row[name]) for row in rows]]
    assert other["data"] == [[float(row["类别平均"]) for row in rows]]
    of_papers = means_of(SHOWN, cycle)
    assert [row[name] for row in rows] == [str(rounded(of_papers[d], 1)) for d in DIMENSIONS]
    # Who is left out of the average: whose means would tell one voice, and who has no total.
    printed = range(MIXED, GAP)
    assert shown_people(officer, site) == len(printed)
    for row in rows:
        all_of_them = [Fraction(rounded(means_of(i, cycle)[row["维度"]], 1)) for i in printed]
        assert row["类别平均"] == str(rounded(sum(all_of_them, Fraction(0)) / len(printed), 1))


@pytest.mark.parametrize("i", [ONE_VOICE, GAP])
def test_whose_means_are_not_printed_has_no_radar(officer: Page, site: str, i: int) -> None:
    officer.goto(f"{site}/appraisal/{YEAR}/panel/{staff_no(i)}/")
    expect(officer.locator("#radar")).to_have_count(0)
    expect(officer.get_by_text("各维度均分不公布").first).to_be_visible()


@pytest.mark.parametrize(
    ("path", "name"), [(f"/appraisal/{YEAR}/panel/{staff_no(SHOWN)}/", "trend"), ("cadre", "years-chart")]
)
def test_the_trend_is_the_totals_of_the_years_and_what_happened(
    officer: Page, site: str, path: str, name: str
) -> None:
    officer.goto(site + (f"/cadres/{staff_no(SHOWN)}/" if path == "cadre" else path))
    option, rows = drawn(officer, name), table(officer, name)
    (line,) = option["series"]
    stored = dict(
        Result.objects.filter(participant__cadre__staff_no=staff_no(SHOWN)).values_list(
            "cycle__year", "total"
        )
    )
    assert option["across"] == [row["年度"] for row in rows] == [str(year) for year in sorted(stored)]
    assert line["data"] == [float(row["总分"]) for row in rows]
    assert [row["总分"] for row in rows] == [str(stored[year]) for year in sorted(stored)]
    assert option["axes"] == ["年度", "总分"]
    said = dict(line["lines"])
    assert said == {place: row["事项"] for place, row in enumerate(rows) if row["事项"] != "—"}
    assert "诫勉" in said[0]
    assert f"任学生处{SHOWN}" in said[0]
    assert "通报批评" in said[1]
    assert 2 not in said
    written = "".join(option["texts"]).replace("…", "")
    assert "诫勉" in written and "通报批评" in written, "the event itself stands on the picture"


def test_a_year_without_a_published_total_is_a_hole(officer: Page, site: str) -> None:
    Result.objects.filter(cycle__year=YEAR - 1, participant__cadre__staff_no=staff_no(SHOWN)).update(
        total=None, rank=None
    )
    officer.goto(f"{site}/cadres/{staff_no(SHOWN)}/")
    (line,) = drawn(officer, "years-chart")["series"]
    assert line["data"][1] == "-"
    # Whose gap stands open has no total in any year, and no picture.
    officer.goto(f"{site}/cadres/{staff_no(GAP)}/")
    expect(officer.locator("#years-chart")).to_have_count(0)


def test_the_heat_map_is_the_means_of_the_units(officer: Page, site: str) -> None:
    cycle = Cycle.objects.get(year=YEAR)
    officer.goto(f"{site}/appraisal/{YEAR}/units/")
    option, rows = drawn(officer, "heat"), table(officer, "heat")
    (cells,) = option["series"]
    assert option["across"] == list(DIMENSIONS)
    assert option["down"] == [row["单位"] for row in rows]
    found = {(x, y): value for x, y, value in cells["data"]}
    for y, row in enumerate(rows):
        for x, dimension in enumerate(DIMENSIONS):
            assert found[x, y] == ("-" if row[dimension] == "—" else float(row[dimension]))
    by_unit = {row["单位"]: row for row in rows}
    assert set(by_unit) == {"教务处", "学生处", "校医院", "档案馆"}
    for dimension in DIMENSIONS:
        pair = [Fraction(rounded(means_of(i, cycle)[dimension], 1)) for i in (SHOWN, SHOWN + 1)]
        assert by_unit["学生处"][dimension] == str(rounded(sum(pair, Fraction(0)) / 2, 1))
        # No published total, or one voice: no cell.
        assert by_unit["校医院"][dimension] == by_unit["档案馆"][dimension] == "—"
    assert by_unit["校医院"]["计入人数"] == "0"


def test_on_a_phone_nothing_is_cut_off(officer: Page, site: str) -> None:
    officer.set_viewport_size({"width": 390, "height": 844})
    for path, names in (
        (f"/appraisal/{YEAR}/panel/{staff_no(SHOWN)}/", ("radar", "trend")),
        (f"/appraisal/{YEAR}/units/", ("heat",)),
    ):
        officer.goto(site + path)
        for name in names:
            drawn(officer, name)
            assert_inside(officer, name)
        fits(officer)


def assert_inside(page: Page, name: str) -> None:
    """Every word of the picture lies within it, and none on another one."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    boxes = page.evaluate(
        """name => {
          const picture = document.querySelector(`#${name} [data-chart-picture]`).getBoundingClientRect();
          return [...document.querySelectorAll(`#${name} svg text`)].map(text => {
            const at = text.getBoundingClientRect();
            return [text.textContent, at.left - picture.left, at.top - picture.top,
                    picture.right - at.right, picture.bottom - at.bottom,
                    at.left, at.top, at.right, at.bottom];
          });
        }""",
        name,
    )
    assert boxes
    for words, *sides in boxes:
        assert min(sides[:4]) >= -1, (name, words, sides[:4])
    for one, other in itertools.combinations(boxes, 2):
        across = min(one[7], other[7]) - max(one[5], other[5])
        down = min(one[8], other[8]) - max(one[6], other[6])
        assert across <= 2 or down <= 4, (name, one[0], other[0])


def test_on_paper_the_heat_map_lies_on_one_upright_page(officer: Page, site: str, tmp_path: Path) -> None:
    officer.goto(f"{site}/appraisal/{YEAR}/units/")
    drawn(officer, "heat")
    officer.pdf(path=tmp_path / "heat.pdf", prefer_css_page_size=True)
    width, height = re.findall(
        rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", (tmp_path / "heat.pdf").read_bytes()
    )[0]
    assert float(width) < float(height)
