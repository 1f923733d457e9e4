"""Hostile and merely big files, each in a process of its own: refused quickly, memory flat."""

import random

import pytest

from . import makers

MORE = 50  # MB that a hostile file may cost


def numbers(rows: int, columns: int) -> str:
    """Rows of random figures: XML that deflates like an honest sheet's."""
    source = random.Random(1)
    cell = "<c><v>{}</v></c>".format
    return "".join(
        f"<row>{''.join(cell(source.randrange(10**6)) for _ in range(columns))}</row>" for _ in range(rows)
    )


def bomb_of_zeros(path):
    """7.5 KB that unpack to 7.5 MB."""
    makers.book(path, parts={"xl/worksheets/sheet1.xml": makers.sheet("<row/>" * 1_250_000)})


def bomb_of_two_sheets(path):
    rows = makers.sheet("<row/>" * 4_500_000)
    makers.book(path, parts={"xl/worksheets/sheet1.xml": rows, "xl/worksheets/sheet2.xml": rows})


def wide_rows(path):
    makers.book(path, numbers(20, 16_384))


def one_row_of_many_cells(path):
    makers.book(path, "<row>" + '<c a="1"/>' * 900_000 + "</row>", method=0)


def endless_text(path):
    makers.book(path, f'<row><c t="str"><v>{"0123456789" * 1_500_000}</v></c></row>', method=0)


def many_shared_strings(path):
    strings = f'<sst xmlns="{makers.MAIN}">{"<si><t/></si>" * 1_100_000}</sst>'
    makers.book(path, parts={"xl/sharedStrings.xml": strings}, method=0)


def many_styles(path):
    styles = f'<styleSheet xmlns="{makers.MAIN}"><cellXfs>{"<xf/>" * 2_000_000}</cellXfs></styleSheet>'
    makers.book(path, parts={"xl/styles.xml": styles}, method=0)


def nested(path):
    inner = makers.book(path.with_name("inner.xlsx")).read_bytes()
    makers.book(path, parts={"xl/embeddings/a.bin": inner})


def many_entries(path):
    makers.crowd(path, 100_000)


def billion_laughs(path):
    entities = "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    head = f'<!--{"x" * 9000}--><!DOCTYPE s [<!ENTITY a "ha">{entities}]>'
    content = head + makers.sheet('<row><c t="str"><v>&i;</v></c></row>')
    makers.book(path, parts={"xl/worksheets/sheet1.xml": content})


def external_entity(path):
    head = f'<!--{"x" * 9000}--><!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    content = head + makers.sheet('<row><c t="str"><v>&a;</v></c></row>')
    makers.book(path, parts={"xl/worksheets/sheet1.xml": content})


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (bomb_of_zeros, "压缩炸弹"),
        (bomb_of_two_sheets, "超过 50 MB"),
        (wide_rows, "300 列"),
        (one_row_of_many_cells, "损坏"),
        (endless_text, "文字过长"),
        (many_shared_strings, "文字过多"),
        (many_styles, "样式过多"),
        (nested, "嵌有"),
        (many_entries, "部件超过"),
        (billion_laughs, "实体定义"),
        (external_entity, "实体定义"),
    ],
)
def test_hostile_workbooks_are_refused_quickly_and_cheaply(tmp_path, make, said):
    path = tmp_path / "t.xlsx"
    make(path)
    took, grown, rows, told = makers.measured(path)
    assert said in told
    assert "root:" not in told
    assert rows == 0
    assert grown < MORE
    assert took < 1 or make is many_shared_strings  # read up to its limit of a million


def test_memory_does_not_grow_with_the_rows_of_a_csv(tmp_path):
    grown = {}
    for rows in (20_000, 200_000):
        path = tmp_path / f"{rows}.csv"
        with path.open("w", encoding="gb18030") as file:
            file.writelines(f"{n:06},校领导,{n},好,好,较好,一般\n" for n in range(rows))
        _, grown[rows], count, told = makers.measured(path)
        assert (count, told) == (rows, "")
    assert grown[200_000] < grown[20_000] + 3


def test_memory_does_not_grow_with_the_rows_of_a_workbook(tmp_path):
    grown = {}
    for rows in (4_000, 40_000):
        cells = '<c t="s"><v>1</v></c><c t="str"><v>校领导</v></c><c><v>1975.03</v></c>'
        path = makers.book(
            tmp_path / f"{rows}.xlsx", "".join(f"<row><c><v>{n}</v></c>{cells}</row>" for n in range(rows))
        )
        _, grown[rows], count, told = makers.measured(path)
        assert (count, told) == (rows, "")
    assert grown[40_000] < grown[4_000] + 3
