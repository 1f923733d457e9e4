"""An officer brings in the department's own roster in a browser: wrong file, own words, questions, undo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from cadres.models import Cadre
from core.jobs import job_run
from core.models import Installation, Job
from intake.models import Intake, IntakeState
from tests.support import own_files
from tests.support.browser import SEEN, axe_faults, fits, picture
from tests.support.people import PASSWORD, user_with
from tests.support.rulebook import rulebook_restore

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
DESK, TABLET, PHONE = (1280, 900), (768, 1024), (390, 844)


@pytest.fixture
def address(live_server: LiveServer) -> str:
    rulebook_restore()
    user_with(Role.ORG_OFFICER, staff_no="20001", name="周敏", password=PASSWORD)
    user_with(Role.ORG_HEAD, staff_no="20002", name="林晓", password=PASSWORD)
    Installation.objects.create(name="示范大学", is_demo=True)
    return live_server.url


def sign_in(page: Page, address: str, staff_no: str = "20001") -> None:
    page.goto(f"{address}/sign-in/")
    page.get_by_label("工号").fill(staff_no)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="您好")).to_be_visible()


def sized(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


def check(page: Page, name: str) -> None:
    """Nothing serious for those who cannot see or use no mouse; at every width it fits; a picture."""
    assert axe_faults(page, seen=SEEN) == [], name
    for size in (PHONE, TABLET, DESK):
        sized(page, size)
        fits(page)
        picture(page, f"import-{name}-{size[0]}")


def work() -> None:
    """What a worker does meanwhile."""
    for job in Job.objects.filter(state=Job.State.WAITING):
        job_run(job.pk)


def start(page: Page, kind: str = "干部名册") -> None:
    page.get_by_role("link", name="数据导入").first.click()
    page.get_by_role("link", name="开始导入").first.click()
    page.get_by_role("link", name=re.compile(f"导入 ?{kind}")).click()


def give(page: Page, path: Path) -> None:
    page.get_by_label("文件", exact=True).set_input_files(path)
    page.get_by_role("button", name="上传并查看列").click()


def say_what_it_means(page: Page, remember_as: str = "", *, scripts: bool = True) -> None:
    """Columns first; where that shows words nobody has explained yet, the words."""
    for theirs, ours in own_files.COLUMNS.items():
        page.get_by_label(theirs, exact=True).select_option(ours)
    page.get_by_label("办公室门牌").select_option("")
    page.get_by_label("记住这套对应").fill(remember_as)
    page.get_by_role("button", name="读入并检查").click()
    unexplained = page.get_by_text("还没有对应的用词").first
    # One of the two answers must have come: a look straight after the click may see the old page.
    expect(unexplained.or_(page.get_by_role("heading", name="正在读入和检查"))).to_be_visible()
    if unexplained.is_visible():
        for header, pairs in {"单位类别": "部门性质", "正副职": "职级"}.items():
            for theirs, ours in own_files.WORDS[pairs].items():
                label = page.get_by_label(f"{header}：{theirs}")
                if label.count():
                    label.select_option(ours)
        if scripts:  # axe is one
            check(page, "2-words")
        page.get_by_role("button", name="读入并检查").click()
        expect(page.get_by_role("heading", name="正在读入和检查")).to_be_visible()


def read_in(page: Page) -> None:
    """The page waits by itself until the worker is through."""
    expect(page.get_by_role("heading", name="正在读入和检查")).to_be_visible()
    work()
    expect(page.get_by_role("region", name="预览结果")).to_be_visible()


def say_yes(page: Page) -> None:
    page.get_by_role("link", name="下一步：确认").click()
    expect(page.get_by_role("button", name="确认导入")).to_be_visible()
    tick = page.get_by_role("checkbox")
    if tick.count():
        tick.check()


def begun(page: Page) -> None:
    """Confirmed, and the job is there: a worker that looks any sooner finds nothing to do."""
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("heading", name="正在导入")).to_be_visible()


def test_from_the_wrong_file_to_a_register_and_back(page: Page, address: str, tmp_path: Path) -> None:
    sized(page, DESK)
    sign_in(page, address)
    page.get_by_role("link", name="数据导入").first.click()
    expect(page.get_by_role("link", name="开始导入").first).to_be_visible()
    check(page, "0-empty-list")
    page.get_by_role("link", name="开始导入").first.click()
    expect(page.get_by_role("link", name=re.compile("导入 ?干部名册"))).to_be_visible()
    check(page, "0-start")
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("空白模板 ?：干部名册")).click()
    assert waiting.value.suggested_filename == "干部名册-空白模板.xlsx"
    page.get_by_role("link", name=re.compile("导入 ?干部名册")).click()
    expect(page.get_by_label("文件", exact=True)).to_be_visible()
    check(page, "1-upload")

    wrong = tmp_path / "通知.pdf"
    wrong.write_bytes(b"%PDF-1.7 ...")
    give(page, wrong)
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("这是 PDF 文件")
    check(page, "1-wrong-file")

    give(page, own_files.own_roster(tmp_path / "花名册.xlsx", wrong=True))
    expect(page.get_by_role("heading", name="列的对应")).to_be_visible()
    expect(page.get_by_text(own_files.RARE_NAME).first).to_be_visible()
    check(page, "2-columns")
    say_what_it_means(page, remember_as="人事处花名册")
    check(page, "2-progress")
    read_in(page)
    expect(page.get_by_text("是 1975 年 1 月还是 10 月？")).to_be_visible()
    check(page, "3-problems")
    page.get_by_role("link", name="新增").click()
    expect(page.get_by_text(own_files.LONG_NAME).first).to_be_visible()
    check(page, "3-new")

    say_yes(page)
    check(page, "4-confirm")
    page.get_by_role("button", name="确认导入").dblclick()
    expect(page.get_by_role("heading", name="正在导入")).to_be_visible()
    assert Job.objects.filter(kind="intake.apply").count() == 1
    work()
    expect(page.get_by_role("heading", name="导入完成")).to_be_visible()
    expect(page.get_by_text("新增 12 人")).to_be_visible()
    check(page, "5-result")
    assert Cadre.objects.filter(name=own_files.RARE_NAME).exists()

    correct_the_rest(page, tmp_path)
    undo_the_last(page)


def correct_the_rest(page: Page, folder: Path) -> None:
    """The problem rows come down, are put right, and go up again as a supplement."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载问题行").click()
    assert waiting.value.suggested_filename == "花名册-问题行.xlsx"
    path = folder / "花名册-问题行.xlsx"
    waiting.value.save_as(path)
    book = load_workbook(path)
    sheet = book.active
    header = next(row for row in sheet.iter_rows() if any(cell.value in ("教工号", "工号") for cell in row))
    at = {cell.value: cell.column - 1 for cell in header if cell.value}
    mended = {row[0]: dict(zip(own_files.HEADER, row, strict=True)) for row in own_files.mended_rows()}
    for row in sheet.iter_rows(min_row=header[0].row + 1):
        good = mended[str(row[at.get("教工号", at.get("工号"))].value)]
        for theirs, ours in own_files.COLUMNS.items():
            row[at.get(theirs, at.get(ours))].value = good[theirs] or None
    book.save(path)
    page.get_by_role("link", name="改正后再次上传").click()
    expect(page.get_by_text("只会增改其中的行")).to_be_visible()
    give(page, path)
    # The columns are named as ours already; what the workbook adds beside them is left out.
    page.get_by_role("button", name="读入并检查").click()
    read_in(page)
    say_yes(page)
    begun(page)
    page.go_back()  # to the question that has been answered: it leads to where the import stands
    expect(page.get_by_role("heading", name="正在导入")).to_be_visible()
    work()
    expect(page.get_by_role("heading", name="导入完成")).to_be_visible()
    assert Cadre.objects.filter(status=Cadre.Status.IN_REGISTER).count() == 15


def undo_the_last(page: Page) -> None:
    """Not while somebody has edited since; then it works."""
    Cadre.objects.filter(staff_no="71021").update(remark="已谈话")
    page.get_by_role("link", name="撤销这次导入").click()
    expect(page.get_by_text("现在不能撤销")).to_be_visible()
    expect(page.get_by_role("button", name="撤销这次导入")).to_have_count(0)
    check(page, "6-undo-refused")
    Cadre.objects.filter(staff_no="71021").update(remark="")
    page.reload()
    page.get_by_label("撤销原因").fill("选错了文件")
    check(page, "6-undo")
    page.get_by_role("button", name="撤销这次导入").click()
    expect(page.get_by_role("heading", name="正在撤销")).to_be_visible()
    work()
    expect(page.get_by_role("heading", name="已撤销")).to_be_visible()
    check(page, "6-undone")
    assert Cadre.objects.count() == 12
    page.get_by_role("link", name="导入列表").click()
    expect(page.get_by_role("row")).to_have_count(3)
    check(page, "0-list")


@pytest.fixture
def register(page: Page, address: str, tmp_path: Path) -> str:
    """The own roster is in already."""
    sized(page, DESK)
    sign_in(page, address)
    start(page)
    give(page, own_files.own_roster(tmp_path / "花名册.xlsx"))
    say_what_it_means(page, remember_as="人事处花名册")
    read_in(page)
    say_yes(page)
    begun(page)
    work()
    expect(page.get_by_role("heading", name="导入完成")).to_be_visible()
    return address


def test_changes_questions_and_people_who_leave(page: Page, register: str, tmp_path: Path) -> None:
    rows = own_files.good_rows()[:11]
    rows[3][1] = "李建军"
    rows[5][0] = "79999"
    start(page)
    give(page, own_files.write_own(tmp_path / "花名册二.xlsx", rows))
    expect(page.get_by_text("人事处花名册").first).to_be_visible()
    page.get_by_role("button", name="读入并检查").click()
    read_in(page)
    question = page.get_by_role("group", name="是同一人吗")
    expect(question).to_contain_text("身份证号相同")
    check(page, "3-questions")
    question.get_by_label("是同一人", exact=True).check()
    page.get_by_role("button", name="保存认定").click()
    read_in(page)
    page.get_by_role("link", name="更改").click()
    expect(page.get_by_role("row", name="李建军")).to_contain_text("李建国")
    check(page, "3-changed")
    page.get_by_role("link", name="离册").click()
    expect(page.get_by_role("link", name="离册")).to_have_attribute("aria-current", "page")
    check(page, "3-removed")
    page.get_by_role("link", name="下一步：确认").click()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("alert")).to_contain_text("将有 1 人转为离册")
    check(page, "4-confirm-removed")
    page.get_by_role("checkbox").check()
    begun(page)
    work()
    expect(page.get_by_role("heading", name="导入完成")).to_be_visible()
    assert Cadre.objects.filter(status=Cadre.Status.LEFT).count() == 1


@pytest.fixture
def colleague(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    sign_in(page, address, "20002")
    yield page
    context.close()


def test_two_people_on_one_import(page: Page, address: str, colleague: Page, tmp_path: Path) -> None:
    sized(page, DESK)
    sign_in(page, address)
    start(page)
    give(page, own_files.own_roster(tmp_path / "花名册.xlsx"))
    say_what_it_means(page)
    read_in(page)
    intake = Intake.objects.get()
    say_yes(page)
    colleague.goto(f"{address}/imports/{intake.pk}/")
    expect(colleague.get_by_text("周敏（20001）")).to_be_visible()
    say_yes(colleague)
    begun(colleague)
    page.goto(f"{address}/imports/{intake.pk}/")
    expect(page.get_by_role("heading", name="正在导入")).to_be_visible()
    work()
    for reader in (page, colleague):
        expect(reader.get_by_role("heading", name="导入完成")).to_be_visible()


def test_progress_on_a_slow_line_and_after_a_reload(page: Page, address: str, tmp_path: Path) -> None:
    sized(page, DESK)
    sign_in(page, address)
    start(page)
    give(page, own_files.own_roster(tmp_path / "花名册.xlsx"))
    say_what_it_means(page)
    expect(page.get_by_role("heading", name="正在读入和检查")).to_be_visible()

    line = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", slow)
    job = Job.objects.get(kind="intake.stage")
    Job.objects.filter(pk=job.pk).update(
        progress_done=40_000, progress_total=124_000, progress_note="正在读入"
    )
    expect(page.get_by_text("40000 / 124000").last).to_be_visible()
    check(page, "2-progress-half")
    page.reload()
    expect(page.get_by_text("40000 / 124000").last).to_be_visible()
    work()
    expect(page.get_by_role("region", name="预览结果")).to_be_visible()


def test_without_a_script(browser: Browser, address: str, tmp_path: Path) -> None:
    context = browser.new_context(locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    sized(page, PHONE)
    sign_in(page, address)
    page.goto(f"{address}/imports/new/roster/")
    give(page, own_files.own_roster(tmp_path / "花名册.xlsx"))
    say_what_it_means(page, scripts=False)
    expect(page.get_by_role("heading", name="正在读入和检查")).to_be_visible()
    work()
    expect(page.get_by_role("region", name="预览结果")).to_be_visible()  # asks again by itself
    say_yes(page)
    begun(page)
    work()
    expect(page.get_by_role("heading", name="导入完成")).to_be_visible()
    assert Intake.objects.get().state == IntakeState.APPLIED
    context.close()


def test_by_keyboard_alone(page: Page, address: str, tmp_path: Path) -> None:
    sized(page, DESK)
    sign_in(page, address)
    page.goto(f"{address}/imports/new/roster/")
    page.get_by_label("文件", exact=True).set_input_files(own_files.own_roster(tmp_path / "花名册.xlsx"))
    page.get_by_label("文件", exact=True).focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="上传并查看列")).to_be_focused()
    page.keyboard.press("Enter")
    first = page.get_by_label("教工号", exact=True)
    first.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("人员姓名", exact=True)).to_be_focused()
