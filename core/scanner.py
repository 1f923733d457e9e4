"""Asking a virus scanner: the INSTREAM question of clamd, which ClamAV and other products answer.

The content goes over the socket, so nothing unsealed is left on a disk for it. A scanner that is set and
gives no clear answer lets nothing through.
"""

from __future__ import annotations

import contextlib
import re
import socket
import struct
from typing import BinaryIO

import structlog
from django.conf import settings

from .tables.errors import Refused

log = structlog.get_logger(__name__)

BLOCK = 256 * 1024
SECONDS = 60.0  # without a sign from the scanner
LONGEST_ANSWER = 4096
FOUND = re.compile(r"stream: (.{1,200}) FOUND")


def scanner_set() -> bool:
    """Whether this installation has a scanner."""
    return bool(settings.UPLOAD_SCANNER)


def scan(stream: BinaryIO, *, name: str) -> bool:
    """Whether the scanner looked at a whole seekable file and found nothing; False where there is none.

    Raises Refused: it found something, or gave no clear answer.
    """
    if not scanner_set():
        return False
    stream.seek(0)
    try:
        answer = _asked(stream)
    except OSError as error:
        answer = f"{type(error).__name__}: {error}"
    stream.seek(0)
    if answer == "stream: OK":
        return True
    if found := FOUND.fullmatch(answer):
        log.error("virus found", virus=found[1])
        raise Refused(f"查毒软件报告文件“{name}”带有病毒（{found[1]}）", "请先查杀病毒，再用干净的文件办理")
    log.error("virus scanner gives no clear answer", answer=answer[:200])
    raise Refused("暂时无法查毒，所以不能收发文件", "请稍后再试；仍然不行的，请联系信息化部门检查查毒软件")


def _asked(stream: BinaryIO) -> str:
    with _connected() as link:
        # A scanner that has heard enough closes its ear before it answers.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            link.sendall(b"zINSTREAM\0")
            while block := stream.read(BLOCK):
                link.sendall(struct.pack(">I", len(block)) + block)
            link.sendall(struct.pack(">I", 0))
        answer = b""
        while len(answer) < LONGEST_ANSWER and (piece := link.recv(LONGEST_ANSWER)):
            answer += piece
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected() -> socket.socket:
    scheme, _, place = settings.UPLOAD_SCANNER.partition(":")
    if scheme == "unix":
        link = socket.socket(socket.AF_UNIX)
        link.settimeout(SECONDS)
        try:
            link.connect(place)
        except BaseException:
            link.close()
            raise
        return link
    host, _, port = place.removeprefix("//").rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
