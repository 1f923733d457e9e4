"""Whole files: what is refused, what is skipped, and what a bad row does to the rest."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Unit
from appraisal.models import Cycle, Participant, Result
from ballots.models import BallotLine, StagedBallot
from cadres.models import Appointment, Cadre, Post, StagedRoster
from core.models import ImportBatch, ImportProblem, Job
from matters.models import Mark, Relief
from tests.support import tiny
from tests.support.years import appraise, records, sheet, write_csv, write_xlsx

pytestmark = pytest.mark.django_db
LABELS = {
    "roster": "干部名册",
    "participants": "参加考核人员名单",
    "ballots": "民主测评",
    "matters": "扣分与认定",
}
TABLES = (
    Unit, Post, Cadre, Appointment, Cycle, Participant, BallotLine, Mark, Relief, Result, Job,
    ImportBatch, ImportProblem, StagedBallot, StagedRoster,
)  # fmt: skip
NEEDED = {
    "roster": ("工号", "姓名", "所在单位", "单位类别", "现任职务", "正副职"),
    "participants": ("工号", "姓名", "考核类别", "确定等次"),
    "ballots": tiny.BALLOTS,
    "matters": ("事项编号", "工号", "措施", "日期", "扣分", "认定"),
}
EVERY_COLUMN = [(kind, column) for kind, columns in NEEDED.items() for column in columns]


def without(column: str) -> Callable[[tiny.Rows], None]:
    """A change that takes a column away."""

    def change(rows: tiny.Rows) -> None:
        at = rows[0].index(column)
        for row in rows:
            del row[at]

    return change


def stored() -> dict[str, int]:
    """Rows by table."""
    return {model.__name__: model._default_manager.count() for model in TABLES}


def refused(folder: Path, files: dict[str, Path]) -> str:
    """The command refuses with exit code 2 and leaves every table as it was; all that it complained."""
    before, out, complaint = stored(), folder / "results.xlsx", StringIO()
    with pytest.raises(CommandError) as error:
        call_command("appraise", year=tiny.YEAR, out=out, stderr=complaint, **files)
    assert error.value.returncode == 2
    assert not out.exists()
    assert stored() == before
    return f"{complaint.getvalue()}\n{error.value}"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize(("kind", "column"), EVERY_COLUMN)
def test_a_missing_column_refuses_the_file_and_is_named(
    kind: str, column: str, ending: str, tmp_path: Path
) -> None:
    result = tiny.stage(tiny.write(tmp_path, ending=ending, **{kind: without(column)}))
    assert list(result.unreadable) == [kind]
    assert f"缺少列：{column}（" in str(result.unreadable[kind])
    assert "请补上缺少的列" in result.unreadable[kind].remedy


@pytest.mark.parametrize("kind", tiny.HEADERS)
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.xlsx", b"not a workbook", "内容却不是工作簿"),
        ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 .xls"),
        ("x.csv", b"", "文件是空的"),
        ("x.xlsx", b"", "文件是空的"),
        ("x.xlsx", b"PK\x03\x04", "已损坏"),
        ("x.csv", "姓名,工号\n".encode("utf-16"), "UTF-16"),
        ("x.csv", b"\n\n\n", "没有找到表头"),
        ("x.csv", b"%PDF-1.7", "PDF"),
    ],
    ids=["text", "xls", "empty csv", "empty xlsx", "torn", "utf-16", "no header", "pdf"],
)
def test_what_is_no_table_is_refused(kind: str, name: str, content: bytes, said: str, tmp_path: Path) -> None:
    files = tiny.write(tmp_path)
    files[kind] = tmp_path / name
    files[kind].write_bytes(content)
    complaint = refused(tmp_path, files)
    assert "没有写入任何数据" in complaint
    assert said in complaint


def test_a_refusal_names_every_unreadable_file(tmp_path: Path) -> None:
    files = tiny.write(tmp_path, roster=without("姓名"), matters=without("措施"))
    complaint = refused(tmp_path, files)
    assert "不在" not in complaint, "only the root of a problem is told"
    assert "2 个文件无法读取" in complaint
    assert "缺少列：姓名" in complaint and "缺少列：措施" in complaint


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    files = tiny.write(tmp_path) | {"ballots": tmp_path / "nowhere.csv"}
    assert "找不到文件" in refused(tmp_path, files)


@pytest.mark.parametrize("kind", ["roster", "participants", "ballots"])
def test_a_table_without_rows_is_refused_and_empties_nothing(kind: str, tmp_path: Path) -> None:
    appraise(tmp_path / "before.xlsx", **tiny.write(tmp_path / "before"))
    files = tiny.write(tmp_path, **{kind: lambda rows: rows.__delitem__(slice(1, None))})
    assert "没有数据行" in refused(tmp_path, files)


def test_a_year_without_matters_is_a_year_too(tmp_path: Path) -> None:
    appraise(tmp_path / "before.xlsx", **tiny.write(tmp_path / "before"))
    files = tiny.write(tmp_path, matters=lambda rows: rows.__delitem__(slice(1, None)))
    appraise(tmp_path / "out.xlsx", **files)
    assert Mark.objects.count() == 0


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_blank_and_total_rows_are_skipped_and_row_numbers_stay(ending: str, tmp_path: Path) -> None:
    def habits(rows: tiny.Rows) -> None:
        width = len(rows[0])
        rows.insert(1, [""] * width)
        rows.insert(3, ["　", "\u200b", *[""] * (width - 2)])
        rows.append(["合 计", *[""] * (width - 2), "6"])
        rows.append(["", "总计：6 人", *[""] * (width - 2)])
        rows[4][rows[0].index("工号")] = "\u200b"  # the second person, once in row 3

    result = tiny.stage(tiny.write(tmp_path, ending=ending, **dict.fromkeys(tiny.HEADERS, habits)))
    problems = {(p[0], p[1], p[2]) for p in tiny.found(result)}
    assert problems >= {("error", 5, "工号")}
    for item in result.staged:
        assert item.batch.rows_read == len(tiny.rows_of(item.form.code)) - 1
        assert tiny.bad_rows(result, item.form.code) >= {5}
    assert {p[1] for p in tiny.found(result, "roster")} == {5}


@pytest.mark.parametrize("kind", tiny.HEADERS)
def test_a_comma_too_many_is_a_bad_row(kind: str, tmp_path: Path) -> None:
    """An unquoted comma shifts the cells behind it; taking the row would be guessing."""
    columns = tiny.HEADERS[kind]

    def shift(rows: tiny.Rows) -> None:
        rows[1].append("多出来的")

    files = tiny.write(tmp_path, **{kind: shift})
    problems = tiny.found(tiny.stage(files), kind)
    assert [(p[0], p[1]) for p in problems] == [("error", 2)]
    assert "多出来的" in problems[0][3]
    assert f"{len(columns)} 列" in problems[0][4]


def test_trailing_commas_are_no_problem(tmp_path: Path) -> None:
    def pad(rows: tiny.Rows) -> None:
        for row in rows[1:]:
            row += ["", "　"]

    assert tiny.found(tiny.stage(tiny.write(tmp_path, **dict.fromkeys(tiny.HEADERS, pad)))) == []


BAD_IDENTITY = {(3, "身份证号"): "990000197503120000"}


def test_when_nothing_goes_in_only_the_root_of_a_problem_is_told(tmp_path: Path) -> None:
    """One bad register row: his list, ballots and matters are not called unknown, nor his category odd."""
    result = tiny.stage(tiny.write(tmp_path, roster={**BAD_IDENTITY, (3, "单位类别"): "处室"}))
    assert {(p[1], p[2]) for p in tiny.found(result, "roster")} == {(3, "身份证号"), (3, "单位类别")}
    assert tiny.found(result) == tiny.found(result, "roster")


def test_when_good_rows_go_in_those_that_hang_on_a_bad_one_stay_out_with_it(tmp_path: Path) -> None:
    result = tiny.stage(tiny.write(tmp_path, roster=BAD_IDENTITY), keep_good=True)
    assert [p[:3] for p in tiny.found(result, "participants")] == [("error", 3, "工号")]
    assert [p[:3] for p in tiny.found(result, "matters")] == [("error", 4, "工号")]
    assert {p[1] for p in tiny.found(result, "ballots")} == set(range(3, 56, 6))
    assert {p[4] for p in tiny.found(result, "ballots")} == {"不在参加考核人员名单中"}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_bad_rows_are_said_and_nothing_is_written(ending: str, tmp_path: Path) -> None:
    files = tiny.write(
        tmp_path,
        ending=ending,
        roster=BAD_IDENTITY,
        participants={(4, "考核类别"): "院长"},
        ballots={(9, "作风建设"): "很好"},
        matters={(2, "扣分"): "-1"},
    )
    complaint = refused(tmp_path, files)
    assert "4 行有问题，没有写入任何数据" in complaint
    told = [line for line in complaint.splitlines() if line.startswith("问题：")]
    assert len(told) == 4
    for kind, row, column, value, remedy in (
        ("roster", 3, "身份证号", "990000197503120000", "请对照身份证核对号码"),
        ("participants", 4, "考核类别", "院长", "可用的词：机关部门正职、"),
        ("ballots", 9, "作风建设", "很好", "可用的词：好、较好、一般、差、不了解、弃权"),
        ("matters", 2, "扣分", "-1", "请写成正数"),
    ):
        (line,) = [line for line in told if f"{kind}.{ending} 第 {row} 行「{column}」读到“{value}”" in line]
        assert remedy in line


def test_rejected_rows_carry_their_file_row_and_remedy(tmp_path: Path) -> None:
    errors = tmp_path / "errors.xlsx"
    files = tiny.write(tmp_path, roster=BAD_IDENTITY, matters={(2, "扣分"): "-1"})
    appraise(tmp_path / "out.xlsx", reject_file=errors, **files)
    assert len(records(tmp_path / "out.xlsx", "排名")) == 5
    rows = {title: sheet(errors, title)[2:] for title in LABELS.values()}
    assert {title: len(found) for title, found in rows.items()} == {
        "干部名册": 1,
        "参加考核人员名单": 1,
        "民主测评": 9,
        "扣分与认定": 2,
    }
    assert rows["干部名册"][0][0] == "1002"
    assert rows["干部名册"][0][-3] == "3"
    assert "校验位不对" in rows["干部名册"][0][-2]
    assert "请对照身份证核对号码" in rows["干部名册"][0][-1]


def test_rejected_rows_come_back_as_they_are_and_are_told_again(tmp_path: Path) -> None:
    """Importing errors.xlsx uncorrected changes nothing and says the same problems again."""
    errors = tmp_path / "errors.xlsx"
    appraise(tmp_path / "out.xlsx", reject_file=errors, **tiny.write(tmp_path, roster=BAD_IDENTITY))
    assert "校验位不对" in refused(tmp_path, dict.fromkeys(tiny.HEADERS, errors))


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_columns_in_any_order_and_unknown_ones_beside_them(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    files = {}
    for kind in tiny.HEADERS:
        rows = [[*row[::-1], "附注"] for row in tiny.rows_of(kind)]
        files[kind] = write(tmp_path / f"{kind}.{write.__name__[-4:].strip('_')}", [["某大学"], [], *rows])
    told = tiny.found(tiny.stage(files))
    assert [(p[0], p[1], p[3], p[4]) for p in told] == [
        ("warning", 3, "附注", "未识别的列：附注，已忽略") for _ in files
    ]


def test_a_serial_number_and_what_errors_xlsx_adds_are_no_unknown_columns(tmp_path: Path) -> None:
    def number(rows: tiny.Rows) -> None:
        rows[0].extend(["序 号", "原文件行号", "问题", "处理办法"])
        for row in rows[1:]:
            row.extend(["1", "2", "", ""])

    assert tiny.found(tiny.stage(tiny.write(tmp_path, **dict.fromkeys(tiny.HEADERS, number)))) == []
