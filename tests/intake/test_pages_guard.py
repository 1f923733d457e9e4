"""Nothing is read that should not be, nothing is done twice or for another, long work is seen."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from cadres.models import Cadre
from core import clock
from core.models import Job
from intake import registry
from intake.models import Intake, IntakeState
from tests.support import own_files
from tests.support.importing import (
    applied,
    columns_posted,
    confirm,
    fresh,
    mapped,
    newest,
    our_meaning,
    run,
    staged,
    upload,
    words,
)
from tests.support.people import user_with
from tests.support.years import write_csv

pytestmark = pytest.mark.django_db
OUTSIDERS = [role for role in Role if not role.value.startswith(("org_", "discipline_"))]


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user_with(Role.ORG_OFFICER))
    return client


def another(role: Role, staff_no: str = "90002", name: str = "王强") -> Client:
    client = Client()
    client.force_login(user_with(role, staff_no=staff_no, name=name))
    return client


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60 * 1024 * 1024)
    return path


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


FILES = {
    "PDF": (lambda folder: written(folder / "名册.pdf", b"%PDF-1.7 ..."), "这是 PDF 文件"),
    "no table": (lambda folder: written(folder / "说明.docx", b"PK\x03\x04rest"), "工作簿已损坏"),
    "password": (lambda folder: own_files.encrypted_workbook(folder / "名册.xlsx"), "设置了打开密码"),
    "nothing": (lambda folder: written(folder / "名册.xlsx", b""), "文件是空的"),
    "bomb": (lambda folder: bomb(folder / "名册.xlsx"), "解开后超过 50 MB"),
    "page": (lambda folder: written(folder / "名册.xls", b"<html><table>"), "这是网页"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_is_no_table_is_refused_with_a_remedy(officer: Client, tmp_path: Path, what: str) -> None:
    make, said = FILES[what]
    response = upload(officer, make(tmp_path))
    assert response.status_code == 200
    assert said in str(response.context["form"].errors["file"])
    assert said in words(response)
    assert not Intake.objects.exists()


def test_no_file_at_all_and_a_year_out_of_range(officer: Client) -> None:
    response = officer.post(reverse("import_upload", args=["participants"]), {"year": "1825"})
    said = words(response)
    assert "请选择文件" in said
    assert "年度不能小于 2000" in said
    assert 'value="1825"' in response.content.decode()  # what was typed is still there


def test_a_file_that_is_too_large_says_so(officer: Client, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("intake.services.uploads.MAX_CSV", 1024)
    response = upload(officer, own_files.own_roster(tmp_path / "花名册.xlsx"))
    assert "请拆成几个文件分别导入" in str(response.context["form"].errors["file"])


def test_the_organization_department_brings_in_all_the_discipline_office_its_own(tmp_path: Path) -> None:
    organization, discipline = another(Role.ORG_HEAD), another(Role.DISCIPLINE_OFFICER, "90003")
    roster = staged(organization, own_files.own_roster(tmp_path / "花名册.xlsx"))
    assert "干部名册" not in words(discipline.get(reverse("import_start")))
    assert "扣分与认定" in words(discipline.get(reverse("import_start")))
    assert discipline.get(reverse("import_upload", args=["roster"])).status_code == 404
    assert discipline.get(reverse("import_blank", args=["roster"])).status_code == 404
    assert discipline.get(reverse("import_upload", args=["matters"])).status_code == 200
    for name in (
        "import_page",
        "import_columns",
        "import_confirm",
        "import_errors",
        "import_undo",
        "import_discard",
    ):
        assert discipline.get(reverse(name, args=[roster.pk])).status_code == 404, name
    assert roster.file_name not in words(discipline.get(reverse("imports")))
    assert roster.file_name in words(organization.get(reverse("imports")))


@pytest.mark.parametrize("role", OUTSIDERS)
def test_nobody_else_sees_or_does_anything(officer: Client, tmp_path: Path, role: Role) -> None:
    intake = staged(officer, own_files.own_roster(tmp_path / "花名册.xlsx"))
    outsider = another(role)
    for name in ("imports", "import_start", "import_mappings"):
        assert outsider.get(reverse(name)).status_code == 404, name
    assert upload(outsider, tmp_path / "花名册.xlsx").status_code == 404
    for name in ("import_columns", "import_decisions", "import_confirm", "import_undo", "import_discard"):
        assert outsider.post(reverse(name, args=[intake.pk]), {"version": intake.version}).status_code == 404
    assert fresh(intake).state == IntakeState.STAGED


def test_a_page_shows_what_a_colleague_has_done_meanwhile(officer: Client, tmp_path: Path) -> None:
    intake = staged(officer, own_files.own_roster(tmp_path / "花名册.xlsx"))
    colleague = another(Role.ORG_HEAD)
    assert "周敏（90001）" in words(colleague.get(reverse("import_page", args=[intake.pk])))
    version = intake.version
    confirm(colleague, intake)
    late = confirm(officer, intake, version=version)
    assert late.status_code == 409
    assert "内容已被更新" in words(late)
    assert "正在导入" in words(officer.get(reverse("import_page", args=[intake.pk])))
    assert Job.objects.filter(kind="intake.apply").count() == 1


def test_a_double_click_confirms_once_and_shows_no_error(officer: Client, tmp_path: Path) -> None:
    intake = staged(officer, own_files.own_roster(tmp_path / "花名册.xlsx"))
    version = intake.version
    first, second = (confirm(officer, intake, version=version) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert Job.objects.filter(kind="intake.apply").count() == 1
    run(intake)
    assert Cadre.objects.count() == 12
    assert confirm(officer, intake, version=version).status_code == 303  # and once more, when it is done
    assert intake.events.filter(to_state=IntakeState.APPLYING).count() == 1


def test_a_double_click_reads_undoes_and_gives_up_once(officer: Client, tmp_path: Path) -> None:
    upload(officer, own_files.own_roster(tmp_path / "花名册.xlsx"))
    intake = newest()
    url = reverse("import_columns", args=[intake.pk])
    page = officer.post(url, columns_posted(officer.get(url), **our_meaning()))
    posted = columns_posted(page, **our_meaning()) if page.status_code == 200 else None
    answers = [officer.post(url, posted).status_code for _ in range(2)] if posted else [303, 303]
    assert answers == [303, 303]
    intake = run(intake)
    confirm(officer, intake)
    intake = run(intake)
    undo = reverse("import_undo", args=[intake.pk])
    assert [officer.post(undo, {"version": intake.version}).status_code for _ in range(2)] == [303, 303]
    assert Job.objects.filter(kind="intake.undo").count() == 1


def test_going_back_leads_to_where_the_import_stands(officer: Client, tmp_path: Path) -> None:
    intake = applied(officer, own_files.own_roster(tmp_path / "花名册.xlsx"))
    here = reverse("import_page", args=[intake.pk])
    for name in ("import_columns", "import_confirm", "import_discard"):
        assert officer.get(reverse(name, args=[intake.pk]))["Location"] == here
    assert officer.get(reverse("import_decisions", args=[intake.pk])).status_code == 405


SMUGGLED = {
    "state": "applied",
    "created_by": "1",
    "created_by_id": "1",
    "actor": "1",
    "kind": "ballots",
    "file_name": "别的.xlsx",
    "supplement": "on",
    "counts": "{}",
    "batch": "1",
    "job": "1",
    "corrects": "1",
    "applied_at": "2020-01-01",
    "failure": "x",
    "mapping": "{}",
    "is_superuser": "on",
}


def untouched(intake: Intake) -> dict[str, Any]:
    names = ("kind", "created_by_id", "file_name", "supplement", "corrects_id", "undone_at", "year")
    return {name: getattr(intake, name) for name in names}


def test_no_form_writes_more_than_its_fields(officer: Client, tmp_path: Path) -> None:
    other = user_with(Role.CADRE, staff_no="90009")
    extra = SMUGGLED | {"created_by": str(other.pk), "actor": str(other.pk), "year": "2024"}
    upload(officer, own_files.own_roster(tmp_path / "花名册.xlsx"), **extra)
    intake = newest()
    before = untouched(intake)
    assert before == {
        "kind": "roster",
        "created_by_id": intake.created_by_id,
        "file_name": "花名册.xlsx",
        "supplement": False,
        "corrects_id": None,
        "undone_at": None,
        "year": None,
    }
    assert intake.created_by_id != other.pk
    assert intake.state == IntakeState.UPLOADED
    url = reverse("import_columns", args=[intake.pk])
    page = officer.post(url, columns_posted(officer.get(url), **our_meaning()) | extra)
    if page.status_code == 200:
        officer.post(url, columns_posted(page, **our_meaning()) | extra)
    intake = run(intake)
    assert (untouched(intake), intake.state) == (before, IntakeState.STAGED)
    officer.post(reverse("import_decisions", args=[intake.pk]), extra | {"version": intake.version})
    assert (untouched(fresh(intake)), fresh(intake).state) == (before, IntakeState.STAGED)
    confirm(officer, intake, **extra)
    assert fresh(intake).state == IntakeState.APPLYING
    intake = run(intake)
    assert (untouched(intake), intake.state) == (before, IntakeState.APPLIED)
    officer.post(reverse("import_undo", args=[intake.pk]), extra | {"version": intake.version, "note": "试"})
    intake = run(intake)
    assert untouched(intake) | {"undone_at": None} == before
    assert set(intake.events.values_list("actor", flat=True)) == {intake.created_by_id}


def test_a_giving_up_form_writes_nothing_else(officer: Client, tmp_path: Path) -> None:
    intake = staged(officer, own_files.own_roster(tmp_path / "花名册.xlsx"))
    before = untouched(intake)
    officer.post(reverse("import_discard", args=[intake.pk]), SMUGGLED | {"version": intake.version})
    assert (untouched(fresh(intake)), fresh(intake).state) == (before, IntakeState.DISCARDED)


@pytest.mark.parametrize("asked", ["x", "99999", "99999999999999999999"])
def test_only_an_own_import_of_the_same_kind_is_corrected(
    officer: Client, tmp_path: Path, asked: str
) -> None:
    assert officer.get(reverse("import_upload", args=["roster"]) + f"?corrects={asked}").status_code == 404
    first = staged(officer, own_files.own_roster(tmp_path / "花名册.xlsx"))
    assert (
        officer.get(reverse("import_upload", args=["matters"]) + f"?corrects={first.pk}").status_code == 404
    )


def test_unknown_filters_show_the_usual_page(officer: Client, tmp_path: Path) -> None:
    intake = staged(officer, own_files.own_roster(tmp_path / "花名册.xlsx", wrong=True))
    url = reverse("import_page", args=[intake.pk])
    usual = officer.get(url)
    for query in ("?show=password", "?show=created_by__password", "?page=x&show=problems", "?page=99"):
        shown = officer.get(url + query)
        assert shown.status_code == 200
        assert list(shown.context["rows"]) == list(usual.context["rows"])
    assert officer.get(reverse("imports") + "?kind=created_by__password").status_code == 200


def test_work_in_progress_is_seen_and_survives_a_reload(officer: Client, tmp_path: Path) -> None:
    upload(officer, own_files.own_roster(tmp_path / "花名册.xlsx"))
    intake = mapped(officer, newest())
    url = reverse("import_page", args=[intake.pk])
    for _ in range(2):
        page = officer.get(url)
        assert "正在读入和检查" in words(page)
        assert "等待开始" in words(page)
        assert '<meta http-equiv="refresh" content="2">' in page.content.decode()  # within noscript
    Job.objects.filter(pk=intake.job_id).update(progress_done=5000, progress_note="正在检查各行")
    partial = officer.get(url, headers={"HX-Request": "true"})
    assert "已处理 5000 行" in words(partial)
    assert "<main" not in partial.content.decode()
    assert "HX-Request" in partial["Vary"]
    run(intake)
    done = officer.get(url, headers={"HX-Request": "true"})
    assert done["HX-Refresh"] == "true"


def test_after_a_killed_worker_it_goes_on_and_says_so(officer: Client, tmp_path: Path) -> None:
    upload(officer, own_files.own_roster(tmp_path / "花名册.xlsx"))
    intake = mapped(officer, newest())
    lost = clock.now() - timedelta(minutes=10)
    Job.objects.filter(pk=intake.job_id).update(
        state=Job.State.RUNNING,
        attempts=1,
        lease_token="0" * 32,
        lease_until=lost,
        heartbeat_at=lost,
        started_at=lost,
    )
    url = reverse("import_page", args=[intake.pk])
    assert "正在读入和检查" in words(officer.get(url))
    Job.objects.filter(pk=intake.job_id).update(attempts=2, lease_until=clock.now() + timedelta(minutes=5))
    assert "系统已自动接着办" in words(officer.get(url))
    Job.objects.filter(pk=intake.job_id).update(lease_until=lost)
    assert run(intake).state == IntakeState.STAGED


def test_work_that_cannot_be_finished_says_why_and_can_be_given_up(officer: Client, tmp_path: Path) -> None:
    upload(officer, own_files.own_roster(tmp_path / "花名册.xlsx"))
    intake = mapped(officer, newest())
    Job.objects.filter(pk=intake.job_id).update(
        state=Job.State.FAILED, last_error="执行进程多次中断，已停止重试。", finished_at=clock.now()
    )
    said = words(officer.get(reverse("import_page", args=[intake.pk])))
    assert "执行进程多次中断" in said
    assert "放弃这次导入" in said


def test_as_many_queries_for_many_imports_and_rows_as_for_one(officer: Client, tmp_path: Path) -> None:
    one = staged(officer, own_files.write_own(tmp_path / "一.xlsx", own_files.good_rows()[:1]))
    counts = {}
    for about in ("one", "many"):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            officer.get(reverse("imports"))
            officer.get(reverse("import_start"))
            officer.get(reverse("import_page", args=[one.pk]) + "?show=new")
        counts[about] = len(seen)
        for i in range(3 if about == "one" else 0):
            one = staged(officer, own_files.own_roster(tmp_path / f"{i}.xlsx"))
    assert counts["one"] == counts["many"]


def test_of_ballots_only_numbers_and_problems_are_shown(officer: Client, tmp_path: Path) -> None:
    applied(officer, own_files.own_roster(tmp_path / "花名册.xlsx"))
    listed = write_csv(
        tmp_path / "名单.csv",
        [["工号", "姓名", "考核类别", "确定等次"], ["71001", "周敏", "机关部门正职", "是"]],
    )
    applied(officer, listed, "participants", year="2025")
    header = registry.kind_of("ballots").form(2025).needed
    papers = [[f"P{n:04}", "校领导", "71001", "较好", *["好"] * (len(header) - 4)] for n in range(5)]
    strange = ["P0009", "校领导", "79999", *["好"] * (len(header) - 3)]
    intake = staged(
        officer, write_csv(tmp_path / "票.csv", [header, *papers, strange]), "ballots", year="2025"
    )
    assert (intake.counts["new"], intake.counts["bad"]) == (5, 1)
    for query in ("", "?show=new", "?show=problems", "?show=unchanged"):
        said = words(officer.get(reverse("import_page", args=[intake.pk]) + query))
        assert "任何人都看不到单张票的内容" in said
        assert "P0000" not in said
        assert "较好" not in said
        assert "不在参加考核人员名单中" in said
    confirm(officer, intake)
    result = words(officer.get(reverse("import_page", args=[run(intake).pk])))
    assert "新增 5 条" in result
    assert "P0000" not in result
