"""A whole cycle by clicks and typed text: nine people sign in and take it from the plan to the archive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from appraisal.models import Cycle, CycleEvent
from cadres.models import Cadre
from tests.support import walk
from tests.support.planned import AWAY
from tests.support.reports import TEXTS
from tests.support.rulebook import rulebook_restore
from tests.support.walk import (
    CLERK,
    FIRST,
    HEAD,
    INSPECTOR,
    INSPECTOR_HEAD,
    LAST,
    LEADER,
    OFFICER,
    SECRETARY,
    Clock,
    Somebody,
)
from tests.support.workdays import workdays_restore

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
MEMBERS = 9


class School:
    """Everybody at an own desk, and the clock on the wall."""

    def __init__(self, browser: Browser, site: str, clock: Clock, cadres: list[Cadre]) -> None:
        self.clock, self.cadres = clock, cadres
        self.here: set[str] = set()
        self.desks = {number: Somebody(browser, site, number) for number in walk.PEOPLE_OF}

    def __getitem__(self, number: str) -> Somebody:
        """That person, signed in when first needed on a day."""
        desk = self.desks[number]
        if number not in self.here:
            desk.sign_in()
            self.here.add(number)
        return desk

    def next_day(self, day: date) -> None:
        """The clock goes on; everybody signs in anew."""
        self.clock.on(day)
        self.here.clear()


@pytest.fixture
def school(browser: Browser, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[School]:
    rulebook_restore()
    workdays_restore()
    found = School(browser, live_server.url, Clock(monkeypatch), walk.people_of_the_school())
    yield found
    for desk in found.desks.values():
        desk.close()


def test_from_the_plan_to_the_archive(school: School, tmp_path: Path) -> None:
    the_plan(school)
    the_list_and_the_reports(school, tmp_path)
    the_vote(school, tmp_path)
    the_count(school)
    the_panel(school)
    the_committee(school)
    publicity_and_commendation(school)
    feedback_and_review(school)
    the_archive(school)
    cycle = Cycle.objects.get()
    assert cycle.state == Cycle.State.ARCHIVED
    reached = list(CycleEvent.objects.order_by("pk").values_list("to_state", flat=True))
    assert set(Cycle.State.values) == set(reached), "no stage was left out"
    assert all(desk.page.url != "about:blank" for desk in school.desks.values()), "nine signed in"


def the_plan(school: School) -> None:
    """Drafted by the officer, approved by the committee: 党办 records, the head makes the minutes final."""
    officer = school[OFFICER]
    officer.menu("各次考核")
    officer.link("起草考核方案")
    officer.fill(focus="贯彻学校第十次党代会部署")
    officer.button("起草方案")
    officer.sees("2026 年度考核方案已起草", "下一步：审定方案")
    officer.shoot("plan")
    meeting(school, "2026年第20次", ["审定 2026 年度考核方案"])
    officer.way()
    officer.sees("下一步：布置述职")


def meeting(school: School, number: str, items: list[str]) -> None:
    """A meeting of the standing committee that agrees with what is put before it."""
    officer, clerk, head = school[OFFICER], school[CLERK], school[HEAD]
    officer.way()
    officer.link("打开会议")
    officer.link("新建会议")
    officer.page.locator("[name=kind]").select_option("standing")
    officer.fill(number=number, held_on=walk.clock.today().isoformat(), place="一会议室", chair="陈正")
    officer.button("建立")
    for item in items:
        officer.link("加入议题")
        officer.button(f"列入议题 ：{item}")
        officer.sees(f"已列入议题：{item}")
        officer.link(f"党委常委会{number}")
    # The chair stands there already; at the second meeting all who came to the first.
    officer.link("登记参会人员")
    for place in range(1, MEMBERS if officer.page.locator("[name=name-1]").input_value() == "" else 1):
        if not officer.page.locator(f"[name=name-{place}]").count():
            officer.button("保存")
            officer.link("登记参会人员")
        officer.fill(**{f"name-{place}": f"委员{place + 1}", f"duty-{place}": "党委常委"})
    officer.button("保存")
    officer.link("议题已定")
    officer.button("确定议题")
    clerk.menu("会议")
    clerk.link(number)
    clerk.link("登记召开")
    clerk.button("会议已召开")
    for item in items:
        clerk.link(f"录入结果 ：{item}")
        fill_in_the_result(clerk)
    clerk.sees("结果已全部录入")
    clerk.shoot(f"meeting-{len(items)}")
    head.menu("会议")
    head.link(number)
    head.link("纪要定稿")
    head.button("定稿")
    head.sees("纪要已定稿")


def fill_in_the_result(clerk: Somebody) -> None:
    """As was proposed, with every vote; of a plan there is nothing proposed."""
    expect(clerk.page.get_by_role("button", name="保存结果")).to_be_visible()
    if clerk.page.get_by_role("link", name="按提请、全票同意填好再改").count():
        clerk.link("按提请、全票同意填好再改")
    else:
        clerk.page.get_by_role("radio", name="审定通过").check()
        for name, votes in (("agreed", MEMBERS), ("against", 0), ("abstained", 0)):
            clerk.page.locator(f"[name^={name}-]").fill(str(votes))
    clerk.button("保存结果")
    clerk.sees("结果已保存")


def the_list_and_the_reports(school: School, tmp_path: Path) -> None:
    officer, head, secretary, author = school[OFFICER], school[HEAD], school[SECRETARY], school[FIRST]
    officer.way()
    officer.link("参加考核人员")
    officer.button("按名册生成名单")
    officer.sees("乙0", "需组织部门核定")
    officer.shoot("people")
    head.step("布置述职")
    head.sees("下一步：公示述职报告")
    author.duty("撰写")
    author.page.get_by_label("工作实绩").fill("新开课程 12 门")
    expect(author.page.locator("[data-saving]")).to_contain_text("已自动保存")
    # A wrong file is refused in words, and what was typed is still there.
    author.button("保存并添加附件")
    wrong = tmp_path / "佐证.exe"
    wrong.write_bytes(b"MZ not a paper")
    author.page.get_by_label("附件").set_input_files(wrong)
    author.page.locator("main form button[type=submit]").first.click()
    expect(author.page.locator("main").get_by_role("alert")).to_be_visible()
    author.shoot("wrong-file")
    author.link("取消")
    expect(author.page.get_by_label("工作实绩")).to_have_value("新开课程 12 门")
    for code, text in TEXTS.items():
        author.page.locator(f"textarea[name={code}]").fill(text)
    author.page.set_viewport_size(walk.PHONE)
    author.button("提交给单位审核")
    author.sees("报告已提交，等待单位党组织审核")
    author.shoot("report-390", phone=True)
    secretary.duty("审核述职报告")
    secretary.button("审核通过")
    head.step("公示述职报告", why="其余人员正在撰写，审核后补充公示")
    head.sees("下一步：开始民主测评", "1 份述职报告公示未满期")
    reader = school[LAST]
    reader.menu("述职报告")
    reader.link("乙0")
    reader.sees(TEXTS["results"], "在校内公示至")


def the_vote(school: School, tmp_path: Path) -> None:
    """The two who count are named, the vote is opened, the papers are read in, who came is entered."""
    school.next_day(date(2026, 12, 7))
    head, officer = school[HEAD], school[OFFICER]
    for number, duty, who in ((HEAD, "计分人", OFFICER), (INSPECTOR_HEAD, "监票人", INSPECTOR)):
        chief = school[number]
        chief.stage("计分人员")
        chief.link(f"指定 {duty}")
        choice = chief.page.get_by_role("combobox")
        choice.select_option(choice.get_by_role("option", name=who).get_attribute("value"))
        chief.button("指定")
        chief.sees("已指定")
    head.step("开始民主测评")
    head.sees("下一步：结束民主测评")
    officer.stage("导入测评票")
    bring_in(officer, walk.ballots_file(tmp_path / "票.csv", school.cadres))
    officer.way()
    officer.link("校领导、中层干部、教职工的应到、实到、发出未登记")
    expect(officer.page.get_by_role("button", name="保存")).to_be_visible()
    for field in officer.page.locator("main form input[type=text]").all():
        field.fill("5")
    officer.shoot("sittings-390", phone=True)
    officer.button("保存")
    officer.sees("100.0%")
    head.step("结束民主测评")
    head.sees("下一步：汇总计分")


def bring_in(officer: Somebody, path: Path) -> None:
    """The papers as the reader wrote them, through the wizard."""
    expect(officer.page.get_by_label("年度")).to_have_value("2026")
    officer.page.get_by_label("文件", exact=True).set_input_files(path)
    officer.button("上传并查看列")
    officer.button("读入并检查")
    officer.sees("正在读入和检查")
    walk.work()
    officer.link("下一步：确认")
    officer.button("确认导入")
    officer.sees("正在导入")
    walk.work()
    officer.sees("导入完成")


def the_count(school: School) -> None:
    """The discipline office answers; the count is a job; both officers compare the digest and confirm."""
    head, officer, inspector = school[HEAD], school[OFFICER], school[INSPECTOR]
    officer.stage("廉政意见")
    officer.button("征求廉政意见（6 人）")
    inspector.duty("答复廉政意见")
    inspector.link("批量答复“无影响”")
    inspector.label("文号", "校纪〔2026〕31号")
    inspector.button("答复")
    head.step("汇总计分", why="个别谈话在评议前完成")
    head.sees("已提交计分")
    walk.work()
    for one, said in ((officer, "等待另一名计分人员确认"), (inspector, "计分已经两人确认")):
        one.duty("确认")
        one.link_before("确认计分", "核对并确认计分")
        one.button("确认计分")
        one.sees(said)


def the_panel(school: School) -> None:
    """Side by side, by keyboard from one person to the next; the first one is proposed as 优秀."""
    head, officer = school[HEAD], school[OFFICER]
    head.step("转考核组评议", why="平时考核记录由各单位补充")
    head.sees("下一步：党委审定等次", "还有 6 人没有等次建议")
    officer.stage("考核组评议")
    officer.link("从第一人开始")
    words = {"乙0": "优秀", f"乙{AWAY}": "不确定等次"}
    heading = officer.page.get_by_role("heading", level=1)
    for place in range(walk.PEOPLE):
        expect(officer.page.locator("main")).to_contain_text(f"第 {place + 1} / 6 人")
        word = words.get(heading.inner_text().partition("：")[0].strip(), "称职")
        officer.page.get_by_role("radio", name=word, exact=True).press("Space")
        officer.page.keyboard.press("Tab")
        officer.page.keyboard.type("实绩有据，群众认可")
        officer.button("保存建议")
        officer.sees(f"已建议 {place + 1} / 6 人")
        if place == 0:
            officer.shoot("panel-390", phone=True)
        if place < walk.PEOPLE - 1:
            heading.click()
            officer.page.keyboard.press("j")
    officer.link("考核组评议")
    officer.shoot("panel-list")

    # Before the committee has decided and it is told, the cadre reads no figure.
    author = school[FIRST]
    author.menu("我的信息")
    author.sees("2026 年度考核的结果尚未反馈，反馈后在这里显示。")
    expect(author.page.get_by_role("region", name="年度考核")).not_to_contain_text("90.00")


def the_committee(school: School) -> None:
    """Whom to commend is listed with evidence of the unit; grades and commendation go to one meeting."""
    officer, secretary = school[OFFICER], school[SECRETARY]
    officer.stage("研判人选")
    officer.sees("今年研判名单为空")
    officer.stage("表彰人选")
    officer.button("按计分结果更新名单")
    officer.sees("人选（1 人）")
    secretary.menu("表彰人选事迹")
    secretary.link("乙0")
    secretary.link("填写事迹")
    secretary.label("主动作为", "主动牵头教学秩序整治，三个月完成。")
    secretary.label("表现突出", "审核评估整改任务全部按期完成。")
    secretary.button("保存")
    secretary.shoot("evidence")
    officer.link("乙0")
    officer.link("提请审议")
    officer.button("提请审议")
    officer.sees("已提请审议")
    meeting(school, "2026年第21次", ["审定 2026 年度考核等次", "2026 年度机关部门（正副职合并）表彰人选"])
    officer.way()
    officer.sees("下一步：公示结果")


def publicity_and_commendation(school: School) -> None:
    """Both lists are public for their days, and a cadre reads them; then the document is entered."""
    head, officer = school[HEAD], school[OFFICER]
    head.step("公示结果")
    head.sees("下一步：反馈结果", "结果公示还没有结束")
    officer.stage("表彰人选")
    officer.link("公示拟表彰人员（1 人）")
    officer.button("开始公示")
    officer.sees("公示已开始")
    reader = school[LAST]
    reader.menu("公示")
    reader.link("2026 年度考核优秀等次公示")
    reader.sees("乙0", "教务处")
    reader.shoot("publicity-390", phone=True)
    school.next_day(date(2026, 12, 16))
    officer = school[OFFICER]
    for _ in range(2):
        officer.duty("办理公示期满")
        officer.button("办理期满")
        officer.sees("结束")
    officer.stage("表彰人选")
    officer.link("登记发文表彰（1 人）")
    officer.page.locator("[name=form]").select_option(label="通报表扬")
    officer.fill(document_no="校党〔2026〕58号")
    # Twice in one breath: the second finds it done, nothing is entered twice.
    officer.page.locator("main").get_by_role("button", name="登记表彰").dblclick()
    officer.sees("校党〔2026〕58号")
    officer.shoot("commended")


def feedback_and_review(school: School) -> None:
    """The leader tells it in person, cadres sign, one asks for a review that two others answer."""
    head, leader, author, asking = school[HEAD], school[LEADER], school[FIRST], school[LAST]
    head.step("反馈结果")
    head.sees("下一步：转复核")
    leader.duty("当面反馈考核结果")
    leader.link("乙0")
    leader.link("记录当面反馈")
    leader.fill(handed_on=walk.clock.today().isoformat())
    leader.button("保存")
    leader.sees("当面反馈")
    author.duty("签收考核结果通知")
    author.button("签收")
    author.sees("已签收", "优秀")
    author.shoot("notice-390", phone=True)
    asking.duty("签收考核结果通知")
    asking.button("签收")
    asking.link("申请复核")
    asking.label("申请复核的事实和理由", "重点任务的完成情况没有计入，请予核实。")
    asking.button("保存草稿")
    asking.button("提交申请")
    asking.sees("申请已提交")
    head.step("转复核", why="其余人员出差，回校后签收")
    head.stage("复核与申诉")
    head.link("乙4")
    head.link("受理")
    for number in (INSPECTOR, INSPECTOR_HEAD):
        head.page.get_by_role("checkbox", name=walk.PEOPLE_OF[number][0]).check()
    head.button("受理")
    for number in (INSPECTOR, INSPECTOR_HEAD):
        officer = school[number]
        officer.duty("提交复核核实意见")
        officer.page.get_by_role("radio", name="结果无误，建议维持").check()
        officer.fill(finding="重点任务已按办结情况计入，等次无误。")
        officer.button("提交")
        officer.sees("已提交")
    head.duty("答复复核申请")
    head.fill(answer="经两名同志核实，结果无误，予以维持。")
    head.button("答复")
    head.shoot("review-answered")
    asking.menu("我的信息")
    expect(asking.page.get_by_role("region", name="年度考核")).to_contain_text("称职")
    asking.link("2026")
    asking.link("结果通知与复核")
    asking.link("复核申请")
    asking.sees("经两名同志核实，结果无误，予以维持。")


def the_archive(school: School) -> None:
    """The review period passes; what was learned is written down, and greets the next plan."""
    school.next_day(date(2027, 1, 18))
    head, officer = school[HEAD], school[OFFICER]
    head.step("归档", note="述职早布置一周；测评票提前试读。")
    head.sees("已办理：归档")
    head.shoot("way-archived")
    officer.menu("各次考核")
    officer.link("起草考核方案")
    officer.sees("述职早布置一周；测评票提前试读。")
