"""A whole year on the screen: four files, missing votes decided and confirmed by two, the workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from appraisal.models import Cycle, Result
from core.jobs import job_run
from core.models import Installation, Job
from policy.outcomes import WITHHELD
from tests.support.people import PASSWORD, user_with
from tests.support.rulebook import rulebook_restore
from tests.support.years import SAMPLE, appraise

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
YEAR = 2025
DESK = {"width": 1280, "height": 900}
FILES = ("roster", "participants", "matters", "ballots")
ORG_HEAD, COUNTER, DISCIPLINE_HEAD, WITNESS = "90011", "90012", "90013", "90014"
Cells = dict[tuple[str, int, int], tuple[Any, str]]


@pytest.fixture
def address(live_server: LiveServer) -> str:
    rulebook_restore()
    for role, staff_no, name in (
        (Role.ORG_HEAD, ORG_HEAD, "林晓"),
        (Role.ORG_OFFICER, COUNTER, "周敏"),
        (Role.DISCIPLINE_HEAD, DISCIPLINE_HEAD, "秦守正"),
        (Role.DISCIPLINE_OFFICER, WITNESS, "方知微"),
    ):
        user_with(role, staff_no=staff_no, name=name, password=PASSWORD)
    Installation.objects.create(name="示范大学", is_demo=True)
    return live_server.url


@pytest.fixture
def desks(browser: Browser, address: str) -> Iterator[dict[str, Page]]:
    """One browser per person, signed in."""
    contexts = {
        who: browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport=DESK)
        for who in (ORG_HEAD, COUNTER, DISCIPLINE_HEAD, WITNESS)
    }
    pages = {}
    for who, context in contexts.items():
        page = pages[who] = context.new_page()
        page.goto(f"{address}/sign-in/")
        page.get_by_label("工号").fill(who)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("heading", name="您好")).to_be_visible()
    yield pages
    for context in contexts.values():
        context.close()


def work() -> None:
    """What a worker does meanwhile, until nothing waits."""
    while waiting := list(Job.objects.filter(state=Job.State.WAITING)):
        for job in waiting:
            job_run(job.pk)


def bring_in(page: Page, address: str, kind: str) -> None:
    page.goto(f"{address}/imports/new/{kind}/")
    if kind != "roster":
        page.get_by_label("年度").fill(str(YEAR))
    page.get_by_label("文件", exact=True).set_input_files(SAMPLE[kind])
    page.get_by_role("button", name="上传并查看列").click()
    expect(page.get_by_role("heading", name="列的对应")).to_be_visible()
    page.get_by_role("button", name="读入并检查").click()
    expect(page.get_by_role("heading", name="正在读入和检查")).to_be_visible()
    work()
    expect(page.get_by_role("region", name="预览结果")).to_be_visible()
    page.get_by_role("link", name="下一步：确认").click()
    expect(page.get_by_role("button", name="确认导入")).to_be_visible()
    tick = page.get_by_role("checkbox")
    if tick.count():
        tick.check()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("heading", name="正在导入")).to_be_visible()
    work()
    expect(page.get_by_role("heading", name="导入完成")).to_be_visible()


def name_officers(desks: dict[str, Page], address: str) -> None:
    """The head of each department names its own."""
    for head, who, duty in ((ORG_HEAD, COUNTER, "counter"), (DISCIPLINE_HEAD, WITNESS, "witness")):
        page = desks[head]
        page.goto(f"{address}/appraisal/{YEAR}/scoring/officers/{duty}/")
        option = page.get_by_role("option", name=re.compile(who))
        page.get_by_role("combobox").select_option(option.get_attribute("value"))
        page.get_by_role("button", name="指定").click()
        expect(page.get_by_text("已指定")).to_be_visible()


def decide_gaps(desks: dict[str, Page], address: str) -> list[str]:
    """One proposes 不排名 for everybody, the other agrees; the 工号 of whom it is about."""
    withheld = Result.objects.filter(cycle__year=YEAR, suggestion=WITHHELD)
    people = sorted(withheld.values_list("participant__cadre__staff_no", flat=True))
    page = desks[COUNTER]
    page.goto(f"{address}/appraisal/{YEAR}/gaps/")
    expect(page.get_by_text(f"还有 {len(people)} 人没有核定")).to_be_visible()
    page.get_by_role("link", name="提出处理意见").click()
    expect(page.get_by_label("理由")).to_be_visible()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("不排名", exact=True).check()
    page.get_by_label("理由").fill("任职时间短，测评主体人数不足，无法补测。")
    page.get_by_role("button", name="提出", exact=True).click()
    expect(page.get_by_text(f"已为 {len(people)} 人提出处理意见")).to_be_visible()
    other = desks[WITNESS]
    other.goto(f"{address}/appraisal/{YEAR}/gaps/")
    other.get_by_role("link", name="核定处理意见").click()
    other.get_by_role("button", name="同意，予以核定").click()
    expect(other.get_by_text(f"已核定 {len(people)} 人的缺票处理。")).to_be_visible()
    work()
    return people


def confirm(desks: dict[str, Page], address: str) -> None:
    for who, said in ((WITNESS, "等待另一名计分人员确认"), (COUNTER, "计分已经两人确认")):
        page = desks[who]
        page.goto(f"{address}/appraisal/{YEAR}/scoring/")
        page.get_by_role("link", name="核对并确认计分").click()
        page.get_by_role("button", name="确认计分").click()
        expect(page.get_by_text(said).first).to_be_visible()
    assert Cycle.objects.get(year=YEAR).confirmed_at


def downloaded(page: Page, address: str, path: Path) -> Path:
    page.goto(f"{address}/appraisal/{YEAR}/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载结果工作簿（xlsx）").click()
    waiting.value.save_as(path)
    return path


def by_command_alone(path: Path) -> None:
    """What the command makes of the same files, in a database that then forgets it."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # jobs insist on being the outermost otherwise
    with block:
        appraise(path)
        transaction.set_rollback(True)
    assert not Cycle.objects.exists()


def cells(path: Path) -> Cells:
    """(sheet, row, column) -> (value, number format) of every cell of a workbook."""
    book = load_workbook(path)
    return {
        (sheet.title, cell.row, cell.column): (cell.value, cell.number_format)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
    }


def rows_by_staff_no(found: Cells) -> dict[str, dict[str, Any]]:
    """工号 -> the cells of sheet 排名 by header."""
    ranking = {place[1:]: value for place, (value, _) in found.items() if place[0] == "排名"}
    header = {column: value for (row, column), value in ranking.items() if row == 1}
    rows: dict[int, dict[str, Any]] = {}
    for (row, column), value in ranking.items():
        if row > 1:
            rows.setdefault(row, {})[header[column]] = value
    return {row["工号"]: row for row in rows.values()}


def test_four_files_through_the_pages_end_with_the_workbook_of_the_command(
    desks: dict[str, Page], address: str, tmp_path: Path
) -> None:
    by_command_alone(tmp_path / "by_command.xlsx")

    officer = desks[COUNTER]
    for kind in FILES:
        bring_in(officer, address, kind)
    officer.goto(f"{address}/appraisal/{YEAR}/")
    assert officer.get_by_role("link", name="下载结果工作簿").count() == 0, (
        "no figure before the gaps are decided"
    )
    name_officers(desks, address)
    people = decide_gaps(desks, address)
    officer.goto(f"{address}/appraisal/{YEAR}/lists/")
    expect(officer.get_by_role("cell", name="拟表彰人选").first).to_be_visible()
    confirm(desks, address)
    by_pages = cells(downloaded(officer, address, tmp_path / "by_pages.xlsx"))

    call_command("export_results", year=YEAR, out=tmp_path / "exported.xlsx")
    assert by_pages == cells(tmp_path / "exported.xlsx")

    by_command = cells(tmp_path / "by_command.xlsx")
    assert by_pages.keys() == by_command.keys()
    changed = {place for place in by_pages if by_pages[place] != by_command[place]}
    # Only whom the two officers decided on reads differently, and of these only the reason why; and the
    # opening sentence says for how many it was decided.
    before, after = rows_by_staff_no(by_command), rows_by_staff_no(by_pages)
    told = {
        (staff_no, name)
        for staff_no, row in before.items()
        for name in row
        if row[name] != after[staff_no][name]
    }
    assert people == ["20553"], "the one whom no school leader marked"
    assert told == {("20553", "说明")}
    (opening,) = [place for place in changed if place[0] == "名额"]
    assert len(changed - {opening}) == len(told)
    assert "缺票待核 1 人，" in str(by_command[opening])
    assert str(by_pages[opening]) == str(by_command[opening]).replace(
        "缺票待核 1 人，", "缺票待核 1 人（其中已核定不排名 1 人），"
    )
    lacking = "校领导没有收回对其测评的票（第六条）。"
    assert before["20553"]["说明"] == (
        f"测评票不足，暂不计总分，不参加排名，待两名工作人员共同核定（第六条）。{lacking}"
    )
    assert after["20553"]["说明"] == (f"测评票不足，经两名计分人员核定不排名，不计总分（第六条）。{lacking}")
