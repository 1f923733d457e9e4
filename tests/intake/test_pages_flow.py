"""Staff bring in the roster they keep for themselves, and see what will happen before it does."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role, User
from cadres.models import Cadre
from core import clock
from intake.models import ColumnMapping, Intake, IntakeState
from intake.services import intakes_sweep
from tests.support import importing, own_files
from tests.support.importing import applied, confirm, fresh, mapped, newest, run, staged, upload, words
from tests.support.people import user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user_with(Role.ORG_OFFICER))
    return client


def page(client: Client, intake: Intake, query: str = "") -> str:
    return words(client.get(reverse("import_page", args=[intake.pk]) + query))


def test_a_start_page_with_a_card_and_a_blank_template_for_each_kind(officer: Client) -> None:
    said = words(officer.get(reverse("import_start")))
    for label in (
        "干部名册",
        "参加考核人员名单",
        "民主测评",
        "扣分与认定",
        "现行处分",
        "风险清单",
        "单位目标考核结果",
    ):
        assert label in said
    assert said.count("还没有导入过") == 9
    blank = officer.get(reverse("import_blank", args=["roster"]))
    sheet = load_workbook(BytesIO(blank.getvalue())).active
    headers = {cell for row in sheet.values for cell in row if cell}
    assert {"工号", "姓名", "所在单位"} <= headers
    assert "%E7%A9%BA%E7%99%BD%E6%A8%A1%E6%9D%BF" in blank["Content-Disposition"]  # 空白模板


def test_own_columns_are_shown_with_what_stands_in_them(officer: Client, tmp_path: Path) -> None:
    response = upload(officer, own_files.own_roster(tmp_path / "花名册.xlsx"))
    assert response.status_code == 303
    said = words(officer.get(response["Location"]))
    for heading in own_files.HEADER:
        assert heading in said
    assert own_files.LONG_NAME in said
    assert own_files.RARE_NAME in said
    assert "正副职（还没有对应）" in said
    assert "工号 ✓" in said
    assert "990000********1005" in said  # numbers of people are shown masked
    assert own_files.good_rows()[0][8] not in said
    assert own_files.good_rows()[0][10] not in said


def test_a_column_of_closed_words_chosen_later_asks_for_its_words(officer: Client, tmp_path: Path) -> None:
    upload(officer, own_files.own_roster(tmp_path / "花名册.xlsx"))
    url = reverse("import_columns", args=[newest().pk])
    posted = importing.columns_posted(officer.get(url), **own_files.COLUMNS)
    late = officer.post(url, posted)
    assert late.status_code == 200
    assert "还没有对应的用词" in words(late)
    assert {"正处", "副处"} <= {item.word for group in late.context["form"].words for item in group.words}
    assert newest().state == IntakeState.UPLOADED
    assert officer.post(url, importing.columns_posted(late, **importing.our_meaning())).status_code == 303


def test_columns_that_are_lacking_or_stand_twice_are_named(officer: Client, tmp_path: Path) -> None:
    upload(officer, own_files.own_roster(tmp_path / "花名册.xlsx"))
    url = reverse("import_columns", args=[newest().pk])
    lacking = officer.post(url, importing.columns_posted(officer.get(url), 教工号="", 人员姓名="姓名"))
    assert "还缺少必须的列" in words(lacking)
    assert "工号" in str(lacking.context["form"].non_field_errors())
    twice = officer.post(url, importing.columns_posted(officer.get(url), 教工号="姓名", 人员姓名="姓名"))
    assert "“人员姓名”和“教工号”都对应到了“姓名”" in words(twice)


def test_a_remembered_template_is_used_again_by_itself(officer: Client, tmp_path: Path) -> None:
    path = own_files.own_roster(tmp_path / "花名册.xlsx")
    upload(officer, path)
    mapped(officer, newest(), remember_as="人事处花名册")
    assert ColumnMapping.objects.get().name == "人事处花名册"
    upload(officer, path)
    again = officer.get(reverse("import_columns", args=[newest().pk]))
    assert "已按对应模板 人事处花名册 填好" in words(again)
    url = reverse("import_columns", args=[newest().pk])
    assert officer.post(url, importing.columns_posted(again)).status_code == 303
    assert newest().columns["职级"] == "正副职"
    assert newest().words["正副职"] == {"正处": "正职", "副处": "副职"}


def test_a_template_can_be_chosen_and_forgotten(officer: Client, tmp_path: Path) -> None:
    path = own_files.own_roster(tmp_path / "花名册.xlsx")
    upload(officer, path)
    mapped(officer, newest(), remember_as="人事处花名册")
    template = ColumnMapping.objects.get()
    upload(officer, path)
    url = reverse("import_columns", args=[newest().pk])
    chosen = officer.get(url, {"template": template.pk})
    fields = {column.heading: field.value() for column, _, field in chosen.context["form"].column_rows()}
    assert fields["职级"] == "正副职"
    assert "人事处花名册" in words(officer.get(reverse("import_mappings")))
    officer.post(reverse("import_mapping_delete", args=[template.pk]))
    assert not ColumnMapping.objects.exists()
    assert "还没有对应模板" in words(officer.get(reverse("import_mappings")))


def test_the_preview_says_what_is_new_and_what_is_wrong(officer: Client, tmp_path: Path) -> None:
    intake = staged(officer, own_files.own_roster(tmp_path / "花名册.xlsx", wrong=True))
    assert intake.state == IntakeState.STAGED
    problems = page(officer, intake)
    assert "问题行 3" in problems
    assert "是 1975 年 1 月还是 10 月？" in problems
    assert "请写成 1975.01 或 1975.10" in problems
    assert "不能为空" in problems
    new = page(officer, intake, "?show=new")
    assert own_files.LONG_NAME in new
    assert own_files.RARE_NAME in new
    for row in own_files.good_rows() + own_files.wrong_rows():
        assert row[8] not in new + problems
        assert row[10] not in new + problems
    assert not Cadre.objects.exists()


def test_changes_show_the_old_and_the_new_value(officer: Client, tmp_path: Path) -> None:
    applied(officer, own_files.own_roster(tmp_path / "一.xlsx"))
    rows = own_files.good_rows()
    rows[3][1] = "李建军"
    intake = staged(officer, own_files.write_own(tmp_path / "二.xlsx", rows))
    changed = page(officer, intake, "?show=changed")
    assert "更改" in changed
    assert "原为 李建国" in changed
    assert "改为 李建军" in changed
    assert "不变 11" in page(officer, intake, "?show=unchanged")


def test_people_who_leave_need_an_explicit_yes(officer: Client, tmp_path: Path) -> None:
    applied(officer, own_files.own_roster(tmp_path / "一.xlsx"))
    intake = staged(officer, own_files.write_own(tmp_path / "二.xlsx", own_files.good_rows()[:10]))
    asked = words(officer.get(reverse("import_confirm", args=[intake.pk])))
    assert "将有 2 人转为离册" in asked
    refused = confirm(officer, intake, removed="")
    assert refused.status_code == 200
    assert "请核对后勾选：将有 2 人转为离册" in words(refused)
    assert fresh(intake).state == IntakeState.STAGED
    assert confirm(officer, intake).status_code == 303
    assert run(intake).state == IntakeState.APPLIED
    assert Cadre.objects.filter(status=Cadre.Status.LEFT).count() == 2


def test_the_whole_way_in_with_names_that_survive_it(officer: Client, tmp_path: Path) -> None:
    intake = applied(officer, own_files.own_roster(tmp_path / "花名册.xlsx", wrong=True))
    assert intake.state == IntakeState.APPLIED
    assert Cadre.objects.count() == 12
    assert Cadre.objects.filter(name=own_files.LONG_NAME).exists()
    assert Cadre.objects.filter(name=own_files.RARE_NAME).exists()
    said = page(officer, intake)
    assert "导入完成" in said
    assert "共读入 15 行：新增 12 人" in said
    assert "3 行有问题，没有导入" in said


def test_the_problem_rows_come_back_corrected_and_touch_nothing_else(officer: Client, tmp_path: Path) -> None:
    first = applied(officer, own_files.own_roster(tmp_path / "花名册.xlsx", wrong=True))
    file = officer.get(reverse("import_errors", args=[first.pk]))
    path = tmp_path / "问题行.xlsx"
    path.write_bytes(file.getvalue())
    book = load_workbook(path)
    sheet = book.active
    at = {
        cell.value: cell.column for row in sheet.iter_rows() for cell in row if cell.value in own_files.HEADER
    }
    ours = {
        cell.value: cell.column for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)
    }
    names = {theirs: at.get(theirs) or ours[mine] for theirs, mine in own_files.COLUMNS.items()}
    mended = {row[0]: row for row in own_files.mended_rows()}
    for row in sheet.iter_rows():
        good = mended.get(str(row[names["教工号"] - 1].value))
        if good:
            for theirs, column in names.items():
                row[column - 1].value = good[own_files.HEADER.index(theirs)] or None
    book.save(path)
    query = f"?corrects={first.pk}"
    assert "只会增改其中的行" in words(officer.get(reverse("import_upload", args=["roster"]) + query))
    assert upload(officer, path, query=query).status_code == 303
    second = run(mapped(officer, newest()))
    assert (second.corrects_id, second.supplement, second.counts["bad"]) == (first.pk, True, 0), page(
        officer, second
    )
    assert "removed" not in officer.get(reverse("import_confirm", args=[second.pk])).context["form"].fields
    confirm(officer, second)
    assert run(second).state == IntakeState.APPLIED
    assert Cadre.objects.filter(status=Cadre.Status.IN_REGISTER).count() == 15


def test_taking_it_back_says_what_is_restored_and_does_it(officer: Client, tmp_path: Path) -> None:
    intake = applied(officer, own_files.own_roster(tmp_path / "花名册.xlsx"))
    url = reverse("import_undo", args=[intake.pk])
    assert "新增的 12 人将移除" in words(officer.get(url))
    assert officer.post(url, {"version": intake.version, "note": "选错了文件"}).status_code == 303
    intake = run(intake)
    assert intake.state == IntakeState.UNDONE
    assert not Cadre.objects.exists()
    said = page(officer, intake)
    assert "这次导入已撤销" in said
    assert "选错了文件" in said


def test_what_was_edited_since_is_the_reason_not_to_take_it_back(officer: Client, tmp_path: Path) -> None:
    intake = applied(officer, own_files.own_roster(tmp_path / "花名册.xlsx"))
    Cadre.objects.filter(staff_no="71001").update(remark="已谈话")
    url = reverse("import_undo", args=[intake.pk])
    asked = words(officer.get(url))
    assert "现在不能撤销" in asked
    assert "周敏" in asked or "71001" in asked
    assert "<button" not in officer.get(url).content.decode().partition("<main")[2].partition("</main")[0]
    assert officer.post(url, {"version": intake.version}).status_code == 200
    assert fresh(intake).state == IntakeState.APPLIED


def test_giving_up_leaves_nothing_changed(officer: Client, tmp_path: Path) -> None:
    intake = staged(officer, own_files.own_roster(tmp_path / "花名册.xlsx"))
    url = reverse("import_discard", args=[intake.pk])
    assert "现有数据不变" in words(officer.get(url))
    officer.post(url, {"version": fresh(intake).version})
    assert fresh(intake).state == IntakeState.DISCARDED
    assert not Cadre.objects.exists()
    assert "已放弃" in page(officer, intake)


def test_a_file_forgotten_for_a_week_says_so(officer: Client, tmp_path: Path) -> None:
    intake = staged(officer, own_files.own_roster(tmp_path / "花名册.xlsx"))
    Intake.objects.filter(pk=intake.pk).update(created_at=clock.now().replace(year=clock.now().year - 1))
    intakes_sweep(actor=User.objects.system())
    assert "七天没有完成，文件已删除" in page(officer, intake)


def test_who_it_is_is_asked_and_answered_row_by_row(officer: Client, tmp_path: Path) -> None:
    applied(officer, own_files.own_roster(tmp_path / "一.xlsx"))
    rows = own_files.good_rows()
    rows[5][0] = "79999"  # the same identity number under another 工号
    intake = staged(officer, own_files.write_own(tmp_path / "二.xlsx", rows))
    asked = page(officer, intake)
    assert "是同一人吗" in asked
    assert "身份证号相同" in asked
    assert "1 行可能是名册中的人" in asked
    assert "没有认定是不是同一人" in words(officer.get(reverse("import_confirm", args=[intake.pk])))
    row = intake.decisions.get().row
    answer = {"version": intake.version, f"choice_{row}": "same"}
    assert officer.post(reverse("import_decisions", args=[intake.pk]), answer).status_code == 303
    intake = run(intake)
    assert intake.counts["undecided"] == 0
    assert "已认定：是同一人" in page(officer, intake, "?show=decisions")


def test_an_answer_needs_an_answer(officer: Client, tmp_path: Path) -> None:
    applied(officer, own_files.own_roster(tmp_path / "一.xlsx"))
    rows = own_files.good_rows()
    rows[5][0] = "79999"
    intake = staged(officer, own_files.write_own(tmp_path / "二.xlsx", rows))
    url = reverse("import_decisions", args=[intake.pk])
    back = reverse("import_page", args=[intake.pk])
    response = officer.post(
        url,
        {"version": intake.version, "choice_9999": "same"},
        headers={"referer": f"http://testserver{back}"},
    )
    assert response["Location"].endswith(back)
    assert "没有需要认定的人员" in page(officer, intake)
    officer.post(url, {"version": fresh(intake).version}, headers={"referer": f"http://testserver{back}"})
    assert "还没有选择" in page(officer, intake)


def test_rows_that_somebody_edited_since_are_shown_again(officer: Client, tmp_path: Path) -> None:
    applied(officer, own_files.own_roster(tmp_path / "一.xlsx"))
    rows = own_files.good_rows()
    rows[3][1] = "李建军"
    intake = staged(officer, own_files.write_own(tmp_path / "二.xlsx", rows))
    Cadre.objects.filter(staff_no="71004").update(name="李建业")
    confirm(officer, intake)
    intake = run(intake)
    assert intake.state == IntakeState.STAGED
    said = page(officer, intake)
    assert "需要再看一遍" in said
    assert "预览后有 1 行被改动" in said
    assert "原为 李建业" in said
