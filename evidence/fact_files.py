"""Evidence as files: known by their first bytes and not by their names."""

from __future__ import annotations

from typing import Any, BinaryIO

from core.files import file_store
from core.models import StoredFile

MOST_MEGABYTES = 20
MOST_BYTES = MOST_MEGABYTES * 1024 * 1024
_ZIP = b"PK\x03\x04"
# ending -> (how its content begins, media type)
KINDS = {
    "pdf": (b"%PDF-", "application/pdf"),
    "jpg": (b"\xff\xd8\xff", "image/jpeg"),
    "jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    "png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    "docx": (_ZIP, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (_ZIP, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
HINT = f"PDF、JPG、PNG、Word 或 Excel 文件，不超过 {MOST_MEGABYTES} 兆"


def file_problem(given: Any) -> str:
    """What is wrong with an uploaded file and what to do; "" where nothing is."""
    ending = _ending(given.name)
    if ending not in KINDS:
        return "佐证材料只能是 PDF、JPG、PNG、Word（.docx）或 Excel（.xlsx）文件，请另存后选择。"
    if given.size > MOST_BYTES:
        return f"佐证材料超过 {MOST_MEGABYTES} 兆，请压缩或拆分后选择。"
    begins, _ = KINDS[ending]
    head = given.read(len(begins))
    given.seek(0)
    return "" if head == begins else f"文件的内容不是 {ending} 格式，请打开核对后重新选择。"


def evidence_store(content: BinaryIO, *, name: str, actor: Any) -> StoredFile:
    """Seals an uploaded file that has no problem. Raises FileTooLarge, OSError."""
    media_type = KINDS[_ending(name)][1]
    return file_store(content, name=name, actor=actor, media_type=media_type, max_bytes=MOST_BYTES)


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()
