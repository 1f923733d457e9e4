"""Word documents that people bring: judged by their zip directory before a part is opened, then read as text.

The same door as `core.tables.guard` for workbooks: no bombs, no macros, nothing embedded, nothing that is
fetched from elsewhere when the document is opened.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from .tables.errors import Refused
from .tables.guard import (
    ARCHIVE_MAGICS,
    ARCHIVE_NAMES,
    HEAD,
    MAX_RATIO,
    OLE_MAGIC,
    PACKED_PICTURES,
    RATIO_FROM,
    XML_NAMES,
    ZIP_MAGICS,
)

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_UNPACKED = 80 * 1024 * 1024
MAX_ENTRIES = 1_000
MAX_DIRECTORY = 512 * 1024
MAX_XML = 20 * 1024 * 1024  # one part that is read
MAX_TEXT = 200_000  # characters taken from one document
MAIN = "word/document.xml"
MAIN_TYPE = b"wordprocessingml.document.main+xml"
SAVE_AS = "请用 Word 或 WPS 打开，另存为“Word 文档（.docx）”后再上传"
COPY_OUT = "请把全文复制到一个新建的文档，另存为 .docx 后再上传"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, ParseError)


def check_docx(stream: BinaryIO) -> None:
    """Raises Refused for what is no plain Word document; the content decides, not the name's ending."""
    try:
        _check(stream)
    except DefusedXmlException as error:
        raise _forbidden_dtd() from error
    except _BROKEN as error:
        raise _damaged() from error


def docx_paragraphs(stream: BinaryIO) -> list[str]:
    """The paragraphs of the body in order, those of tables among them; empty ones left out. Raises Refused.

    The stream has passed `check_docx`. Text that was deleted under revision is not read.
    """
    found: list[str] = []
    length = 0
    try:
        stream.seek(0)
        with zipfile.ZipFile(stream) as archive, archive.open(MAIN) as part:
            for paragraph in _paragraphs(part):
                text = paragraph.strip()
                length += len(text)
                if length > MAX_TEXT:
                    raise Refused(
                        f"文档的文字超过 {MAX_TEXT // 10_000} 万字，不像一份述职报告", "请删减后再上传"
                    )
                if text:
                    found.append(text)
    except DefusedXmlException as error:
        raise _forbidden_dtd() from error
    except _BROKEN as error:
        raise _damaged() from error
    return found


def _check(stream: BinaryIO) -> None:
    stream.seek(0)
    head = stream.read(8)
    if head.startswith(OLE_MAGIC):
        raise Refused("这是旧版 .doc 格式，或者设置了打开密码", SAVE_AS)
    if not head.startswith(ZIP_MAGICS):
        raise Refused("文件名像 Word 文档，内容却不是", SAVE_AS)
    # The same look that ZipFile takes, at the end record alone: a huge directory is never parsed.
    record = zipfile._EndRecData(stream)  # type: ignore[attr-defined]
    if record is None:
        raise _damaged()
    count, size = record[zipfile._ECD_ENTRIES_TOTAL], record[zipfile._ECD_SIZE]  # type: ignore[attr-defined]
    if count > MAX_ENTRIES or size > MAX_DIRECTORY:
        raise Refused("文档内部的部件过多，不像一份普通的文档", COPY_OUT)
    file_size = stream.seek(0, 2)
    stream.seek(0)
    with zipfile.ZipFile(stream) as archive:
        _check_entries(archive.infolist(), file_size)
        _check_is_document(archive)
        for entry in archive.infolist():
            _check_head(archive, entry)
            if entry.filename.lower().endswith(".rels"):
                _check_relations(archive, entry)


def _check_entries(entries: list[zipfile.ZipInfo], file_size: int) -> None:
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused("文档解开后过大", "请压缩文档里的图片后再上传")
    if sum(entry.compress_size for entry in entries) > file_size:
        raise _damaged()
    seen: set[str] = set()
    for entry in entries:
        _check_name(entry.filename, seen)
        if entry.flag_bits & 0x41:
            raise Refused("文档里有加密的部件", "请取消密码，另存为 .docx 后再上传")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _damaged()
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise Refused("文档的压缩比异常（疑似压缩炸弹）", COPY_OUT)


def _check_name(name: str, seen: set[str]) -> None:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or "\\" in name or ":" in name or ".." in parts or not name.isprintable():
        raise Refused("文档里有不合规的部件路径，可能被人改动过", SAVE_AS)
    lowered = name.lower()
    if lowered in seen:
        raise Refused("文档里有重名的部件，可能被人改动过", SAVE_AS)
    seen.add(lowered)
    if "vbaproject" in lowered or "vbadata" in lowered or "/activex/" in lowered:
        raise Refused("文档带有宏或控件", "请另存为不带宏的“Word 文档（.docx）”后再上传")
    if lowered.endswith(ARCHIVE_NAMES) or lowered.startswith("word/embeddings/"):
        raise Refused("文档里嵌有别的文件或对象", "请删去嵌入的对象，或把它作为附件另传")


def _check_is_document(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "[Content_Types].xml" not in names or MAIN not in names:
        raise Refused("这不是 Word 文档", SAVE_AS)
    if archive.getinfo(MAIN).file_size > MAX_XML:
        raise Refused("文档的正文过大", COPY_OUT)
    with archive.open("[Content_Types].xml") as part:
        types = part.read(RATIO_FROM)
    if b"macroEnabled" in types:
        raise Refused("文档带有宏", "请另存为不带宏的“Word 文档（.docx）”后再上传")
    if MAIN_TYPE not in types.replace(b"\0", b""):
        raise Refused("这不是 Word 文档", SAVE_AS)


def _check_head(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    if entry.is_dir() or not entry.file_size:
        return
    with archive.open(entry) as part:
        head = part.read(HEAD)
    lowered = entry.filename.lower()
    if head.startswith((*ARCHIVE_MAGICS, OLE_MAGIC)) and not lowered.endswith(PACKED_PICTURES):
        raise Refused("文档里嵌有别的文件或对象", "请删去嵌入的对象，或把它作为附件另传")
    if lowered.endswith(XML_NAMES):
        plain = head.replace(b"\0", b"").upper()
        if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            raise _forbidden_dtd()


def _check_relations(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Links that a reader clicks are harmless; whatever is fetched by itself is not."""
    if entry.file_size > MAX_XML:
        raise _damaged()
    with archive.open(entry) as part:
        for _, element in iterparse(part, events=("end",), forbid_dtd=True):
            outside = element.tag == _REL and element.get("TargetMode", "").lower() == "external"
            if outside and not element.get("Type", "").endswith("/hyperlink"):
                raise Refused("文档引用了外部的文件（例如外部模板或链接的图片）", COPY_OUT)


def _paragraphs(part: object) -> Iterator[str]:
    """The text of each paragraph as it ends; a picture's older twin (Fallback) is passed over."""
    passed, pieces = 0, [""]
    for event, element in iterparse(part, events=("start", "end"), forbid_dtd=True):
        if element.tag == _FALLBACK:
            passed += 1 if event == "start" else -1
        elif passed:
            continue
        elif event == "start" and element.tag == f"{_W}p":
            pieces.append("")
        elif event == "end":
            pieces[-1] += _text(element)
            if element.tag == f"{_W}p":
                yield pieces.pop()
            if element.tag in (f"{_W}p", f"{_W}tbl"):
                element.clear()


def _text(element: Element) -> str:
    if element.tag == f"{_W}t":
        return element.text or ""
    if element.tag in (f"{_W}br", f"{_W}cr"):
        return "\n"
    return " " if element.tag == f"{_W}tab" else ""


def _damaged() -> Refused:
    return Refused("文档已损坏，无法读取", SAVE_AS)


def _forbidden_dtd() -> Refused:
    return Refused("文档里有实体定义（DTD），疑似恶意文件，已拒绝读取", SAVE_AS)
