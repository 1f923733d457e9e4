"""A virus scanner that knows one virus: speaks clamd's INSTREAM on a socket, in a thread of the test."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# In two parts, or the scanner of this machine would take this file away.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD" + b"-ANTIVIRUS-TEST-FILE!$H+H*"


class _Asked(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        self.server.heard.append(content)  # type: ignore[attr-defined]
        answer = self.server.answer or (b"Eicar-Signature FOUND" if EICAR in content else b"OK")  # type: ignore[attr-defined]
        self.wfile.write(b"stream: " + answer + b"\0")


class Scanner(socketserver.ThreadingUnixStreamServer):
    """answer: said whatever was asked. heard: every content that was asked about."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), _Asked)
        self.answer = b""
        self.heard: list[bytes] = []


@contextmanager
def scanner_at(path: Path) -> Iterator[Scanner]:
    with Scanner(path) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
