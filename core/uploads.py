"""Attachments that people bring: what a file must be before it is sealed away.

Type, structure and size are judged, pictures written anew, and the virus scanner asked where there is one.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from django.core.files.uploadedfile import UploadedFile

from .docx import DOCX_TYPE, check_docx
from .files import file_store
from .models import StoredFile
from .pictures import NotAPicture, picture_written_anew
from .scanner import scan
from .tables.errors import Refused
from .tables.guard import check_file

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
PDF_MAGIC = b"%PDF-"
# What a document may do by itself has no place in one that is only read.
PDF_ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
BLOCK = MEGABYTE
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class FileKind:
    """endings: of the name; media_type: as it is given out again."""

    label: str
    endings: tuple[str, ...]
    media_type: str


KINDS: Mapping[str, FileKind] = {
    "pdf": FileKind("PDF", (".pdf",), "application/pdf"),
    "jpg": FileKind("JPG", (".jpg", ".jpeg"), "image/jpeg"),
    "png": FileKind("PNG", (".png",), "image/png"),
    "docx": FileKind("Word（.docx）", (".docx",), DOCX_TYPE),
    "xlsx": FileKind("Excel（.xlsx）", (".xlsx",), XLSX_TYPE),
}
SCANS = ("pdf", "jpg", "png")
ATTACHMENTS = (*SCANS, "docx")
EVIDENCE = (*ATTACHMENTS, "xlsx")


class Upload(UploadedFile):
    """A file that `upload_check` let through, as it is going to be kept. Nobody else makes one."""

    def __init__(self, content: BinaryIO, *, name: str, kind: str, scanned: bool) -> None:
        super().__init__(content, name, KINDS[kind].media_type, content.seek(0, 2))
        self.kind, self.scanned = kind, scanned
        self.seek(0)


def upload_store(
    stream: BinaryIO, *, name: str, actor: Any, kinds: Collection[str] = ATTACHMENTS
) -> StoredFile:
    """Seals an upload; checks it first where its form has not. Raises Refused before anything is kept."""
    given: Any = stream if isinstance(stream, Upload) else upload_check(stream, name=name, kinds=kinds)
    if given.kind not in kinds:
        raise _unwanted(kinds)
    given.seek(0)
    media_type, screening = KINDS[given.kind].media_type, StoredFile.brought(scanned=given.scanned)
    return file_store(given, name=name, actor=actor, media_type=media_type, screening=screening)


def upload_check(stream: BinaryIO, *, name: str, kinds: Collection[str] = ATTACHMENTS) -> Upload:
    """What is kept of a seekable file, whose name and content must agree. Raises Refused."""
    ending = PurePath(name).suffix.lower()
    kind = next((code for code in kinds if ending in KINDS[code].endings), None)
    if kind is None:
        raise _unwanted(kinds)
    size = stream.seek(0, 2)
    if not size:
        raise Refused("文件是空的（0 字节）", "请检查文件后重新选择")
    if size > MOST_BYTES:
        most = MOST_BYTES // MEGABYTE
        raise Refused(f"文件有 {size / MEGABYTE:.1f} 兆，超过 {most} 兆", "请压缩图片或拆分后再上传")
    stream.seek(0)
    content = _kept(stream, kind, size)
    # As it was brought, for there the harm would be; what is kept of a picture cannot hold any.
    return Upload(content, name=name, kind=kind, scanned=scan(stream, name=PurePath(name).name))


def _unwanted(kinds: Collection[str]) -> Refused:
    allowed = "、".join(KINDS[code].label for code in kinds)
    return Refused(f"不能上传这种文件，只收 {allowed}", "请另存为其中一种再上传")


def _kept(stream: BinaryIO, kind: str, size: int) -> BinaryIO:
    match kind:
        case "jpg" | "png":
            try:
                return picture_written_anew(stream, "JPEG" if kind == "jpg" else "PNG")
            except NotAPicture:
                raise _mismatch(KINDS[kind].label) from None
        case "pdf":
            _check_pdf(stream, size)
        case "docx":
            check_docx(stream)
        case "xlsx":
            _check_xlsx(stream)
    return stream


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


def _check_xlsx(stream: BinaryIO) -> None:
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as copy:
        while block := stream.read(BLOCK):
            copy.write(block)
        copy.flush()
        if check_file(Path(copy.name)) != "xlsx":
            raise _mismatch(KINDS["xlsx"].label)
