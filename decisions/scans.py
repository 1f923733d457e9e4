"""Signed papers as scans: a PDF or a picture, known by its first bytes and not by its name."""

from __future__ import annotations

from typing import Any

MOST_MEGABYTES = 20
MOST_BYTES = MOST_MEGABYTES * 1024 * 1024
ACCEPTED = "扫描成 PDF 或拍成图片"
# ending -> (how its content begins, media type)
KINDS = {
    "pdf": (b"%PDF-", "application/pdf"),
    "jpg": (b"\xff\xd8\xff", "image/jpeg"),
    "jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    "png": (b"\x89PNG\r\n\x1a\n", "image/png"),
}


def scan_problem(given: Any) -> str:
    """What is wrong with an uploaded scan and what to do; "" where nothing is."""
    ending = str(given.name).rpartition(".")[2].lower()
    if ending not in KINDS:
        return "签字扫描件只能是 pdf、jpg 或 png 文件，请重新扫描或另存后选择。"
    if given.size > MOST_BYTES:
        return f"签字扫描件超过 {MOST_MEGABYTES} 兆，请降低清晰度后重新扫描。"
    begins, _ = KINDS[ending]
    head = given.read(len(begins))
    given.seek(0)
    if head != begins:
        return f"文件的内容不是 {ending} 格式，请打开核对后重新选择。"
    return ""


def media_type(name: str) -> str:
    """What a browser is told of the scan."""
    return KINDS[name.rpartition(".")[2].lower()][1]
