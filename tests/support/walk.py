"""A school in small for the walk through a whole cycle in the browser, and the hands of who walks.

Six cadres of one office (as in `planned`), and who acts for them: each with an own browser, all at one clock.
"""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from accounts.models import Role, RoleGrant, Supervision, Unit, UnitKind, User
from cadres.models import Cadre
from core import clock
from core.jobs import job_run
from core.models import Job
from tests.support.browser import fits, picture
from tests.support.people import PASSWORD, SINCE
from tests.support.planned import PEOPLE, YEAR, _cadre
from tests.support.small_year import _papers

HEAD, OFFICER, INSPECTOR_HEAD, INSPECTOR = "95001", "95002", "95003", "95004"
CLERK, LEADER, SECRETARY, FIRST, LAST = "95005", "95006", "95007", "30001", "30005"
# Nine people sign in: 工号 -> name, role, whether the role is held over the office alone.
PEOPLE_OF: dict[str, tuple[str, Role, bool]] = {
    HEAD: ("周启明", Role.ORG_HEAD, False),
    OFFICER: ("林静", Role.ORG_OFFICER, False),
    INSPECTOR_HEAD: ("秦守正", Role.DISCIPLINE_HEAD, False),
    INSPECTOR: ("方知微", Role.DISCIPLINE_OFFICER, False),
    CLERK: ("许文", Role.PARTY_OFFICE, False),
    LEADER: ("郑分管", Role.LEADER, True),
    SECRETARY: ("何书记", Role.UNIT_PARTY, True),
    FIRST: ("乙0", Role.CADRE, False),
    LAST: ("乙4", Role.CADRE, False),
}
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
MORNING = datetime(YEAR, 11, 30, 9, tzinfo=clock.ZONE)
GROUPS = ("校领导", "中层干部", "教职工")
MARKS = ("好", "较好")
QUESTIONS = ("政治素质", "工作实绩", "作风建设", "决策部署执行")


def people_of_the_school() -> list[Cadre]:
    """The register and the accounts; nothing of the cycle."""
    unit = Unit.objects.create(name="教务处", kind=UnitKind.OFFICE)
    cadres = [_cadre(unit, i, "正处级") for i in range(PEOPLE)]
    for number, (name, role, local) in PEOPLE_OF.items():
        user = User.objects.create_user(staff_no=number, name=name, password=PASSWORD)
        RoleGrant.objects.create(user=user, role=role, unit=unit if local else None, valid_from=SINCE)
    Supervision.objects.create(unit=unit, leader=User.objects.get(staff_no=LEADER), valid_from=SINCE)
    return cadres


def ballots_file(path: Path, cadres: list[Cadre]) -> Path:
    """What the optical mark reader writes: five papers of every group, the first cadre the best."""
    with path.open("w", encoding="gb18030", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["票号", "票类", "工号", *QUESTIONS])
        for i, cadre in enumerate(cadres):
            for group, paper, packed in _papers(i):
                words = [MARKS[packed >> 4 * q & 15] for q in range(len(QUESTIONS))]
                rows.writerow([f"{group}{paper:03d}", GROUPS[group], cadre.staff_no, *words])
    return path


def work() -> None:
    """What a worker does meanwhile, until nothing waits."""
    while waiting := list(Job.objects.filter(state=Job.State.WAITING)):
        for job in waiting:
            job_run(job.pk)


class Clock:
    """One clock for everybody; it only goes forward."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = MORNING - datetime.now(clock.ZONE)
        monkeypatch.setattr(clock, "_shift", lambda: self.ahead)

    def on(self, day: date) -> None:
        """That morning."""
        self.ahead += datetime.combine(day, MORNING.timetz()) - clock.now()


class Somebody:
    """One person at an own browser: what is clicked, typed and read there; a word on the console fails."""

    def __init__(self, browser: Browser, site: str, number: str) -> None:
        self.site, self.number, self.name = site, number, PEOPLE_OF[number][0]
        self.context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport=DESK)
        self.context.set_default_timeout(60_000)
        self.page: Page = self.context.new_page()
        self.said: list[str] = []
        self.page.on(
            "console",
            lambda line: self.said.append(line.text) if line.type in ("error", "warning") else None,
        )
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def sign_in(self) -> Somebody:
        """Through the front door, and onto the own home page."""
        self.context.clear_cookies()
        self.page.goto(f"{self.site}/sign-in/")
        self.page.get_by_label("工号").fill(self.number)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.get_by_role("heading", name=f"{self.name}，您好")).to_be_visible()
        return self

    def menu(self, name: str) -> None:
        self.page.get_by_role("navigation", name="主菜单").get_by_role("link", name=name).click()

    def home(self) -> None:
        self.menu("首页")

    def duty(self, name: str) -> None:
        """Opens what waits at home."""
        self.home()
        self.page.get_by_role("region", name="待办").get_by_role("link", name=name).first.click()

    def link(self, name: Any, within: Locator | None = None) -> None:
        (within or self.page.locator("main")).get_by_role("link", name=name).first.click()

    def link_before(self, button: str, name: str) -> None:
        """Follows the link where the page has it and not yet the button; one of the two must have come."""
        link = self.page.locator("main").get_by_role("link", name=name)
        expect(link.or_(self.page.get_by_role("button", name=button)).first).to_be_visible()
        if link.count():
            link.first.click()

    def button(self, name: str) -> None:
        self.page.locator("main").get_by_role("button", name=name).first.click()

    def fill(self, **given: str) -> None:
        """Fields by the name that the form gives them, as no two labels are alike on a table."""
        for name, value in given.items():
            self.page.locator(f"[name='{name}']").fill(value)

    def label(self, name: str, value: str) -> None:
        self.page.get_by_label(name).fill(value)

    def sees(self, *words: str) -> None:
        for said in words:
            expect(self.page.locator("body")).to_contain_text(said)

    def way(self) -> None:
        """The page of the way of this year, by links."""
        self.menu("各次考核")
        self.link("2026 年度考核")
        self.link("办理进程")

    def stage(self, name: str) -> None:
        """A page on which the work of the present stage is done, from the page of the way."""
        self.way()
        self.link(name, self.page.get_by_role("navigation", name="这一环节的页面"))

    def step(self, name: str, *, why: str = "", note: str = "") -> None:
        """The next step of the way: its button on the page of the way, what it says, and yes."""
        self.way()
        self.sees(f"下一步：{name}")
        self.link(name, self.page.locator(".flow-next"))
        if why:
            self.label("仍要办理的理由", why)
        if note:
            self.label("复盘", note)
        self.button(name)

    def shoot(self, name: str, *, phone: bool = False) -> None:
        """A picture of what is seen; on the phone nothing scrolls sideways."""
        if phone:
            self.page.set_viewport_size(PHONE)
            fits(self.page)
        picture(self.page, f"flow9-{name}")
        self.page.set_viewport_size(DESK)

    def close(self) -> None:
        self.context.close()
        assert self.said == [], self.name
