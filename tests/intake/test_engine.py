"""A file on its way in: upload, columns and words, preview, confirm, result."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from accounts.models import SecurityEvent
from cadres.models import Appointment, Cadre
from core.files import file_open
from core.imports import staging_models
from core.models import StoredFile
from core.pages import RuleBroken, StaleState
from intake import selectors
from intake.models import ChangeKind, ColumnMapping, Intake, IntakeEvent
from intake.services import intake_confirm, intake_discard, intake_map, intake_upload
from tests.support import intakes as i
from tests.support import tiny
from tests.support.years import write_csv, write_xlsx

pytestmark = pytest.mark.django_db
S = Intake.State


def test_a_roster_goes_in_step_by_step(tmp_path: Path) -> None:
    intake = i.uploaded(i.tiny_file(tmp_path, "roster"), "roster")
    assert intake.state == S.UPLOADED
    assert selectors.own_file(intake).complete
    intake = i.mapped(intake)
    assert (intake.state, i.counts(intake)) == (S.STAGED, (6, 0, 0, 0, 0))
    assert not Cadre.objects.exists(), "nothing is written before somebody says yes"
    intake = i.confirmed(intake)
    assert intake.state == S.APPLIED
    assert Cadre.objects.count() == Appointment.objects.count() == 6
    assert intake.file is None and not StoredFile.objects.exists(), "the file is gone once it is in"
    assert not any(model._default_manager.exists() for model in staging_models())
    states = list(IntakeEvent.objects.filter(case=intake).values_list("to_state", flat=True))
    assert states == ["uploaded", "mapped", "staged", "applying", "applied"]
    event = SecurityEvent.objects.get(kind=SecurityEvent.Kind.IMPORT)
    assert event.subject == "roster.csv" and "新增 6" in event.note


def test_the_same_file_again_changes_nothing_and_a_corrected_one_shows_old_and_new(tmp_path: Path) -> None:
    i.applied(i.tiny_file(tmp_path, "roster"), "roster")
    assert i.counts(i.staged(i.tiny_file(tmp_path, "roster"), "roster")) == (0, 0, 0, 6, 0)

    def other(rows: tiny.Rows) -> None:
        rows[1][tiny.ROSTER.index("民族")] = "回族"
        rows[1][tiny.ROSTER.index("手机")] = "13900001111"
        del rows[6]

    intake = i.staged(i.tiny_file(tmp_path, "roster", other), "roster")
    assert i.counts(intake) == (0, 1, 1, 4, 0)
    (changed,) = selectors.changes(intake, ChangeKind.CHANGED)
    assert changed.key == "1001 陈静" and changed.row == 2
    assert {tuple(value.values()) for value in changed.values} == {
        ("民族", "汉族", "回族"),
        ("手机", "（原值）", "（新值）"),
    }
    (removed,) = selectors.changes(intake, ChangeKind.REMOVED)
    assert removed.key.startswith("1006") and removed.values[0]["new"] == "离册"


OWN = ("教工号", "人员姓名", "部门", "部门类型", "职务", "层次", "序号", "备注说明")
OWN_ROWS = [
    ["１００１", "阿卜杜热西提·麦麦提吐尔逊江", "教务处", "机关处室", "处长", "正处长", "1", ""],
    ["1002\u200b", "𠮷田𬱖", "教务处", "机关处室", "副处长", "副处长", "2", "x"],
]


def own_path(folder: Path) -> Path:
    return write_xlsx(folder / "本校名册.xlsx", [["某大学中层干部一览"], OWN, *OWN_ROWS])


def test_a_department_s_own_headings_and_words_are_mapped_and_remembered(tmp_path: Path) -> None:
    intake = i.uploaded(own_path(tmp_path), "roster")
    own = selectors.own_file(intake)
    assert own.header_row == 2 and not own.complete
    assert [row[1][:2] for row in own.rows] == [["１００１", OWN_ROWS[0][1]], ["1002\u200b", "𠮷田𬱖"]]
    assert own.suggested["教工号"] == "工号" and own.suggested["部门类型"] == "单位类别"
    assert own.suggested["层次"] == "" and own.suggested["备注说明"] == ""
    columns = own.suggested | {"层次": "正副职"}
    words = {w.header: {x.word: x.suggested for x in w.words} for w in selectors.own_words(intake, columns)}
    assert words == {
        "单位类别": {"机关处室": "机关部门"},
        "正副职": {"正处长": "正职", "副处长": "副职"},
    }
    intake = i.confirmed(i.mapped(intake, columns=columns, words=words, remember_as="人事处格式"))
    assert intake.state == S.APPLIED
    assert dict(Cadre.objects.values_list("staff_no", "name")) == {
        "1001": "阿卜杜热西提·麦麦提吐尔逊江",
        "1002": "𠮷田𬱖",
    }, "twins fold to one 工号, names survive"
    assert not selectors.problems(intake, "warning").exists(), "what is left out on purpose is no warning"

    second = i.uploaded(own_path(tmp_path), "roster")
    own = selectors.own_file(second)
    assert own.template is not None and own.template.name == "人事处格式"
    assert own.suggested == columns
    assert i.counts(i.mapped(second)) == (0, 0, 0, 2, 0)


def test_mapping_rules(tmp_path: Path) -> None:
    intake = i.uploaded(own_path(tmp_path), "roster")
    columns = selectors.own_file(intake).suggested | {"层次": "正副职"}

    def tried(**said: object) -> str:
        with pytest.raises(RuleBroken) as broken:
            intake_map(**{"actor": i.officer(), "pk": intake.pk, "version": 1, "columns": columns} | said)
        return str(broken.value)

    assert "还有必需的列没有对应：正副职" in tried(columns=columns | {"层次": ""})
    assert "都对应到“姓名”" in tried(columns=columns | {"备注说明": "姓名"})
    assert "没有“密级”这一列" in tried(columns=columns | {"备注说明": "密级"})
    assert "没有“处长”这个词" in tried(words={"正副职": {"正处长": "处长"}})
    ColumnMapping.objects.create(kind="roster", name="旧", headings="x", created_by=i.officer())
    assert "已有名为“旧”的模板" in tried(remember_as="旧")
    assert Intake.objects.get().version == 1


def test_words_left_unmapped_are_bad_rows_with_the_words_allowed(tmp_path: Path) -> None:
    intake = i.uploaded(own_path(tmp_path), "roster")
    columns = selectors.own_file(intake).suggested | {"层次": "正副职"}
    intake = i.mapped(intake, columns=columns, words={"单位类别": {"机关处室": "机关部门"}})
    assert [(row, column) for row, column, _ in i.told(intake)] == [(3, "正副职"), (4, "正副职")]
    with pytest.raises(RuleBroken, match="所有行都有问题"):
        intake_confirm(actor=i.officer(), pk=intake.pk, version=intake.version)
    again = i.mapped(intake, columns=columns, words={"正副职": {"正处长": "正职", "副处长": "副职"}})
    assert i.counts(again)[4] == 2, "the other word was forgotten this time"


def test_the_error_workbook_comes_back_corrected_and_only_adds(tmp_path: Path) -> None:
    path = i.tiny_file(tmp_path, "roster", {(3, "单位类别"): "校办企业", (5, "出生年月"): "1975.1"})
    intake = i.staged(path, "roster")
    assert i.counts(intake) == (4, 0, 0, 0, 2)
    assert {row for row, _, _ in i.told(intake)} == {3, 5}
    intake = i.confirmed(intake)
    assert Cadre.objects.count() == 4
    assert intake.errors_file is not None and intake.errors_file.name == "roster-问题行.xlsx"

    with file_open(intake.errors_file) as stream:
        book = load_workbook(io.BytesIO(stream.read()))
    sheet = book.worksheets[0]
    header = [cell.value for cell in sheet[2]]
    assert "校办企业" in [cell.value for cell in sheet[3]]
    sheet.cell(3, header.index("单位类别") + 1, "机关部门")
    sheet.cell(4, header.index("出生年月") + 1, "1975.10")
    book.save(tmp_path / "改正.xlsx")
    second = i.uploaded(tmp_path / "改正.xlsx", "roster", corrects=intake.pk)
    assert second.corrects == intake
    second = i.mapped(second)
    assert second.supplement and i.counts(second) == (2, 0, 0, 0, 0)
    i.confirmed(second)
    assert Cadre.objects.filter(status="in").count() == 6


def test_rows_that_moved_since_the_preview_are_shown_again(tmp_path: Path) -> None:
    i.applied(i.tiny_file(tmp_path, "roster"), "roster")
    intake = i.staged(i.tiny_file(tmp_path, "roster", {(2, "民族"): "回族"}), "roster")
    Cadre.objects.filter(staff_no="1002").update(ethnicity="满族")
    intake = i.confirmed(intake)
    assert intake.state == S.STAGED and "预览后有 1 行被改动" in intake.failure
    (moved,) = selectors.changes(intake, moved=True)
    assert moved.key == "1002 陈静" and moved.values == [{"column": "民族", "old": "满族", "new": "汉族"}]
    assert Cadre.objects.get(staff_no="1001").ethnicity == "汉族", "nothing was written"
    assert i.confirmed(intake).state == S.APPLIED
    assert Cadre.objects.get(staff_no="1001").ethnicity == "回族"


def test_two_clicks_apply_once_and_what_moved_on_is_said(tmp_path: Path) -> None:
    intake = i.staged(i.tiny_file(tmp_path, "roster"), "roster")
    intake_confirm(actor=i.officer(), pk=intake.pk, version=intake.version)
    for act in (intake_confirm, intake_discard):
        with pytest.raises(StaleState):
            act(actor=i.officer(), pk=intake.pk, version=intake.version)
    i.done(i.again(intake))
    i.done(i.again(intake))
    assert SecurityEvent.objects.filter(kind=SecurityEvent.Kind.IMPORT).count() == 1


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.csv", "0 字节"),
        (b"%PDF-1.7 xx", "a.xlsx", "PDF"),
        (b"<html><table>", "a.xls", "网页"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "旧版"),
        ("只有一列\n1\n".encode(), "a.csv", "没有找到表头"),
    ],
)
def test_what_is_no_table_is_refused_at_the_door(content: bytes, name: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        intake_upload(actor=i.officer(), kind="roster", stream=io.BytesIO(content), name=name)
    assert not StoredFile.objects.exists() and not Intake.objects.exists()


def test_a_discarded_file_leaves_its_case_and_nothing_else(tmp_path: Path) -> None:
    intake = i.staged(i.tiny_file(tmp_path, "roster", {(3, "单位类别"): "校办企业"}), "roster")
    intake_discard(actor=i.officer(), pk=intake.pk, version=intake.version)
    intake = i.again(intake)
    assert (intake.state, intake.file, intake.batch, intake.errors_file) == (S.DISCARDED, None, None, None)
    assert not StoredFile.objects.exists() and not selectors.changes(intake).exists()
    assert not any(model._default_manager.exists() for model in staging_models())


def test_the_preview_costs_the_same_for_any_number_of_rows(tmp_path: Path, django_assert_num_queries) -> None:
    intake = i.staged(i.tiny_file(tmp_path, "roster"), "roster")
    with django_assert_num_queries(3):
        selectors.preview(intake)
        assert len([change.values for change in selectors.changes(intake)[:50]]) == 6
        assert selectors.problems(intake).count() == 0
        list(selectors.decisions(intake))


def test_the_file_lies_sealed(tmp_path: Path, settings) -> None:
    settings.VAR_DIR = str(tmp_path / "var")  # other workers' tests have plain files in the shared one
    intake = i.uploaded(write_csv(tmp_path / "r.csv", tiny.rows_of("roster")), "roster")
    assert intake.file is not None
    kept = [path for path in Path(settings.VAR_DIR).rglob("*") if path.is_file()]
    (sealed,) = [path for path in kept if path.name == intake.file.storage_name]
    assert "阿依古丽".encode() not in sealed.read_bytes()
    assert not any(path.parent.name == "intake" for path in kept), "no plain copy is left"
