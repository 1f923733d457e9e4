"""Attachments that people bring: what a file must be before it is sealed away (type, structure, size)."""

from __future__ import annotations

import struct
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO

from .docx import DOCX_TYPE, check_docx
from .files import file_store
from .models import StoredFile
from .tables.errors import Refused

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
MOST_SIDE = 30_000  # pixels of one side of a picture
MOST_PIXELS = 150_000_000
PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
JPEG_MAGIC = b"\xff\xd8\xff"
PDF_MAGIC = b"%PDF-"
# What a document may do by itself has no place in one that is only read.
PDF_ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
BLOCK = MEGABYTE


@dataclass(frozen=True)
class FileKind:
    """endings: of the name; media_type: as it is given out again."""

    label: str
    endings: tuple[str, ...]
    media_type: str


KINDS: Mapping[str, FileKind] = {
    "pdf": FileKind("PDF", (".pdf",), "application/pdf"),
    "jpg": FileKind("JPG 图片", (".jpg", ".jpeg"), "image/jpeg"),
    "png": FileKind("PNG 图片", (".png",), "image/png"),
    "docx": FileKind("Word 文档（.docx）", (".docx",), DOCX_TYPE),
}
ATTACHMENTS = ("pdf", "jpg", "png", "docx")
SCANS = ("pdf", "jpg", "png")


def upload_store(
    stream: BinaryIO,
    *,
    name: str,
    actor: Any,
    kinds: Collection[str] = ATTACHMENTS,
    most_bytes: int = MOST_BYTES,
) -> StoredFile:
    """Checks a seekable upload and seals it. Raises Refused, in words, before anything is kept."""
    kind = check_upload(stream, name=name, kinds=kinds, most_bytes=most_bytes)
    stream.seek(0)
    return file_store(stream, name=name, actor=actor, media_type=kind.media_type, max_bytes=most_bytes)


def check_upload(
    stream: BinaryIO, *, name: str, kinds: Collection[str] = ATTACHMENTS, most_bytes: int = MOST_BYTES
) -> FileKind:
    """The kind of a file by its name and its content, which must agree. Raises Refused."""
    allowed = "、".join(KINDS[code].label for code in kinds)
    ending = PurePath(name).suffix.lower()
    code = next((code for code in kinds if ending in KINDS[code].endings), None)
    if code is None:
        raise Refused(f"不能上传这种文件，只收 {allowed}", "请另存为其中一种再上传")
    size = stream.seek(0, 2)
    if not size:
        raise Refused("文件是空的（0 字节）", "请检查文件后重新选择")
    if size > most_bytes:
        raise Refused(
            f"文件有 {size / MEGABYTE:.1f} 兆，超过 {most_bytes // MEGABYTE} 兆", "请压缩图片或拆分后再上传"
        )
    stream.seek(0)
    _CHECKS[code](stream, size)
    return KINDS[code]


def _mismatch(label: str) -> Refused:
    return Refused(f"文件名像 {label}，内容却不是，或者已经损坏", "请用原来的软件打开，重新保存后再上传")


def _check_pdf(stream: BinaryIO, size: int) -> None:
    if not stream.read(len(PDF_MAGIC)) == PDF_MAGIC:
        raise _mismatch("PDF")
    stream.seek(max(0, size - 2048))
    if b"%%EOF" not in stream.read():
        raise _mismatch("PDF")
    stream.seek(0)
    tail = b""
    while block := stream.read(BLOCK):
        if any(mark in tail + block for mark in PDF_ACTIVE):
            raise Refused("PDF 里带有脚本或嵌入的文件", "请用“打印—另存为 PDF”重新生成后再上传")
        tail = block[-32:]


def _check_png(stream: BinaryIO, size: int) -> None:
    if stream.read(8) != PNG_MAGIC:
        raise _mismatch("PNG 图片")
    first, place = True, 8
    while place + 12 <= size:
        stream.seek(place)
        length, name = struct.unpack(">I4s", stream.read(8))
        if first:
            if name != b"IHDR" or length != 13:
                raise _mismatch("PNG 图片")
            _check_sides(*struct.unpack(">II", stream.read(8)))
            first = False
        place += 12 + length
        if name == b"IEND":
            return
    raise _mismatch("PNG 图片")


def _check_jpeg(stream: BinaryIO, size: int) -> None:
    if stream.read(3) != JPEG_MAGIC:
        raise _mismatch("JPG 图片")
    place = 2
    while place + 4 <= size:
        stream.seek(place)
        mark, code, length = struct.unpack(">BBH", stream.read(4))
        if mark != 0xFF:
            raise _mismatch("JPG 图片")
        if 0xC0 <= code <= 0xCF and code not in (0xC4, 0xC8, 0xCC):
            frame = stream.read(5)
            if len(frame) < 5:
                raise _mismatch("JPG 图片")
            _, height, width = struct.unpack(">BHH", frame)
            _check_sides(width, height)
            return
        place += 1 if code == 0xFF else 2 + length
    raise _mismatch("JPG 图片")


def _check_sides(width: int, height: int) -> None:
    if not (0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE and width * height <= MOST_PIXELS):
        raise Refused("图片的尺寸过大或不正常", "请缩小图片后再上传")


def _check_docx(stream: BinaryIO, size: int) -> None:
    check_docx(stream)


_CHECKS = {"pdf": _check_pdf, "png": _check_png, "jpg": _check_jpeg, "docx": _check_docx}
