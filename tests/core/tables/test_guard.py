"""What is refused at the door, and that honest files pass it."""

import os
import re
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from core.tables import Refused, check_file, open_table

from . import makers

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(path: Path) -> str:
    """The words `check_file` refuses a file with; it must do so within a second of work."""
    start = time.process_time()
    with pytest.raises(Refused) as told:
        check_file(path)
    assert time.process_time() - start < 1
    assert told.value.remedy
    assert re.search("[一-鿿]", told.value.message)
    return told.value.message


@pytest.mark.parametrize("name", ["roster.xlsx", "participants.xlsx"])
def test_the_sample_workbooks_pass(name):
    assert check_file(makers.DATA / name) == "xlsx"


@pytest.mark.parametrize("name", ["ballots.csv", "matters.csv"])
def test_the_sample_csv_files_pass(name):
    assert check_file(makers.DATA / name) == "csv"


def test_the_content_decides_not_the_name(tmp_path):
    assert check_file(makers.book(tmp_path / "names.csv")) == "xlsx"


def test_a_workbook_with_mail_links_and_an_emz_picture_passes(tmp_path):
    link = (
        f'<Relationships xmlns="{makers.PACKAGE}"><Relationship Id="r" Type="{makers.OFFICE}/hyperlink" '
        'Target="mailto:a@example.edu.cn" TargetMode="External"/></Relationships>'
    )
    parts = {"xl/worksheets/_rels/sheet1.xml.rels": link, "xl/media/image1.emz": b"\x1f\x8b\x08rest"}
    assert check_file(makers.book(tmp_path / "t.xlsx", parts=parts)) == "xlsx"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.xlsx", b"", "空的"),
        ("old.xls", OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "旧版 .xls"),
        ("locked.xlsx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        ("page.xls", b"<html><table>", "网页"),
        ("page.csv", b"\xef\xbb\xbf \r\n<?xml version='1.0'?>", "网页"),
        ("report.xlsx", b"%PDF-1.7\n", "PDF"),
        ("text.xlsx", "工号,姓名\n".encode(), "内容却不是"),
        ("cut.xlsx", b"PK\x03\x04" + b"\1" * 300, "损坏"),
        ("unicode.csv", "工号\t姓名".encode("utf-16"), "UTF-16"),
        ("unicode.csv", "工号,姓名".encode("utf-16-le"), "NUL"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "NUL"),
        ("line.csv", b"a," * 2_000_000, "长于 1 MB"),
    ],
)
def test_not_a_table(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    assert said in refused(path)


def test_a_missing_file(tmp_path):
    assert "找不到文件 x.csv" in refused(tmp_path / "x.csv")


def test_a_nul_far_down_a_csv_is_found(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"a,b\n" * 1_000_000 + b"\0\n")
    assert "NUL" in refused(path)


def test_a_csv_over_200_mb(tmp_path):
    path = tmp_path / "t.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n")
        file.truncate(200 * 1024 * 1024 + 1)
    assert "超过 200 MB" in refused(path)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"xl/vbaProject.bin": b"x"}, "宏"),
        ({"xl/macrosheets/sheet9.xml": "<a/>"}, "宏"),
        (
            {
                "[Content_Types].xml": makers.PARTS["[Content_Types].xml"].replace(
                    "openxmlformats-officedocument.spreadsheetml.sheet", "ms-excel.sheet.macroEnabled"
                )
            },
            "宏",
        ),
        ({"xl/externalLinks/externalLink1.xml": "<a/>"}, "外部链接"),
        (
            {
                "xl/_rels/workbook.xml.rels": makers.PARTS["xl/_rels/workbook.xml.rels"].replace(
                    'Target="styles.xml"', 'Target="file:///etc/passwd" TargetMode="External"'
                )
            },
            "外部链接",
        ),
        ({"xl/embeddings/inner.xlsx": b"x"}, "嵌有"),
        ({"xl/embeddings/oleObject1.bin": b"PK\x03\x04more"}, "嵌有"),
        ({"xl/media/a.png": b"7z\xbc\xaf\x27\x1cmore"}, "嵌有"),
        ({"../evil.xml": "<a/>"}, "部件路径"),
        ({"/etc/evil.xml": "<a/>"}, "部件路径"),
        ({"xl\\evil.xml": "<a/>"}, "部件路径"),
        ({"C:evil.xml": "<a/>"}, "部件路径"),
        ({"xl/a\n.xml": "<a/>"}, "部件路径"),
        ({"XL/Workbook.xml": "<a/>"}, "重名"),
        ({"[Content_Types].xml": None}, "不是 Excel"),
        ({"[Content_Types].xml": "<Types/>"}, "不是 Excel"),
        ({"xl/workbook.bin": b"x"}, "xlsb"),
        ({"xl/big.xml": b"a" * 2_000_000}, "压缩炸弹"),
        ({f"xl/part{i}.xml": "<a/>" for i in range(200)}, "部件超过"),
    ],
)
def test_hostile_workbooks(tmp_path, parts, said):
    assert said in refused(makers.book(tmp_path / "t.xlsx", parts=parts))


def test_an_entry_twice(tmp_path):
    path = makers.book(tmp_path / "t.xlsx")
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "<a/>")
    assert "重名" in refused(path)


def test_a_directory_that_understates_its_entries(tmp_path):
    path = makers.book(tmp_path / "t.xlsx", parts={f"xl/p{i}.xml": "<a/>" for i in range(300)})
    data = bytearray(path.read_bytes())
    end = data.rindex(b"PK\x05\x06")
    data[end + 8 : end + 12] = struct.pack("<HH", 5, 5)
    path.write_bytes(data)
    assert "部件超过" in refused(path)


def test_a_workbook_over_50_mb_unpacked(tmp_path):
    path = tmp_path / "t.xlsx"
    makers.book(path, parts={f"xl/media/{i}.bin": bytes(range(256)) * 49_152 for i in range(5)}, method=0)
    assert "超过 50 MB" in refused(path)


def _flag(path: Path, flag: int) -> None:
    """Set general purpose flags of the first entry in the directory."""
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= flag
    path.write_bytes(data)


def test_an_encrypted_entry(tmp_path):
    path = makers.book(tmp_path / "t.xlsx")
    _flag(path, 1)
    assert "加密" in refused(path)


def test_an_unusual_compression(tmp_path):
    assert "损坏" in refused(makers.book(tmp_path / "t.xlsx", method=zipfile.ZIP_LZMA))


def _set_size(path: Path, name: str, size: int) -> None:
    """Make the directory (and nothing else) declare another unpacked size for an entry."""
    data = bytearray(path.read_bytes())
    at = data.rindex(name.encode()) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = struct.pack("<I", size)
    path.write_bytes(data)


def test_a_directory_that_lies_about_sizes_is_stopped_while_reading(tmp_path):
    path = makers.book(tmp_path / "t.xlsx", rows=makers.HEADER + " " * 3_000_000)
    _set_size(path, "xl/worksheets/sheet1.xml", 5000)
    check_file(path)  # the lie is believed here, and read no further than 5,000 bytes
    with open_table(path) as table, pytest.raises(Refused, match="损坏"):
        list(table.rows())


def test_a_lying_directory_with_the_right_checksum_of_its_lie(tmp_path):
    whole = makers.sheet(makers.HEADER + " " * 3_000_000).encode()
    path = makers.book(tmp_path / "t.xlsx", parts={"xl/worksheets/sheet1.xml": whole})
    _set_size(path, "xl/worksheets/sheet1.xml", 300)
    data = bytearray(path.read_bytes())
    at = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[at + 16 : at + 20] = struct.pack("<I", zlib.crc32(whole[:300]))
    path.write_bytes(data)
    with open_table(path) as table, pytest.raises(Refused, match="损坏"):
        list(table.rows())


XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
)
@pytest.mark.parametrize("trick", [XXE, LAUGHS], ids=["xxe", "laughs"])
@pytest.mark.parametrize("hidden", ["plain", "utf-16", "behind a comment"])
def test_entities_are_refused_in_every_part(tmp_path, part, trick, hidden):
    honest = {**makers.PARTS, "xl/worksheets/sheet1.xml": makers.sheet(makers.HEADER)}[part]
    cover = f"<!--{'x' * 9000}-->" if hidden == "behind a comment" else ""
    content = cover + trick + honest.replace("工号", "&e;")
    encoded = content.encode("utf-16" if hidden == "utf-16" else "utf-8")
    path = makers.book(tmp_path / "t.xlsx", parts={part: encoded})
    start = time.process_time()
    with pytest.raises(Refused, match="实体定义"), open_table(path) as table:
        list(table.rows())
    assert time.process_time() - start < 1


def test_without_its_dtd_the_same_workbook_is_read(tmp_path):
    with open_table(makers.book(tmp_path / "t.xlsx")) as table:
        assert list(table.rows()) == [(1, ("工号", "姓名"))]


def test_without_defusedxml_nothing_starts():
    done = subprocess.run(
        [sys.executable, "-c", "import core.tables"],
        cwd=makers.ROOT,
        env={**os.environ, "OPENPYXL_DEFUSEDXML": "False"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "install it (pip install defusedxml)" in done.stderr
