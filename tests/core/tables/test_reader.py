"""Rows out of workbooks and csv files."""

import datetime
import warnings

import openpyxl
import pytest

from core.tables import Refused, open_table

from . import makers


def rows_of(path, sheet=None):
    with open_table(path) as table:
        return list(table.rows(sheet))


def cells(*inner: str) -> str:
    return f'<row r="1">{"".join(inner)}</row>'


# Workbooks


@pytest.mark.parametrize("name", ["roster.xlsx", "participants.xlsx"])
def test_samples_read_as_openpyxl_reads_them(name):
    book = openpyxl.load_workbook(makers.DATA / name, read_only=True, data_only=True)
    expected = {
        number: row for number, row in enumerate(book.active.iter_rows(values_only=True), 1) if any(row)
    }
    book.close()
    read = dict(rows_of(makers.DATA / name))
    assert read.keys() == expected.keys()
    width = max(map(len, expected.values()))
    assert {n: row + (None,) * (width - len(row)) for n, row in read.items()} == expected


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A1"><v>12</v></c>', 12),
        ('<c r="A1" t="n"><v>1975.03</v></c>', 1975.03),
        ('<c r="A1"><v>1E2</v></c>', 100.0),
        ('<c r="A1"><v>nan</v></c>', "nan"),
        ('<c r="A1"><v>9' + "0" * 5000 + "</v></c>", "9" + "0" * 5000),
        ('<c r="A1" t="s"><v>1</v></c>', "姓名"),
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A1" t="b"><v>0</v></c>', "FALSE"),
        ('<c r="A1" t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c r="A1" t="str"><f>A2</f><v>算出的字</v></c>', "算出的字"),
        ('<c r="A1" t="d"><v>1975-03-01T00:00:00</v></c>', datetime.datetime(1975, 3, 1)),
        ('<c r="A1" t="d"><v>1975</v></c>', "1975"),
        ('<c r="A1" t="inlineStr"><is><t>陈　静</t></is></c>', "陈　静"),
        ('<c r="A1" t="inlineStr"><is><r><t>陈</t></r><r><t>静</t></r></is></c>', "陈静"),
        ('<c r="A1" t="inlineStr"><is><t>静</t><rPh><t>jing</t></rPh></is></c>', "静"),
        ('<c r="A1" t="inlineStr"><is><t>a_x000D_b_x005F_</t></is></c>', "a\rb_"),
        ('<c r="A1" t="inlineStr"><is><t>_x0000_a_xD83D_</t></is></c>', "a\ufffd"),
        ('<c r="A1" t="inlineStr"><is><t>&lt;a&gt; &amp; b</t></is></c>', "<a> & b"),
        ('<c r="A1" s="1"><v>27454</v></c>', datetime.datetime(1975, 3, 1)),  # builtin 57: yyyy年m月
        ('<c r="A1" s="1"><v>99999999999</v></c>', 99999999999),
        ("<c><v>5</v></c>", 5),
    ],
)
def test_cells(tmp_path, cell, value):
    assert rows_of(makers.book(tmp_path / "t.xlsx", cells(cell))) == [(1, (value,))]


def test_a_formula_without_a_stored_value_is_empty(tmp_path):
    rows = cells('<c r="A1"><f>1+1</f></c><c r="B1"><v>1</v></c>')
    assert rows_of(makers.book(tmp_path / "t.xlsx", rows)) == [(1, (None, 1))]


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("yyyy&quot;年&quot;m&quot;月&quot;", True),
        ("[$-804]yyyy/m/d", True),
        ("[DBNum1][$-804]yyyy年m月", True),
        ("0.00_);[Red]\\(0.00\\)", False),
        ("[DBNum1]0", False),
        ("[h]:mm", False),
        ("&quot;day&quot;0", False),
        ("@", False),
    ],
)
def test_number_formats(tmp_path, code, is_date):
    styles = (
        f'<styleSheet xmlns="{makers.MAIN}"><numFmts><numFmt numFmtId="180" formatCode="{code}"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="180"/></cellXfs></styleSheet>'
    )
    path = makers.book(
        tmp_path / "t.xlsx", cells('<c s="1"><v>27454</v></c>'), parts={"xl/styles.xml": styles}
    )
    assert rows_of(path) == [(1, (datetime.datetime(1975, 3, 1) if is_date else 27454,))]


def test_the_1904_calendar_of_old_macs(tmp_path):
    part = makers.PARTS["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    path = makers.book(
        tmp_path / "t.xlsx", cells('<c s="1"><v>25992</v></c>'), parts={"xl/workbook.xml": part}
    )
    assert rows_of(path) == [(1, (datetime.datetime(1975, 3, 1),))]


def test_strict_workbooks_are_read_too(tmp_path):
    old = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", makers.OFFICE)
    new = (
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    parts = {**makers.PARTS, "xl/worksheets/sheet1.xml": makers.sheet(makers.HEADER)}
    for before, after in zip(old, new, strict=True):
        parts = {name: text.replace(before, after) for name, text in parts.items()}
    assert rows_of(makers.book(tmp_path / "t.xlsx", parts=parts)) == [(1, ("工号", "姓名"))]


def test_gaps_and_a_false_dimension_cost_nothing(tmp_path):
    rows = makers.HEADER + '<row r="1048576"><c r="C1048576"><v>1</v></c></row>'
    part = makers.sheet(rows).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    path = makers.book(tmp_path / "t.xlsx", parts={"xl/worksheets/sheet1.xml": part})
    assert rows_of(path) == [(1, ("工号", "姓名")), (1048576, (None, None, 1))]


def test_styled_empty_rows_and_columns_are_not_counted(tmp_path):
    rows = makers.HEADER + "<row/>" * 300_000 + '<row><c r="XFD300002" s="1"/><c r="A1"/></row>'
    assert rows_of(makers.book(tmp_path / "t.xlsx", rows, method=0)) == [(1, ("工号", "姓名"))]


def test_too_many_rows_say_where(tmp_path):
    rows = "".join(f'<row r="{n}"><c><v>{n}</v></c></row>' for n in range(1, 200_002))
    with pytest.raises(Refused, match=r"“表”第 200001 行.*200,000 行"):
        rows_of(makers.book(tmp_path / "t.xlsx", rows))


def test_too_many_columns_say_where(tmp_path):
    with pytest.raises(Refused, match=r"第 1 行 KO 列.*300 列"):
        rows_of(makers.book(tmp_path / "t.xlsx", cells('<c r="KO1"><v>1</v></c>')))
    assert len(rows_of(makers.book(tmp_path / "u.xlsx", cells('<c r="KN1"><v>1</v></c>')))[0][1]) == 300


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048577"><c><v>1</v></c></row>',
        '<row r="2"/><row r="1"/>',
        '<row r="x"/>',
        '<row><c r="XFE1"><v>1</v></c></row>',
        '<row><c r="AAAAAAAAAA1"><v>1</v></c></row>',
        '<row><c r="a1"><v>1</v></c></row>',
        '<row><c t="s"><v>99</v></c></row>',
        '<row><c t="s"><v>x</v></c></row>',
        "<row>" + "<c/>" * 16_385 + "</row>",
        "<row><c>",
    ],
)
def test_impossible_sheets_are_refused(tmp_path, rows):
    with pytest.raises(Refused, match="损坏"):
        rows_of(makers.book(tmp_path / "t.xlsx", rows))


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("_rels/.rels", "<Relationships/>"),
        ("xl/workbook.xml", "<workbook"),
        ("xl/styles.xml", "<?xml version='1.0' encoding='none-such'?><a/>"),
        ("xl/sharedStrings.xml", b"\xff\xff"),
    ],
)
def test_broken_parts_are_refused(tmp_path, part, content):
    with pytest.raises(Refused, match="损坏"):
        rows_of(makers.book(tmp_path / "t.xlsx", parts={part: content}))


def test_an_endless_text_is_refused(tmp_path):
    path = makers.book(tmp_path / "t.xlsx", cells(f'<c t="str"><v>{"字0" * 150_000}</v></c>'), method=0)
    with pytest.raises(Refused, match="文字过长"):
        rows_of(path)


def test_hidden_sheets_are_not_read_and_the_others_keep_their_order(tmp_path):
    book = openpyxl.Workbook()
    for title in ("乙", "隐藏", "甲"):
        book.create_sheet(title).append([title])
    book["隐藏"].sheet_state = "hidden"
    book["Sheet"].sheet_state = "veryHidden"
    book.active = 1
    book.save(tmp_path / "t.xlsx")
    with open_table(tmp_path / "t.xlsx") as table:
        assert table.sheet_names == ["乙", "甲"]
        assert list(table.rows("甲")) == [(1, ("甲",))]


def test_nothing_warns_and_no_handle_stays_open(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = open_table(makers.book(tmp_path / "t.xlsx"))
        assert next(table.rows())[0] == 1
        table.close()


# csv


def csv_rows(tmp_path, content: bytes):
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    return rows_of(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_encodings_ends_and_delimiters(tmp_path, encoding, end, delimiter):
    lines = [["工号", "姓名"], ["1", "陈　静"], [], ["2", "𠮷"]]
    content = end.join(delimiter.join(line) for line in lines) + end
    assert csv_rows(tmp_path, content.encode(encoding)) == [
        (1, ("工号", "姓名")),
        (2, ("1", "陈　静")),
        (4, ("2", "𠮷")),
    ]


def test_quotes_commas_and_line_ends_within_a_field(tmp_path):
    assert csv_rows(tmp_path, b'a,"b,""c""\nd"\ne,f\n') == [(1, ("a", 'b,"c"\nd')), (2, ("e", "f"))]


def test_gb18030_after_two_megabytes_of_ascii(tmp_path):
    rows = csv_rows(tmp_path, b"a,b\n" * 600_000 + "工号,姓名\n".encode("gb18030"))
    assert rows[-1] == (600_001, ("工号", "姓名"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,b\n" * 9 + b"\xff\xff\n", "第 10 行.*编码"),
        (b"\xef\xbb\xbfa,b\nc\n\xff\xff\n", "第 3 行.*编码"),
        (b'a,b\n1,"x"y\n', "第 2 行：引号没有成对"),
        (b'a,b\n1,"x\n', "引号没有成对"),
        (b'a,b\n1,"' + b"x\n" * 100_000, "字段过长"),
        (b"a," * 300 + b"b\n", "第 1 行：表超过 300 列"),
    ],
)
def test_bad_csv_says_where(tmp_path, content, said):
    with pytest.raises(Refused, match=said):
        csv_rows(tmp_path, content)


def test_three_hundred_columns_and_empty_ones_behind_them_pass(tmp_path):
    assert [len(row) for _, row in csv_rows(tmp_path, b"a," * 299 + b"b" + b"," * 900 + b"\n")] == [300]


def test_sample_csv_files(tmp_path):
    ballots = rows_of(makers.DATA / "ballots.csv")
    assert len(ballots) == 11_524
    assert ballots[1] == (2, ("000001", "校领导", "20000", "好", "好", "好", "好"))
    matters = rows_of(makers.DATA / "matters.csv")
    assert len(matters) == 19
    assert matters[0][1][0] == "事项编号"
