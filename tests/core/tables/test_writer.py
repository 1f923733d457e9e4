"""Workbooks written: text stays text, figures stay figures, a file is there whole or not at all."""

import csv
import datetime
import subprocess
import zipfile
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from core.tables import locate, open_table
from core.tables.header import SUPPLEMENT_NOTE
from core.tables.textbook import write_text_sheet
from core.tables.writer import Workbook
from launch import tools

FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://example.com","点我")',
    "=cmd|' /C calc'!A0",
    "+1",
    "-1+2",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "|calc",
    "＝1+1",
    "＋1",
]
TEXTS = ["陈　静", "𠮷田", "1975.10", "00012", "a\nb", " 两端 ", "_x0041_", "<a>&\"'", "阿卜杜·买买提"]


def write(path, rows, columns=(("值", 20, "text"),), **options):
    book = Workbook(supplement=options.get("supplement", False))
    sheet = book.sheet("表", columns, note=options.get("note", ""))
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def read(path):
    with open_table(path) as table:
        return [cells for _, cells in table.rows()]


@pytest.mark.parametrize("value", FORMULAS + TEXTS)
@pytest.mark.parametrize("kind", ["text", "number", "date", "auto"])
def test_text_is_never_a_formula_and_comes_back_as_written(tmp_path, value, kind):
    path = write(tmp_path / "t.xlsx", [[value]], [("值", 20, kind)])
    assert read(path)[1] == (value,)
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    cell = openpyxl.load_workbook(path).active["A2"]
    assert (cell.data_type, cell.number_format) == ("s", "@")
    assert cell.quotePrefix is (value in FORMULAS and value[0] != "\n")


@pytest.mark.parametrize("value", ["a\x00b", "a\x0bb", "a\ud800b", "a\ufffeb", "a\uffffb"])
def test_what_xml_cannot_hold_is_shown_replaced(tmp_path, value):
    assert read(write(tmp_path / "t.xlsx", [[value]]))[1] == ("a\ufffdb",)


@pytest.mark.parametrize(
    ("value", "kind", "shown", "number_format"),
    [
        (Decimal("88.60"), "auto", 88.6, "0.00"),
        (Decimal("88.605"), "auto", 88.605, "0.000"),
        (Decimal("3"), "auto", 3, "General"),
        (Decimal("88.6"), "number", 88.6, "0.00"),
        (Decimal("88.60"), "text", "88.60", "@"),
        (Fraction(1, 4), "auto", 0.25, "General"),
        (7, "auto", 7, "General"),
        (7, "integer", 7, "0"),
        (20007, "text", "20007", "@"),
        (True, "auto", "TRUE", "@"),
        (datetime.date(2025, 3, 12), "auto", datetime.datetime(2025, 3, 12), "yyyy-mm-dd"),
        (datetime.date(2025, 3, 12), "text", "2025-03-12", "@"),
        (5, "date", "5", "@"),
    ],
)
def test_figures_and_dates(tmp_path, value, kind, shown, number_format):
    path = write(tmp_path / "t.xlsx", [[value]], [("值", 8, kind)])
    assert read(path)[1] == (shown,)
    assert openpyxl.load_workbook(path).active["A2"].number_format == number_format


def test_one_row_does_not_leak_into_the_next(tmp_path):
    rows = [["a", 1], [None, Decimal("1.5")], ["=b", "c"], ["d", None]]
    path = write(tmp_path / "t.xlsx", rows, [("甲", 8), ("乙", 8)])
    assert read(path)[1:] == [("a", 1), (None, 1.5), ("=b", "c"), ("d",)]


def test_the_header_is_frozen_below_the_notes(tmp_path):
    path = write(tmp_path / "t.xlsx", [["a"]], note="第一行\n=第二行")
    sheet = openpyxl.load_workbook(path).active
    assert [row[0] for row in sheet.values] == ["第一行", "=第二行", "值", "a"]
    assert sheet.freeze_panes == "A4"
    assert [sheet[f"A{row}"].font.bold for row in (2, 3, 4)] == [False, True, False]
    assert sheet.column_dimensions["A"].width == 20


@pytest.mark.parametrize("options", [{"supplement": True}, {"note": SUPPLEMENT_NOTE}])
def test_a_supplement_is_known_again_by_either_mark(tmp_path, options):
    with open_table(write(tmp_path / "t.xlsx", [["a"]], **options)) as table:
        assert locate(table, ["值"]).supplement
    with open_table(write(tmp_path / "u.xlsx", [["a"]])) as table:
        assert not locate(table, ["值"]).supplement


def test_a_row_of_the_wrong_length_or_an_unknown_kind_is_the_programmers_error(tmp_path):
    book = Workbook()
    sheet = book.sheet("表", [("值", 5)])
    with pytest.raises(ValueError, match="2 values for 1 columns"):
        sheet.append(["a", "b"])
    with pytest.raises(ValueError, match="unknown kinds"):
        book.sheet("另一张", [("a", 5, "money")])
    book.save(tmp_path / "t.xlsx")
    assert read(tmp_path / "t.xlsx") == [("值",)]


def test_a_failed_save_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"old")

    def fail(descriptor):
        raise OSError("disk full")

    book = Workbook()
    book.sheet("表", [("值", 5)])
    with monkeypatch.context() as patch, pytest.raises(OSError, match="disk full"):
        patch.setattr("os.fsync", fail)
        book.save(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_written_file_replaces_the_old_one_and_is_its_owners_alone(tmp_path):
    (tmp_path / "t.xlsx").write_bytes(b"old")
    path = write(tmp_path / "t.xlsx", [["new"]])
    assert read(path) == [("值",), ("new",)]
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_figures_are_stored_to_the_digit(tmp_path):
    path = write(tmp_path / "t.xlsx", [[Decimal("88.60")], [Fraction(1, 8)]], [("值", 8)])
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    assert b"<v>88.60</v>" in xml
    assert b"<v>0.125</v>" in xml


@pytest.mark.office
def test_libreoffice_shows_the_text_and_computes_nothing(tmp_path):
    values = [*FORMULAS, *TEXTS]
    rows = [[value, Decimal("88.60"), datetime.date(2025, 3, 12)] for value in values]
    columns = [("值", 20, "text"), ("总分", 8, "number"), ("日期", 12, "date")]
    path = write(tmp_path / "t.xlsx", rows, columns, note="=1+1")
    done = subprocess.run(
        [
            tools.office(),
            "--headless",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,1",
            "--outdir",
            str(tmp_path / "out"),
            str(path),
        ],
        capture_output=True,
        timeout=120,
        check=False,
    )
    made = list((tmp_path / "out").glob("*.csv"))
    assert len(made) == 1, done.stderr.decode(errors="replace")
    with made[0].open(encoding="utf-8", newline="") as file:
        shown = list(csv.reader(file))
    assert shown[0][0] == "=1+1"
    assert shown[1] == ["值", "总分", "日期"]
    # LibreOffice shows a carriage return within a cell as a line end.
    assert [row[0].replace("\r", "\n") for row in shown[2:]] == [
        value.replace("\r", "\n") for value in values
    ]
    assert {tuple(row[1:]) for row in shown[2:]} == {("88.60", "2025-03-12")}


@pytest.mark.parametrize("kind", ["figures", "text"])
def test_a_sheet_is_printed_lying_down_with_its_header_and_all_of_a_long_text(
    tmp_path: Path, kind: str
) -> None:
    path, long = tmp_path / "printed.xlsx", "列入提请研判人选，须经党委研判后方可进行谈话提醒。" * 4
    columns, rows = [("姓名", 10), ("说明", 60)], [("王建国", long), ("李秀英", "无")]
    if kind == "text":
        write_text_sheet(path, "排'名", columns, rows, notes=["供会议使用"])
    else:
        book = Workbook()
        sheet = book.sheet("排'名", columns, "供会议使用")
        for row in rows:
            sheet.append(row)
        book.save(path)
    [read] = openpyxl.load_workbook(path).worksheets
    assert (read.page_setup.orientation, read.sheet_properties.pageSetUpPr.fitToPage) == ("landscape", True)
    assert (read.page_setup.fitToWidth, read.page_setup.fitToHeight) == (1, 0)
    assert read.print_title_rows == "$2:$2"
    assert read["B3"].alignment.wrap_text and not read["A1"].alignment.wrap_text
    assert read.row_dimensions[3].height == 60, "four lines of sixty places"
    assert read.row_dimensions[4].height is None
