"""The door: what is refused before a table is opened, within a second and without unpacking it.

A workbook is judged by its zip directory and the first bytes of each part. What a directory can lie about
(sizes, a DTD behind a long comment) is stopped again while reading, in `core.tables.xlsx`.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Literal

import openpyxl

from core.tables.errors import Damaged, Refused

if not openpyxl.DEFUSEDXML:
    raise RuntimeError("openpyxl works without defusedxml here: install it (pip install defusedxml)")
if openpyxl.LXML:
    raise RuntimeError("openpyxl was imported before core, and works with lxml: import core first")

Format = Literal["xlsx", "csv"]

MAX_UNPACKED = 50 * 1024 * 1024
MAX_ENTRIES = 200
MAX_DIRECTORY = 256 * 1024  # bytes of the zip directory itself: 200 entries need some 20 KB
MAX_RATIO = 100  # honest sheets deflate 5 to 40 times
RATIO_FROM = 1024 * 1024
MAX_CSV = 200 * 1024 * 1024
CSV_BLOCK = 1024 * 1024  # also the longest line: a block without a line end is refused
HEAD = 4096

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")
ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
ARCHIVE_MAGICS = (*ZIP_MAGICS, b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
ARCHIVE_NAMES = (".zip", ".7z", ".rar", ".gz", ".tar", ".xlsx", ".xlsm", ".xlsb", ".docx", ".pptx", ".jar")
PACKED_PICTURES = (".emz", ".wmz")  # gzip by definition, and never opened here
XML_NAMES = (".xml", ".rels", ".vml")
WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".et", ".ods")
WORKBOOK_TYPE = re.compile(rb"spreadsheetml\.(sheet|template)\.main\+xml")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再导入"


def check_file(path: Path | str) -> Format:
    """Say what `path` holds, or raise `Refused`; the content decides, not the name's ending."""
    path = Path(path)
    if not path.is_file():
        raise Refused(f"找不到文件 {path.name}", "请核对文件名和所在文件夹")
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise Refused("文件是空的（0 字节）", "请重新导出或另存后再导入")
    if head.startswith(OLE_MAGIC):
        _refuse_ole(path)
    if head.startswith(ZIP_MAGICS):
        _check_zip(path)
        return "xlsx"
    _check_text(path, head)
    return "csv"


def _refuse_ole(path: Path) -> None:
    """Old .xls and password-protected .xlsx share one container; each has its own way out."""
    with path.open("rb") as file:
        encrypted = any(ENCRYPTED_MARK in block for block in _overlapping(file, len(ENCRYPTED_MARK)))
    if encrypted:
        raise Refused(
            "工作簿设置了打开密码，无法读取", "请在 Excel 或 WPS 中取消打开密码，另存为 .xlsx 后再导入"
        )
    raise Refused("这是旧版 .xls 或 WPS .et 格式，不是 .xlsx 工作簿", SAVE_AS)


def _overlapping(file, overlap: int, limit: int = MAX_UNPACKED) -> Iterator[bytes]:
    """Blocks of a file, each with the end of the one before it, so that no mark is cut in two."""
    tail, seen = b"", 0
    while seen < limit and (block := file.read(CSV_BLOCK)):
        seen += len(block)
        yield tail + block
        tail = block[-overlap:]


# Text files


def _check_text(path: Path, head: bytes) -> None:
    if head.startswith(UTF16_MARKS):
        raise Refused("文件是 UTF-16 编码（“Unicode 文本”）", "请另存为“CSV UTF-8（逗号分隔）”后再导入")
    shown = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if shown.startswith(b"<"):
        raise Refused("这是网页或 XML 内容，不是真正的工作簿或 csv", SAVE_AS)
    if shown.startswith(b"%PDF"):
        raise Refused("这是 PDF 文件，不是表格", "请取得原始的 .xlsx 或 .csv 文件再导入")
    if path.suffix.lower() in WORKBOOK_NAMES:
        raise Refused("文件名像工作簿，内容却不是工作簿", SAVE_AS)
    if path.stat().st_size > MAX_CSV:
        raise Refused("csv 文件超过 200 MB", "请拆成几个文件分别导入")
    lines = 1
    with path.open("rb") as file:
        while block := file.read(CSV_BLOCK):
            if (found := block.find(b"\0")) >= 0:
                line = lines + block.count(b"\n", 0, found)
                raise Damaged(
                    f"第 {line} 行有二进制内容（NUL 字符），不是文本表格",
                    "请重新导出，或另存为“CSV UTF-8（逗号分隔）”或 .xlsx 后再导入",
                )
            lines += block.count(b"\n")
            if len(block) == CSV_BLOCK and b"\n" not in block and b"\r" not in block:
                raise Refused("文件中有一行长于 1 MB，不是一行一条记录的表格", "请重新导出后再导入")


# Workbooks


def _check_zip(path: Path) -> None:
    _check_directory_size(path)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_entries(entries, path.stat().st_size)
            _check_is_workbook(archive)
            for entry in entries:
                _check_head(archive, entry)
    except Refused:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise damaged() from error


def damaged(place: str = "") -> Damaged:
    """The refusal for everything that is broken rather than hostile; one wording for guard and reader.

    place: of what can be said where it breaks off, e.g. 工作表“名册”第 120 行之后.
    """
    remedy = "请用 Excel 或 WPS 打开并另存为 .xlsx 后再导入"
    if not place:
        return Damaged("工作簿已损坏，无法读取", remedy)
    return Damaged(
        f"工作簿已损坏，{place}的内容读不出来",
        f"请向提供者重新取得文件，或{remedy.removeprefix('请')}；另存后先核对行数",
    )


def _check_directory_size(path: Path) -> None:
    """Look at the end record alone: parsing a directory of 100,000 entries would cost 100 MB already."""
    with path.open("rb") as file:
        try:
            # The same look that ZipFile takes (also at Zip64 records), so both see one directory.
            record = zipfile._EndRecData(file)  # type: ignore[attr-defined]
        except (OSError, zipfile.BadZipFile) as error:
            raise damaged() from error
    if record is None:
        raise damaged()
    count, size = record[zipfile._ECD_ENTRIES_TOTAL], record[zipfile._ECD_SIZE]  # type: ignore[attr-defined]
    if count > MAX_ENTRIES or size > MAX_DIRECTORY:
        raise _too_many_entries()


def _too_many_entries() -> Refused:
    return Refused(
        f"工作簿内部的部件超过 {MAX_ENTRIES} 个，不像一张普通的表",
        "请把要导入的工作表复制到一个新的工作簿，另存为 .xlsx 后再导入",
    )


def _check_entries(entries: list[zipfile.ZipInfo], file_size: int) -> None:
    if len(entries) > MAX_ENTRIES:
        raise _too_many_entries()
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused("工作簿解开后超过 50 MB", "请删去图片和多余的工作表，或改存为 csv 后再导入")
    if sum(entry.compress_size for entry in entries) > file_size:
        raise damaged()
    seen: set[str] = set()
    for entry in entries:
        _check_name(entry.filename, seen)
        if entry.flag_bits & 0x41:
            raise Refused("工作簿里有加密的部件", "请取消密码，另存为 .xlsx 后再导入")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged()
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise Refused(
                "工作簿的压缩比异常（疑似压缩炸弹）",
                "如果是正常的表，请把数据复制到新的工作簿，另存为 .xlsx 后再导入",
            )


def _check_name(name: str, seen: set[str]) -> None:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or "\\" in name or ":" in name or ".." in parts or not name.isprintable():
        raise Refused("工作簿里有不合规的部件路径，可能被人改动过", SAVE_AS)
    lowered = name.lower()
    if lowered in seen:
        raise Refused("工作簿里有重名的部件，可能被人改动过", SAVE_AS)
    seen.add(lowered)
    if "vbaproject" in lowered or lowered.startswith(("xl/macrosheets/", "xl/dialogsheets/")):
        raise Refused("工作簿带有宏", "请另存为不带宏的“Excel 工作簿（.xlsx）”后再导入")
    if lowered.startswith("xl/externallinks/"):
        raise _external()
    if lowered.endswith(ARCHIVE_NAMES):
        raise _nested()


def _external() -> Refused:
    return Refused(
        "工作簿里有指向其他文件的外部链接",
        "请在“数据—编辑链接”中断开链接（或选择性粘贴为数值），保存后再导入",
    )


def _nested() -> Refused:
    return Refused("工作簿里嵌有别的压缩包或文档", "请删去嵌入的对象，或把数据复制到新的工作簿后再导入")


def _check_is_workbook(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "[Content_Types].xml" not in names:
        remedy = SAVE_AS if "content.xml" in names else "请选择 .xlsx 或 .csv 文件"
        raise Refused("这个压缩文件不是 Excel 工作簿", remedy)
    types = _start_of(archive, "[Content_Types].xml", RATIO_FROM)
    if b"macroEnabled" in types:
        raise Refused("工作簿带有宏", "请另存为不带宏的“Excel 工作簿（.xlsx）”后再导入")
    if "xl/workbook.bin" in names:
        raise Refused("这是二进制工作簿（.xlsb）", SAVE_AS)
    if not WORKBOOK_TYPE.search(types.replace(b"\0", b"")):
        _check_dtd(types)
        raise Refused("这不是 Excel 工作簿", "请选择 .xlsx 或 .csv 文件")
    # Hyperlinks of a sheet (every mail address is one) are external too and harmless; the workbook's are not.
    relations = "xl/_rels/workbook.xml.rels"
    if relations in names and b'"External"' in _start_of(archive, relations, RATIO_FROM):
        raise _external()


def _start_of(archive: zipfile.ZipFile, name: str, length: int = HEAD) -> bytes:
    with archive.open(name) as part:
        return part.read(length)


def _check_head(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    if entry.is_dir() or not entry.file_size:
        return
    head = _start_of(archive, entry.filename)
    lowered = entry.filename.lower()
    if head.startswith(ARCHIVE_MAGICS) and not lowered.endswith(PACKED_PICTURES):
        raise _nested()
    if lowered.endswith(XML_NAMES):
        _check_dtd(head)


def _check_dtd(head: bytes) -> None:
    plain = head.replace(b"\0", b"").upper()  # without its NULs, UTF-16 reads like ASCII here
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise forbidden_dtd()


def forbidden_dtd() -> Refused:
    """The refusal for a DTD or an entity; used again by the reader for one hidden behind a long comment."""
    return Refused("工作簿里有实体定义（DTD），疑似恶意文件，已拒绝读取", SAVE_AS)
