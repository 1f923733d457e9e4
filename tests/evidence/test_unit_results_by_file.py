"""Results of units by file: matched, judged, shown with what differs, applied in one act, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Role, Unit
from core import jobs
from core.imports import Differences
from core.models import ImportBatch
from core.pages import RuleBroken
from evidence import services
from evidence.imports import UnitResultTable
from evidence.models import UnitResult
from intake import selectors
from intake.models import ChangeKind, Intake
from intake.registry import kind_of
from intake.services import confirming, intake_confirm
from tests.appraisal.test_gaps_racing import at_once
from tests.support import intakes as i
from tests.support import register
from tests.support.people import user_with
from tests.support.years import write_csv, write_xlsx

pytestmark = pytest.mark.django_db
S = Intake.State
YEAR = 2025
HEAD = ("单位", "等次或得分", "文号", "更正的原因")
TEACHING = ("教务处", "优秀", "校发〔2026〕2号", "")
ARTS = ("文学院", "92.5", "校发〔2026〕2号", "")
MENDED = ("文学院", "合格", "校发〔2026〕3号", "原文件印错")


@pytest.fixture(autouse=True)
def units() -> None:
    register.unit("教务处")
    register.unit("文学院")


def table(folder: Path, *rows: Sequence[str], head: Sequence[str] = HEAD, name: str = "结果.csv") -> Path:
    write = write_xlsx if name.endswith("xlsx") else write_csv
    return write(folder / name, [head, *rows])


def taken(path: Path) -> Intake:
    return i.applied(path, "unit_results", year=YEAR)


def held() -> dict[str, str]:
    return dict(UnitResult.objects.current().values_list("unit__name", "result"))


@pytest.mark.parametrize("name", ["结果.csv", "结果.xlsx"])
def test_a_file_is_previewed_applied_and_says_nothing_the_second_time(tmp_path: Path, name: str) -> None:
    path = table(tmp_path, TEACHING, ARTS, name=name)
    intake = i.staged(path, "unit_results", year=YEAR)
    assert i.counts(intake) == (2, 0, 0, 0, 0) and not UnitResult.objects.exists(), "a preview writes nothing"
    (first, _) = selectors.changes(intake)
    assert (first.kind, first.key) == (ChangeKind.NEW, "教务处 2025 年度")
    intake = i.confirmed(intake)
    assert intake.state == S.APPLIED and held() == {"教务处": "优秀", "文学院": "92.5"}
    assert {row.entered_by for row in UnitResult.objects.all()} == {i.officer()}
    again = i.staged(path, "unit_results", year=YEAR)
    assert i.counts(again) == (0, 0, 0, 2, 0)
    i.confirmed(again)
    assert UnitResult.objects.count() == 2, "the same file again changes nothing"


def test_a_correction_shows_what_differs_and_the_undoing_brings_it_back(tmp_path: Path) -> None:
    taken(table(tmp_path, ARTS))
    intake = i.staged(table(tmp_path, TEACHING, MENDED), "unit_results", year=YEAR)
    assert i.counts(intake) == (1, 1, 0, 0, 0)
    (changed,) = selectors.changes(intake, ChangeKind.CHANGED)
    assert changed.values == [
        {"column": "等次或得分", "old": "92.5", "new": "合格"},
        {"column": "文号", "old": "校发〔2026〕2号", "new": "校发〔2026〕3号"},
        {"column": "更正的原因", "old": "", "new": "原文件印错"},
    ]
    intake = i.confirmed(intake)
    assert held() == {"教务处": "优秀", "文学院": "合格"}
    assert UnitResult.objects.get(result="合格").reason == "原文件印错"
    assert i.undone(intake).state == S.UNDONE
    assert held() == {"文学院": "92.5"}, "one result is void again, the other as it was"
    assert UnitResult.objects.count() == 5, "every row that was ever said is still there"
    assert UnitResult.objects.latest("pk").reason == "撤销导入“结果.csv”"


def test_what_was_corrected_by_hand_since_is_not_undone(tmp_path: Path) -> None:
    intake = taken(table(tmp_path, ARTS, TEACHING))
    mended_by_hand()
    with pytest.raises(RuleBroken, match="又更正过：文学院。"):
        i.undone(intake)
    assert held() == {"教务处": "优秀", "文学院": "良好"}


def mended_by_hand() -> None:
    user = user_with(Role.ORG_HEAD, staff_no="96031", name="郑远")
    arts = Unit.objects.get(name="文学院")
    now = UnitResult.objects.current().filter(unit=arts, year=YEAR).first()
    given: dict[str, Any] = {"result": "良好", "document_no": "校发〔2026〕4号", "reason": "复核更正"}
    services.unit_result_enter(unit=arts, year=YEAR, seen=now and now.pk, actor=user, **given)


@pytest.mark.parametrize(
    ("row", "column", "value", "said"),
    [
        (("没有的处", "良好", "校发2号", ""), "单位", "没有的处", "没有这个名称的现存单位"),
        (("", "良好", "校发2号", ""), "单位", "", "不能为空"),
        (("文学院", "", "校发2号", ""), "等次或得分", "", "不能为空"),
        (("文学院", "良好", "", ""), "文号", "", "不能为空"),
        (("文学院", "好" * 41, "校发2号", ""), "等次或得分", "好" * 41, "超过 40 个字"),
        (("文学院", "合格", "校发3号", ""), "更正的原因", "", "文学院 2025 年度已有结果“92.5”"),
    ],
)
def test_bad_rows_say_where_what_and_the_remedy(
    tmp_path: Path, row: tuple[str, ...], column: str, value: str, said: str
) -> None:
    taken(table(tmp_path, ARTS))
    intake = i.staged(table(tmp_path, TEACHING, row), "unit_results", year=YEAR)
    (problem,) = selectors.problems(intake, "error")
    assert (problem.row, problem.column, problem.value) == (3, column, value)
    assert said in problem.message and problem.remedy
    i.confirmed(intake)
    assert held() == {"文学院": "92.5", "教务处": "优秀"}, "the good row is in, the bad one is not"


def test_a_unit_named_twice_is_bad_in_both_rows(tmp_path: Path) -> None:
    intake = i.staged(table(tmp_path, ARTS, ("文 学院", "良好", "校发2号", "")), "unit_results", year=YEAR)
    assert [(row, column) for row, column, _ in i.told(intake)] == [(2, "单位"), (3, "单位")]


def test_own_headings_are_matched(tmp_path: Path) -> None:
    path = table(tmp_path, TEACHING[:3], head=("部门名称", "考核等次", "文件号"))
    assert taken(path).state == S.APPLIED and held() == {"教务处": "优秀"}


def test_a_year_to_come_has_no_results() -> None:
    with pytest.raises(RuleBroken):
        kind_of("unit_results").form(2100)


def test_the_page_leads_from_the_blank_table_to_the_preview(client: Client) -> None:
    client.force_login(user_with(Role.ORG_OFFICER, staff_no="96030", name="许文澜"))
    url = reverse("import_upload", args=["unit_results"])
    assert url in client.get(reverse("unit_results")).content.decode()
    blank = client.get(reverse("unit_results_blank")).getvalue()
    sent = {"year": YEAR, "file": SimpleUploadedFile("空白表.xlsx", blank)}
    assert client.post(url, sent).status_code == 303
    intake = i.mapped(Intake.objects.get())
    assert i.counts(intake) == (0, 0, 0, 2, 0), "a row that nobody filled in says nothing"
    page = client.get(reverse("import_page", args=[intake.pk])).content.decode()
    assert "不变" in page
    i.confirmed(intake)
    assert not UnitResult.objects.exists()


def test_who_was_faster_by_hand_is_looked_at_before_anything_is_written(tmp_path: Path) -> None:
    intake = i.staged(table(tmp_path, ARTS), "unit_results", year=YEAR)
    intake_confirm(actor=i.officer(), pk=intake.pk, version=intake.version)
    mended_by_hand()
    intake = i.done(i.again(intake))
    assert intake.state == S.STAGED and "有 1 行被改动" in intake.failure
    assert held() == {"文学院": "良好"}


@pytest.fixture
def confirmed_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Intake:
    """Confirmed, and somebody enters the same unit's result by hand just after the last look."""
    monkeypatch.setattr(jobs, "wake", lambda pk: True)
    intake = i.staged(table(tmp_path, ARTS), "unit_results", year=YEAR)
    intake_confirm(actor=i.officer(), pk=intake.pk, version=intake.version)
    looked = confirming._look_again

    def looked_then_overtaken(*args: Any) -> Any:
        answer = looked(*args)
        (outcome,) = at_once(mended_by_hand)
        assert outcome is None, outcome
        return answer

    monkeypatch.setattr(confirming, "_look_again", looked_then_overtaken)
    return i.again(intake)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_file_is_shown_again(confirmed_file: Intake) -> None:
    intake = i.done(confirmed_file)
    assert intake.state == S.STAGED and "录入或更正" in intake.failure
    assert held() == {"文学院": "良好"}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_second_look_the_file_silently_wins(
    confirmed_file: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the confirmed preview is trusted."""
    real, seen = UnitResultTable.compare, []

    def as_first_seen(form: UnitResultTable, batch: ImportBatch) -> Differences:
        seen.append(real(form, batch))
        return seen[0]

    monkeypatch.setattr(UnitResultTable, "compare", as_first_seen)
    assert i.done(confirmed_file).state == S.APPLIED
    assert UnitResult.objects.latest("pk").result == "92.5"
